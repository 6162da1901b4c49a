import { defined } from '../../base/defined.ts';
import { type ConnectionTrace, isReached } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Problem } from '../../platform/types.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget } from '../../settings/schema.ts';
import { ldapTargetOf } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { type StartTlsFacts, Walk } from './open.ts';
import { type Protection, placeOf } from './place.ts';
import { onServer } from './rows.ts';
import { judgeTls } from './tls-judge.ts';

export interface TlsFacts extends Facts {
  readonly reached: ConnectionTrace;
  readonly protection: Protection;
  readonly loopback: boolean;
  readonly startTls?: StartTlsFacts;
  /** Where the trusted authorities came from, in words. */
  readonly store?: string;
  /** An extra file of authorities: the key of `.ecmarc` that names it, and why it was not used. */
  readonly caFile?: { readonly key: string; readonly problem?: Problem };
}

/** The handshake as the connector will do it. No credential is sent; an untrusted chain is shown and left. */
export const ldapTls: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  return onServer(scope, {
    id: 'ldap.tls',
    title: 'Secured by TLS',
    levels: levels('required', 'required'),
    requirements: ['LDAP-02'],
    needs: ['ldap.reach'],
    seconds: 15,
    ...(target === undefined
      ? {}
      : { work: { collect: (context, signal) => collect(context, target, signal), judge: judgeTls } }),
  });
};

async function collect(context: ProbeContext, target: LdapTarget, signal: AbortSignal): Promise<TlsFacts> {
  const place = placeOf(target, context.settings);
  const { protection, loopback } = place;
  const walk = new Walk(context, place);
  if (protection === 'none') return { reached: walk.reached(), protection, loopback, usable: true };
  const socket = await walk.open(signal);
  socket?.destroy();
  const trust = await context.platform.network.trust(place.caFile, signal);
  const reached = walk.reached();
  return {
    reached,
    protection,
    loopback,
    ...defined({ startTls: walk.startTls }),
    store: trust.source,
    ...(place.caFile === undefined
      ? {}
      : {
          caFile: {
            key: place.caKey,
            ...defined({ problem: trust.extraProblem }),
          },
        }),
    usable: socket !== undefined && isReached(reached),
  };
}
