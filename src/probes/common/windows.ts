import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts, FactsToken } from '../../engine/facts.ts';
import type { WindowsReader } from '../../platform/windows/types.ts';
import { defineProbe, type ProbeDefinition, type ProbeDescription } from '../define.ts';
import { serverOs } from '../server/os.ts';

/** What probes that ask Windows share. Off Windows they are blocked by `server.os` and never get here. */

/** A probe that asks Windows, and whose facts keep what was refused. */
export function defineWindowsProbe<F extends Facts>(
  token: FactsToken<F>,
  description: Omit<ProbeDescription<F>, 'needs' | 'seconds' | 'mayBeRefused'>,
): ProbeDefinition {
  return defineProbe(token, {
    needs: [serverOs],
    seconds: 15,
    mayBeRefused: true,
    ...description,
  });
}

export async function windowsOf(context: ProbeContext): Promise<WindowsReader> {
  const windows = await context.platform.windows?.();
  if (windows === undefined) throw new Error('asked for Windows on another system');
  return windows;
}
