import { BlockList, isIP } from 'node:net';
import { withoutBrackets } from './url-host.ts';

/**
 * Does a list of exceptions name this host? Read are the environment's NO_PROXY (comma or space; `.suffix`,
 * `suffix`, address, network in CIDR, `host:port`, `*`) and Windows' lists (semicolon; `*` anywhere, `<local>`).
 */
export function bypassesProxy(list: string, host: string, port: number): boolean {
  const name = withoutBrackets(host).toLowerCase().replace(/\.$/, '');
  return list
    .toLowerCase()
    .split(/[,;\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => matches(entry, name, port));
}

function matches(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  if (entry === '<local>') return isIP(host) === 0 && !host.includes('.');
  const { name, ports } = split(entry.replace(/^https?:\/\//, ''));
  if (ports !== undefined && ports !== port) return false;
  if (name.includes('/')) return inNetwork(name, host);
  if (isIP(host) !== 0 && isIP(name) !== 0) return inNetwork(`${name}/${isIP(name) === 4 ? 32 : 128}`, host);
  if (name.includes('*')) return fits(name, host);
  // A name is not a suffix of an address: `.1` does not name 10.0.0.1.
  if (isIP(host) !== 0) return host === name;
  const suffix = name.replace(/^\./, '').replace(/\.$/, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function split(entry: string): { name: string; ports?: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry);
  const plain = bracketed ?? /^([^:]+):(\d+)$/.exec(entry);
  if (plain?.[1] === undefined) return { name: entry };
  return plain[2] === undefined ? { name: plain[1] } : { name: plain[1], ports: Number(plain[2]) };
}

function inNetwork(network: string, host: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const family = isIP(address);
  const length = Number(bits);
  if (
    family === 0 ||
    isIP(host) !== family ||
    !/^\d{1,3}$/.test(bits) ||
    length > (family === 4 ? 32 : 128)
  ) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** A `*` stands for anything; each part is looked for once, behind the one before. */
function fits(name: string, host: string): boolean {
  const [first = '', ...more] = name.split(/\*+/);
  const last = more.pop() ?? '';
  if (!host.startsWith(first)) return false;
  let at = first.length;
  for (const part of more) {
    const found = host.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return host.length - last.length >= at && host.endsWith(last);
}
