import { isIP } from 'node:net';

/** A host as it stands in an address, without the brackets of an IPv6 literal. */
export function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

/** `host:port` as it stands in an address or a CONNECT: an IPv6 literal in brackets. */
export function authority(host: string, port: number): string {
  const bare = withoutBrackets(host);
  // Node compiles a large expression for the first IP address that it looks at, before the list stands.
  return bare.includes(':') && isIP(bare) === 6 ? `[${bare}]:${port}` : `${host}:${port}`;
}
