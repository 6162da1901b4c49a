import { never } from '../../base/never.ts';
import { failedStep, totalMs } from '../../clients/connection/layers.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { noAnswer, patience, within } from '../../clients/step-timeouts.ts';
import type { JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import type { Problem, SecureStep } from '../../platform/types.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { reachedEvidence, stepFailure } from '../common/connection-words.ts';
import { ldapTargetOf } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { Walk } from './open.ts';
import { type Place, placeOf } from './place.ts';
import type { ReachFacts, Speaks } from './reach/facts.ts';
import { onServer } from './rows.ts';
import { ask, hello } from './wire.ts';

/** Name, connection, and whether what answers there speaks as `url` says. */
export const ldapReachProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  return onServer(scope, {
    id: 'ldap.reach',
    title: 'Answers',
    levels: levels('required', 'required'),
    requirements: ['NET-05', 'LDAP-02'],
    seconds: 15,
    ...(target === undefined
      ? {}
      : { work: { collect: (context, signal) => collect(context, target, signal), judge } }),
  });
};

async function collect(context: ProbeContext, target: LdapTarget, signal: AbortSignal): Promise<ReachFacts> {
  const place = placeOf(target, context.settings);
  const walk = new Walk(context, place);
  const socket = await walk.connect(signal);
  const { protection, address } = place;
  if (socket === undefined) return { reached: walk.reached(), protection, usable: false };
  context.waitingFor(`${address} (LDAP)`);
  const reached = walk.reached();
  const heard =
    protection === 'ldaps'
      ? await listenForTls(context, place, socket, signal)
      : await listenForLdap(context, place, socket, signal);
  const wanted = protection === 'ldaps' ? 'tls' : 'ldap';
  return { reached, protection, ...heard, usable: heard.speaks === wanted };
}

interface Heard {
  readonly speaks: Speaks;
  readonly problem?: Problem;
}

type Stream = Parameters<typeof ask>[0];

async function listenForLdap(
  context: ProbeContext,
  place: Place,
  socket: Stream,
  signal: AbortSignal,
): Promise<Heard> {
  const problem = await greet(socket, signal);
  if (problem === undefined) return { speaks: 'ldap' };
  if (problem.code === 'TLS_ANSWER') return { speaks: 'tls', problem };
  // A TLS port hangs up on clear text, or waits for more of it: seen only by speaking TLS.
  if (problem.code !== 'NOT_LDAP' && (await shows(context, place, signal)) === 'tls') {
    return { speaks: 'tls', problem };
  }
  return { speaks: spokenBy(problem), problem };
}

async function listenForTls(
  context: ProbeContext,
  place: Place,
  socket: Stream,
  signal: AbortSignal,
): Promise<Heard> {
  const step = await shake(context, place, socket, signal);
  if (step.ok || step.seen !== undefined || isAlert(step.problem)) return { speaks: 'tls' };
  const again = await new Walk(context, place).connect(signal);
  const plain = again === undefined ? step.problem : await greet(again, signal);
  if (plain === undefined) return { speaks: 'ldap', problem: step.problem };
  return { speaks: spokenBy(step.problem), problem: step.problem };
}

/** Nothing when an LDAP server answered. */
async function greet(socket: Stream, signal: AbortSignal): Promise<Problem | undefined> {
  const step = await within(patience.answer, signal, (bounded) => ask(socket, hello, bounded));
  socket.destroy();
  if (step === undefined) return noAnswer(patience.answer);
  return step.ok ? undefined : step.problem;
}

async function shows(context: ProbeContext, place: Place, signal: AbortSignal): Promise<'tls' | undefined> {
  const socket = await new Walk(context, place).connect(signal);
  if (socket === undefined) return undefined;
  const step = await shake(context, place, socket, signal);
  return step.ok || step.seen !== undefined ? 'tls' : undefined;
}

/** A look at whether TLS is spoken; what its certificate is worth is the business of `ldap.tls`. */
async function shake(
  context: ProbeContext,
  { host }: Place,
  socket: Stream,
  signal: AbortSignal,
): Promise<SecureStep> {
  const step = await within(patience.handshake, signal, (bounded) =>
    context.platform.network.secure(socket, { host }, bounded),
  );
  if (step?.ok) step.socket.destroy();
  return step ?? { ok: false, ms: patience.handshake * 1000, problem: noAnswer(patience.handshake) };
}

/** The peer refused the handshake in TLS' own words. */
function isAlert({ code }: Problem): boolean {
  return /ALERT|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/.test(code);
}

function spokenBy({ code }: Problem): Speaks {
  if (code === 'NO_ANSWER') return 'nothing';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'hangs-up' : 'other';
}

function judge({ facts }: JudgeInput<Settings, ReachFacts>): Verdict {
  const { reached, speaks, problem } = facts;
  const peer = reached.steps.at(-1)?.peer ?? reached.host;
  const evidence = reachedEvidence(reached);
  const expected = `the server answers in LDAP${facts.protection === 'ldaps' ? ', over TLS from the start' : ''}`;
  const failed = failedStep(reached.steps);
  if (failed !== undefined) {
    const { message, remedy } = stepFailure(failed, { proxy: false });
    const mine: Step =
      failed.layer === 'connection'
        ? { text: 'Start the directory server there, or correct url in .ecmarc', owner: 'directory' }
        : { text: 'Or correct url in .ecmarc' };
    return {
      status: 'fail',
      message,
      expected,
      evidence,
      remedy: { ...remedy, steps: [...remedy.steps, mine] },
    };
  }
  if (problem !== undefined) evidence.push({ label: 'Answer', value: `${problem.text} (${problem.code})` });
  if (facts.usable)
    return { status: 'pass', message: `${peer}, ${totalMs(reached.steps)} ms`, expected, evidence };
  return { status: 'fail', expected, evidence, ...wrong(peer, speaks ?? 'other') };
}

function wrong(peer: string, speaks: Speaks): Pick<Verdict, 'message' | 'found' | 'remedy'> {
  switch (speaks) {
    case 'tls':
      return {
        message: `TLS from the start at ${peer}`,
        found: 'a port for LDAPS, and url says ldap://',
        remedy: {
          why: 'This port expects TLS with the first byte. The connector must be told so as well (SSL).',
          steps: [
            {
              text: 'In .ecmarc, at the target, write the address with ldaps://',
              command: `url: ldaps://${peer}`,
            },
            { text: 'Or use the plain port of this directory, usually 389, with startTls: true' },
          ],
          links: [],
        },
      };
    case 'ldap':
      return {
        message: `plain LDAP at ${peer}`,
        found: 'a port for LDAP without TLS, and url says ldaps://',
        remedy: {
          why: 'This port does not begin with TLS. It may offer StartTLS.',
          steps: [
            {
              text: 'In .ecmarc, at the target, write the address with ldap:// and StartTLS',
              command: `url: ldap://${peer}\nstartTls: true`,
            },
            { text: 'Or use the TLS port of this directory, usually 636' },
          ],
          links: [],
        },
      };
    case 'nothing':
      return silent(`nothing said by ${peer}`, 'no answer to an anonymous question');
    case 'hangs-up':
      return silent(`cut off by ${peer}`, 'the connection was closed without an answer');
    case 'other':
      return silent(`no LDAP at ${peer}`, 'an answer that is not LDAP');
    default:
      return never(speaks);
  }
}

function silent(message: string, found: string): Pick<Verdict, 'message' | 'found' | 'remedy'> {
  return {
    message,
    found,
    remedy: {
      why: 'Something accepts connections at that port, but it does not answer as a directory does: a wrong port, a load balancer without servers behind it, or a server that is stuck.',
      steps: [
        { text: 'Compare the port with the one of the directory, and correct url in .ecmarc' },
        {
          text: 'Look into the log of the directory server, and restart it when it is stuck',
          owner: 'directory',
        },
      ],
      links: [],
    },
  };
}
