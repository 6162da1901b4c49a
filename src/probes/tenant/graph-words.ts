import { never } from '../../base/never.ts';
import type { GraphFacts, GraphProblem } from '../../clients/graph/graph.ts';
import type { FactsReader } from '../../engine/facts.ts';
import type { Evidence, Step, Verdict } from '../../engine/probe.ts';
import { failureOf, reachedEvidence } from '../common/connection-words.ts';
import { by, fix } from '../common/fix.ts';
import { pressR, signInAgain } from '../common/steps.ts';
import { consentSteps } from './permissions.ts';
import { tenantSignIn } from './sign-in/facts.ts';

/** What could not be seen is `unknown`, whatever the row: why, and what a person can do about it. */
export function graphTrouble(
  { problem, reached }: GraphFacts,
  permission: string,
  uses: FactsReader,
): Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'> | undefined {
  if (problem === undefined) return undefined;
  const host = reached?.host ?? 'Microsoft Graph';
  const say = (message: string, why: string, ...steps: readonly Step[]) => ({
    status: 'unknown' as const,
    message,
    found: detail(problem),
    remedy: fix(why, ...steps),
  });
  switch (problem.kind) {
    case 'signed-out':
      return say('the sign-in is over', 'The token of the last sign-in is no longer good.', signInAgain);
    case 'unreached': {
      const failure = reached === undefined ? undefined : failureOf(reached);
      return say(
        failure?.message ?? `${host} was not reached`,
        failure?.remedy.why ?? 'Microsoft Graph was not reached.',
        ...(failure?.remedy.steps ?? []),
      );
    }
    case 'denied': {
      const { method } = uses.of(tenantSignIn) ?? {};
      return say(
        `not permitted: needs ${permission}`,
        'The sign-in works, but the application may not read this.',
        ...consentSteps(permission, method),
      );
    }
    case 'unauthorized':
      return say('Graph does not take the token', 'The token was given and is not accepted.', signInAgain);
    case 'throttled':
      return say(
        `${host} asks to wait`,
        'Too many requests in a short time.',
        { text: waitFor(problem.retryAfter) },
        pressR,
      );
    case 'fault':
      return say(
        `answered ${problem.status ?? 'a fault'} by ${host}`,
        'A fault of the service: it says nothing about the tenant.',
        { text: 'Wait some minutes' },
        pressR,
      );
    case 'page':
      return say(
        `a web page answers at ${host}`,
        'A portal or a filter of the network answers in place of Microsoft Graph.',
        by.network(`Let this server reach ${host} without a portal, filter or TLS inspection`),
      );
    case 'odd':
      return say(
        `unreadable answer from ${host}`,
        'What answered does not speak as Microsoft Graph does.',
        by.network('Find out what answers in place of Microsoft Graph'),
      );
    default:
      return never(problem.kind);
  }
}

/** Seconds, as the service said; a time far away says only that it is long. */
function waitFor(seconds: number | undefined): string {
  if (seconds === undefined) return 'Wait some minutes';
  return seconds > 3600 ? 'Wait some hours: so long does the service ask for' : `Wait ${seconds} s`;
}

/** By which way Graph was asked, as whom, and what each layer took. */
export function graphEvidence({ reached }: GraphFacts): Evidence[] {
  return reached === undefined ? [] : [{ label: 'Asked', value: reached.host }, ...reachedEvidence(reached)];
}

function detail({ status, code }: GraphProblem): string {
  if (status === undefined) return code ?? 'no answer';
  return `HTTP status ${status}${code === undefined ? '' : `, ${code}`}`;
}
