import { defined } from '../../base/defined.ts';
import { isLoopback } from '../../platform/proxy-selection.ts';
import { authority, withoutBrackets } from '../../platform/url-host.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import type { SecretSource } from '../../settings/secret.ts';

/** How the connection to a directory is protected: not at all, from the start, or by StartTLS (RFC 4511, 4.14). */
export type Protection = 'none' | 'ldaps' | 'start-tls';

/** Where a directory is, as `.ecmarc` says it. */
export interface LdapEndpoint {
  readonly host: string;
  readonly port: number;
  readonly protection: Protection;
  readonly loopback: boolean;
  /** `host:port`, an IPv6 literal in brackets. */
  readonly address: string;
  /** Authorities beside the machine's: the target's own file, else the network's. */
  readonly caFile: string | undefined;
  /** The key that names the file. */
  readonly caKey: string;
  /** A certificate of our own, for a server that demands one. */
  readonly clientCertificate?: { readonly file: string; readonly password?: SecretSource };
}

export function endpointOf(target: LdapTarget, settings: Settings): LdapEndpoint {
  const { protocol, hostname, port } = new URL(target.url);
  const ldaps = protocol.toLowerCase() === 'ldaps:';
  const number = port === '' ? (ldaps ? 636 : 389) : Number(port);
  const own = target.caFile !== undefined;
  const { clientCertificateFile, clientCertificatePassword } = target;
  return {
    host: withoutBrackets(hostname),
    port: number,
    protection: ldaps ? 'ldaps' : target.startTls ? 'start-tls' : 'none',
    loopback: isLoopback(hostname),
    address: authority(hostname, number),
    caFile: own ? target.caFile : settings.network.caFile,
    caKey: own ? 'caFile of its target' : 'network.caFile',
    ...(clientCertificateFile === undefined
      ? {}
      : {
          clientCertificate: {
            file: clientCertificateFile,
            ...defined({ password: clientCertificatePassword }),
          },
        }),
  };
}
