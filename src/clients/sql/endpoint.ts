import { isLoopback } from '../../platform/proxy-selection.ts';
import { withoutBrackets } from '../../platform/url-host.ts';
import type { Settings, SqlTarget } from '../../settings/schema.ts';

/** How the connection is encrypted: not at all, inside PRELOGIN (TDS 7), or from the first byte (TDS 8). */
export type Encryption = 'none' | 'inside' | 'strict';

/** Where a database is, as `.ecmarc` says it. */
export interface Endpoint {
  readonly host: string;
  /** Unknown until the browser service was asked, where an instance is named. */
  readonly port: number | undefined;
  readonly instance: string | undefined;
  readonly encryption: Encryption;
  readonly loopback: boolean;
  /** `host:port` or `host\instance`, as people write it. */
  readonly address: string;
  /** Authorities beside the machine's: the target's own file, else the network's. */
  readonly caFile: string | undefined;
  readonly caKey: string;
}

export function endpointOf(target: SqlTarget, settings: Settings): Endpoint {
  const { server, port, instance, encrypt } = target;
  const own = target.caFile !== undefined;
  return {
    host: withoutBrackets(server),
    port,
    instance,
    encryption: encrypt === 'strict' ? 'strict' : encrypt ? 'inside' : 'none',
    loopback: isLoopback(server),
    address: instance === undefined ? `${server}:${port}` : `${server}\\${instance}`,
    caFile: own ? target.caFile : settings.network.caFile,
    caKey: own ? 'caFile of its target' : 'network.caFile',
  };
}
