import { withoutBrackets } from '../platform/url-host.ts';
import { requirement } from '../requirements/index.ts';
import { signInHosts } from '../requirements/sign-in-hosts.ts';
import type { Settings } from '../settings/schema.ts';

/** A cloud's sign-in host. `byAddress`: named by its address in `.ecmarc`, not one of Microsoft's. */
export interface SignInHost {
  readonly host: string;
  readonly port: number;
  readonly byAddress: boolean;
}

export function signInHost(settings: Settings): SignInHost {
  const { cloud } = settings.tenant;
  if (typeof cloud === 'string') return { host: signInHosts[cloud], port: 443, byAddress: false };
  return { ...hostAndPort(new URL(cloud.signIn)), byAddress: true };
}

/** Where Microsoft Graph of a cloud is asked. */
export interface GraphHost {
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
export function graphHost({ tenant }: Settings, named: string | undefined): GraphHost | undefined {
  const { cloud } = tenant;
  if (typeof cloud !== 'string') {
    if (cloud.graph !== undefined) return graphAt(cloud.graph);
    return named === undefined ? undefined : graphAt(`https://${named}`);
  }
  const { clouds } = requirement('CLD-03').values;
  const known = [...Object.values(clouds).map(({ graph }) => graph), ...otherGraphHosts];
  return graphAt(`https://${named !== undefined && known.includes(named) ? named : clouds[cloud].graph}`);
}

function graphAt(address: string): GraphHost | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return { ...hostAndPort(url), origin: url.origin };
}

/** Of an https address. */
export function hostAndPort({ hostname, port }: URL): { readonly host: string; readonly port: number } {
  return { host: withoutBrackets(hostname), port: port === '' ? 443 : Number(port) };
}

/** The settings that whatever goes to the internet depends on; no secret is among them. */
export function networkSettings(settings: Settings) {
  const { proxy, caFile } = settings.network;
  return { cloud: settings.tenant.cloud, proxy: proxy?.url, user: proxy?.user, caFile };
}
