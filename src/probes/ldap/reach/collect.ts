import type { Socket } from 'node:net';
import type { ProbeContext } from '../../../clients/environment.ts';
import { endpointOf, type LdapEndpoint } from '../../../clients/ldap/endpoint.ts';
import { LdapOpener } from '../../../clients/ldap/opener.ts';
import { ask, hello } from '../../../clients/ldap/wire.ts';
import { noAnswer, stepTimeouts, within } from '../../../clients/step-timeouts.ts';
import type { Problem, SecureStep } from '../../../platform/types.ts';
import type { LdapContext } from '../define.ts';
import type { ReachFacts, Speaks } from './facts.ts';

export async function collectReach(context: LdapContext, signal: AbortSignal): Promise<ReachFacts> {
  const endpoint = endpointOf(context.scope.target, context.settings);
  const opener = new LdapOpener(context, endpoint);
  const socket = await opener.connect(signal);
  const { protection, address } = endpoint;
  if (socket === undefined) return { reached: opener.trace(), protection, usable: false };
  context.waitingFor(`${address} (LDAP)`);
  const reached = opener.trace();
  const answered =
    protection === 'ldaps'
      ? await listenForTls(context, endpoint, socket, signal)
      : await listenForLdap(context, endpoint, socket, signal);
  const wanted = protection === 'ldaps' ? 'tls' : 'ldap';
  return { reached, protection, ...answered, usable: answered.speaks === wanted };
}

interface Answered {
  readonly speaks: Speaks;
  readonly problem?: Problem;
}

async function listenForLdap(
  context: ProbeContext,
  endpoint: LdapEndpoint,
  socket: Socket,
  signal: AbortSignal,
): Promise<Answered> {
  const problem = await greet(socket, signal);
  if (problem === undefined) return { speaks: 'ldap' };
  if (problem.code === 'TLS_ANSWER') return { speaks: 'tls', problem };
  // A TLS port hangs up on clear text, or waits for more of it: seen only by speaking TLS.
  if (problem.code !== 'NOT_LDAP' && (await shows(context, endpoint, signal)) === 'tls') {
    return { speaks: 'tls', problem };
  }
  return { speaks: spokenBy(problem), problem };
}

async function listenForTls(
  context: ProbeContext,
  endpoint: LdapEndpoint,
  socket: Socket,
  signal: AbortSignal,
): Promise<Answered> {
  const step = await shake(context, endpoint, socket, signal);
  if (step.ok || step.seen !== undefined || isAlert(step.problem)) return { speaks: 'tls' };
  const again = await new LdapOpener(context, endpoint).connect(signal);
  const plain = again === undefined ? step.problem : await greet(again, signal);
  if (plain === undefined) return { speaks: 'ldap', problem: step.problem };
  return { speaks: spokenBy(step.problem), problem: step.problem };
}

/** Nothing when an LDAP server answered. */
async function greet(socket: Socket, signal: AbortSignal): Promise<Problem | undefined> {
  const step = await within(stepTimeouts.answer, signal, (bounded) => ask(socket, hello, bounded));
  socket.destroy();
  if (step === undefined) return noAnswer(stepTimeouts.answer);
  return step.ok ? undefined : step.problem;
}

async function shows(
  context: ProbeContext,
  endpoint: LdapEndpoint,
  signal: AbortSignal,
): Promise<'tls' | undefined> {
  const socket = await new LdapOpener(context, endpoint).connect(signal);
  if (socket === undefined) return undefined;
  const step = await shake(context, endpoint, socket, signal);
  return step.ok || step.seen !== undefined ? 'tls' : undefined;
}

/** A look at whether TLS is spoken; what its certificate is worth is the business of `ldap.tls`. */
async function shake(
  context: ProbeContext,
  { host }: LdapEndpoint,
  socket: Socket,
  signal: AbortSignal,
): Promise<SecureStep> {
  const step = await within(stepTimeouts.handshake, signal, (bounded) =>
    context.platform.network.secure(socket, { host }, bounded),
  );
  if (step?.ok) step.socket.destroy();
  return step ?? { ok: false, ms: stepTimeouts.handshake * 1000, problem: noAnswer(stepTimeouts.handshake) };
}

/** The peer refused the handshake in TLS' own words. */
function isAlert({ code }: Problem): boolean {
  return /ALERT|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/.test(code);
}

function spokenBy({ code }: Problem): Speaks {
  if (code === 'NO_ANSWER') return 'nothing';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'hangs-up' : 'other';
}
