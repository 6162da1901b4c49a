import type { Socket } from 'node:net';
import { defined } from '../../../base/defined.ts';
import { failedStep } from '../../../clients/connection/layers.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { rootDseBounds } from '../../../clients/ldap/answer-meter.ts';
import { SocketDirectory } from '../../../clients/ldap/directory.ts';
import { endpointOf, type LdapEndpoint } from '../../../clients/ldap/endpoint.ts';
import { LdapOpener } from '../../../clients/ldap/opener.ts';
import { resultCode } from '../../../clients/ldap/outcome.ts';
import { readRootDse } from '../../../clients/ldap/root-dse.ts';
import { isActiveDirectory } from '../../../clients/ldap/server-kinds.ts';
import type { LdapContext } from '../define.ts';
import type { ServerKindFacts } from './facts.ts';

type Seen = Pick<ServerKindFacts, 'rootDse' | 'channel' | 'problem'>;

/**
 * The rootDSE, asked anonymously: no credential goes out here, so it may be asked over a channel that could not be
 * verified. An Active Directory is told before any password is sent.
 */
export async function collectServerKind(context: LdapContext, signal: AbortSignal): Promise<ServerKindFacts> {
  const endpoint = endpointOf(context.scope.target, context.settings);
  const { protection } = endpoint;
  let seen =
    protection === 'ldaps'
      ? await overTls(context, endpoint, signal)
      : await inClear(context, endpoint, signal);
  // Some servers talk to nobody in clear: then as the connector will.
  if (protection === 'start-tls' && [8, 13].includes(resultCode(seen.problem) ?? 0)) {
    seen = await overTls(context, endpoint, signal);
  }
  const usable = seen.rootDse === null || !isActiveDirectory(seen.rootDse);
  return { ...seen, usable };
}

async function inClear(context: ProbeContext, endpoint: LdapEndpoint, signal: AbortSignal): Promise<Seen> {
  const opener = new LdapOpener(context, endpoint);
  const socket = await opener.connect(signal);
  if (socket === undefined) return failure(opener);
  return { channel: 'clear', ...(await question(context, socket, signal)) };
}

async function overTls(context: ProbeContext, endpoint: LdapEndpoint, signal: AbortSignal): Promise<Seen> {
  const opener = new LdapOpener(context, endpoint);
  const plain = await opener.connect(signal);
  const ready =
    plain === undefined || endpoint.protection === 'ldaps' ? plain : await opener.negotiate(plain, signal);
  if (ready === undefined) return failure(opener);
  let unverified: Seen | undefined;
  const socket = await opener.secure(ready, signal, async (stranger) => {
    unverified = { channel: 'unverified', ...(await question(context, stranger, signal)) };
  });
  if (socket === undefined) return unverified ?? failure(opener);
  return { channel: 'verified', ...(await question(context, socket, signal)) };
}

async function question(context: ProbeContext, socket: Socket, signal: AbortSignal): Promise<Seen> {
  context.waitingFor('rootDSE');
  const directory = await SocketDirectory.over(socket, rootDseBounds);
  try {
    const read = await readRootDse(directory, signal);
    return read.ok ? { rootDse: read.rootDse } : { rootDse: null, problem: read.problem };
  } finally {
    await directory.close();
  }
}

function failure(opener: LdapOpener): Seen {
  const problem = opener.agreement?.problem ?? failedStep(opener.trace().steps)?.problem;
  return { rootDse: null, ...defined({ problem }) };
}
