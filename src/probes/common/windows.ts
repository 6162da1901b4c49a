import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts, FactsToken } from '../../engine/facts.ts';
import type { WindowsReader } from '../../platform/windows/types.ts';
import { defineProbe, type ProbeDefinition, type ProbeDescription } from '../define.ts';
import { serverOs } from '../server/os.ts';

/** What probes that ask Windows share. Off Windows they are blocked by `server.os` and never get here. */

/** Facts of such a probe. `notSeen` names what this account was refused: `server.elevation` lists it. */
export interface WindowsFacts extends Facts {
  readonly notSeen?: readonly string[];
}

/** A probe that asks Windows, and whose facts keep what was refused. */
export function defineWindowsProbe<F extends WindowsFacts>(
  token: FactsToken<F>,
  description: Omit<ProbeDescription<F>, 'needs' | 'seconds' | 'notSeen'>,
): ProbeDefinition {
  return defineProbe(token, {
    needs: [serverOs],
    seconds: 15,
    notSeen: ({ notSeen = [] }) => notSeen,
    ...description,
  });
}

export async function windowsOf(context: ProbeContext): Promise<WindowsReader> {
  const windows = await context.platform.windows?.();
  if (windows === undefined) throw new Error('asked for Windows on another system');
  return windows;
}
