import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';

/** Where Microsoft Graph of a cloud is asked. */
export interface GraphPlace {
  readonly host: string;
  readonly port: number;
  /** `https://graph.microsoft.com`: what a token is asked for. */
  readonly origin: string;
}

/** Further Graph hosts of Microsoft's clouds: the DoD has its own. Not confirmed by Microsoft's documents read. */
const otherGraphHosts: readonly string[] = ['dod-graph.microsoft.us'];

/**
 * Graph for this tenant: of `.ecmarc` where a cloud is given by its address, else Microsoft's. The host that the
 * sign-in host's configuration names (`msgraph_host`) counts only where it is one of Microsoft's, or for a cloud
 * given by its address; undefined where nobody names one.
 */
export function graphPlace({ tenant }: Settings, named: string | undefined): GraphPlace | undefined {
  const { cloud } = tenant;
  if (typeof cloud !== 'string') {
    if (cloud.graph !== undefined) return placeOf(cloud.graph);
    return named === undefined ? undefined : placeOf(`https://${named}`);
  }
  const { clouds } = requirement('CLD-03').values;
  const known = [...Object.values(clouds).map(({ graph }) => graph), ...otherGraphHosts];
  return placeOf(`https://${named !== undefined && known.includes(named) ? named : clouds[cloud].graph}`);
}

function placeOf(address: string): GraphPlace | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, port, origin } = new URL(address);
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 443 : Number(port),
    origin,
  };
}
