import type { Socket } from 'node:net';
import { defined } from '../../../base/defined.ts';
import { isReached } from '../../../clients/connection/trace.ts';
import { endpointOf, type LdapEndpoint } from '../../../clients/ldap/endpoint.ts';
import { LdapOpener } from '../../../clients/ldap/opener.ts';
import { ask, hello } from '../../../clients/ldap/wire.ts';
import { stepTimeouts, within } from '../../../clients/step-timeouts.ts';
import type { Problem, Secured } from '../../../platform/types.ts';
import type { LdapContext } from '../define.ts';
import type { TlsFacts } from './facts.ts';

/** The handshake as the connector will do it. No credential is sent; an untrusted chain is shown and left. */
export async function collectTls(context: LdapContext, signal: AbortSignal): Promise<TlsFacts> {
  const endpoint = endpointOf(context.scope.target, context.settings);
  const { protection, loopback, caFile, caKey } = endpoint;
  const opener = new LdapOpener(context, endpoint);
  if (protection === 'none') return { reached: opener.trace(), protection, loopback, usable: true };
  const socket = await opener.open(signal);
  const afterwards = socket && (await refusal(socket, signal));
  socket?.destroy();
  const own = opener.ownCertificate;
  const wanted =
    own === undefined || own.problem !== undefined ? undefined : await demandsOne(context, endpoint, signal);
  const trust = await context.platform.network.trust(caFile, signal);
  const reached = opener.trace();
  const tls12 =
    reached.tls?.protocol === 'TLSv1.3'
      ? await new LdapOpener(context, endpoint).offersTls12(signal)
      : undefined;
  // In doubt is what may be agreed on by us alone.
  const inDoubt = reached.tls !== undefined && tls12 !== false && !isUsual(reached.tls);
  const suites = inDoubt ? await new LdapOpener(context, endpoint).takesSchannelSuites(signal) : undefined;
  return {
    reached,
    protection,
    loopback,
    ...defined({
      startTls: opener.agreement,
      tls12,
      suites,
      fetched: opener.fetched || undefined,
      afterwards,
      build: windowsBuild(context),
    }),
    ...defined({ own: own && { ...own, ...defined({ wanted }) } }),
    store: trust.source,
    ...defined({
      caFile: caFile === undefined ? undefined : { key: caKey, ...defined({ problem: trust.extraProblem }) },
    }),
    usable: socket !== undefined && isReached(reached) && afterwards === undefined,
  };
}

/** A suite of TLS 1.2 that Schannel has, and a key on a curve that it has. */
function isUsual({ protocol, cipher, chain }: Secured): boolean {
  const curve = chain[0]?.publicKey?.curve;
  return protocol !== 'TLSv1.3' && !/CHACHA20|CCM/.test(cipher) && curve !== 'secp521r1';
}

/** Without a certificate of ours: does the server end it then? */
async function demandsOne(
  context: LdapContext,
  { clientCertificate, ...without }: LdapEndpoint,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  if (clientCertificate === undefined) return undefined;
  const opener = new LdapOpener(context, without);
  const socket = await opener.open(signal);
  if (socket === undefined) return opener.trace().tls === undefined ? true : undefined;
  const ended = await refusal(socket, signal);
  socket.destroy();
  return ended !== undefined;
}

/** An anonymous question shows whether the server goes on after the handshake: an alert, or a hang-up. */
async function refusal(socket: Socket, signal: AbortSignal): Promise<Problem | undefined> {
  const step = await within(stepTimeouts.answer, signal, (bounded) => ask(socket, hello, bounded));
  return step?.ok === false && step.problem.code !== 'NOT_LDAP' ? step.problem : undefined;
}

function windowsBuild({ platform }: LdapContext): number | undefined {
  const machine = platform.machine();
  const build = Number(machine.osRelease.split('.')[2]);
  return machine.platform === 'win32' && Number.isInteger(build) ? build : undefined;
}
