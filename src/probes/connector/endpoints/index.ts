import { connectAll } from '../../../clients/connection/connect.ts';
import { directly } from '../../../clients/connection/route.ts';
import { isReached } from '../../../clients/connection/trace.ts';
import { levels } from '../../../requirements/requirement.ts';
import { untilInstalled } from '../../common/not-run.ts';
import type { CollectContext } from '../../define.ts';
import { hostInstalled } from '../../host/installed/facts.ts';
import { defineLibraryProbe } from '../define.ts';
import { connectorFiles } from '../files/facts.ts';
import { connectorEndpoints, type EndpointsFacts } from './facts.ts';
import { judgeEndpoints } from './judge.ts';

const secondsEach = 10;
const mostLists = 4;

/** Do the web services answer, with a certificate that the host trusts and whose revocation list can be had? */
export const connectorEndpointsProbe = defineLibraryProbe(
  connectorEndpoints,
  {
    title: 'Its web services answer',
    levels: levels('not-applicable', 'required'),
    requirements: ['WS-01', 'WS-02'],
    needs: [hostInstalled, connectorFiles],
    notApplicable: (scope, facts) =>
      scope.connector !== undefined && scope.connector.library !== 'web-services'
        ? 'this connector calls no web services by a project'
        : untilInstalled(scope, facts),
    dependsOn: ({ settings }) => ({ folder: settings.host.folder, caFile: settings.network.caFile }),
    collect,
    judge: judgeEndpoints,
  },
  true,
);

/** Targets are inside the network: nothing here goes by the proxy of the agent. */
async function collect(context: CollectContext, signal: AbortSignal): Promise<EndpointsFacts> {
  // Two rounds, one behind the other: both must fit in the row's deadline.
  const half: CollectContext = {
    ...context,
    ...(context.deadlineMs === undefined ? {} : { deadlineMs: context.deadlineMs / 2 }),
  };
  const wanted = context.facts.of(connectorFiles, context.scope.connector?.name)?.services ?? [];
  const services = await connectAll(
    half,
    wanted.map((one) => ({ ...one, revocation: true })),
    directly,
    secondsEach,
    signal,
  );
  const addresses = services.flatMap(({ host, tls }) =>
    (tls?.revocation ?? []).map((address) => ({ of: host, url: new URL(address), address })),
  );
  const asked = addresses.slice(0, mostLists);
  const reached = await connectAll(
    half,
    asked.map(({ url }) => ({
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 80 : Number(url.port),
      tls: false,
      get: `${url.pathname}${url.search}`,
    })),
    directly,
    secondsEach,
    signal,
  );
  const lists = asked.flatMap(({ of, address }, place) => {
    const its = reached[place];
    return its === undefined ? [] : [{ of, address, reached: its }];
  });
  return { usable: services.some(isReached), services, lists };
}
