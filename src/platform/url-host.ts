import { isIP } from 'node:net';

/** A host as it stands in an address, without the brackets of an IPv6 literal. */
export function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

/** `host:port` as it stands in an address or a CONNECT: an IPv6 literal in brackets. */
export function authority(host: string, port: number): string {
  return isIP(withoutBrackets(host)) === 6 ? `[${withoutBrackets(host)}]:${port}` : `${host}:${port}`;
}
