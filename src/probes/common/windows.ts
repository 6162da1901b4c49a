import type { EcmaProbe, EcmaWork, ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Remedy, Verdict } from '../../engine/probe.ts';
import type { WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { type Description, describeProbe } from '../describe.ts';

/** What probes that ask Windows share. Off Windows they are blocked by `server.os` and never get here. */

/** Facts of such a probe. `notSeen` names what this account was refused: `server.elevation` lists it. */
export interface WindowsFacts extends Facts {
  readonly notSeen?: readonly string[];
}

export function onWindows<F extends Facts>(
  description: Omit<Description, 'needs' | 'seconds' | 'work'> & { readonly work: EcmaWork<F> },
): EcmaProbe {
  return describeProbe({ ...description, needs: ['server.os'], seconds: 15 });
}

export async function windowsOf(context: ProbeContext): Promise<WindowsReader> {
  const windows = await context.platform.windows?.();
  if (windows === undefined) throw new Error('asked for Windows on another system');
  return windows;
}

/** Names of the answers that were refused, for `notSeen`. */
export function refused(answers: Readonly<Record<string, { readonly state: string }>>): {
  notSeen?: readonly string[];
} {
  const names = Object.keys(answers).filter((name) => answers[name]?.state === 'denied');
  return names.length === 0 ? {} : { notSeen: names };
}

/** The verdict where Windows did not let itself be asked; undefined where it answered (also "not there"). */
export function unanswered(what: string, answer: WindowsAnswer<unknown>): Verdict | undefined {
  if (answer.state === 'denied')
    return {
      status: 'unknown',
      message: 'not allowed to look',
      found: `Windows refused: ${what}`,
      remedy: elevate,
    };
  if (answer.state === 'failed')
    return {
      status: 'unknown',
      message: 'Windows gave no answer',
      found: `${what}: ${answer.problem.text}`,
      remedy: { why: 'The doctor could not ask Windows, so this stays open.', steps: [], links: [] },
    };
  return undefined;
}

const elevate: Remedy = {
  why: 'Windows shows this to administrators only.',
  steps: [
    {
      text: 'Start the doctor in a console that was opened with "Run as administrator"',
      command: 'powershell -Command "Start-Process cmd -Verb RunAs"',
      owner: 'server',
    },
  ],
  links: [],
};
