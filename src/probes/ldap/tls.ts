import { defined } from '../../base/defined.ts';
import { isReached } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget } from '../../settings/schema.ts';
import { ldapTargetOf } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { Walk } from './open.ts';
import { placeOf } from './place.ts';
import { onServer } from './rows.ts';
import type { TlsFacts } from './tls/facts.ts';
import { judgeTls } from './tls-judge.ts';

/** The handshake as the connector will do it. No credential is sent; an untrusted chain is shown and left. */
export const ldapTlsProbe: MakeProbe = (scope) => {
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
