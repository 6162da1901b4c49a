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
  const url = new URL(cloud.signIn);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: url.port === '' ? 443 : Number(url.port), byAddress: true };
}

/** What network probes depend on, as text without secrets. */
export function networkFingerprint(settings: Settings): string {
  const { proxy, caFile } = settings.network;
  return JSON.stringify({ cloud: settings.tenant.cloud, proxy: proxy?.url, user: proxy?.user, caFile });
}
