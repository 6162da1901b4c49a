import type { Exceptions } from './default-proxy.ts';
import { matchesAny, openExpressions } from './expressions.ts';
import { isWebAddress } from './web-address.ts';

/** What tells a name of one's own from others. */
export interface OwnNames {
  /** This computer's primary DNS suffix. */
  readonly suffix?: string | undefined;
  /** Addresses of this machine. */
  readonly addresses?: readonly string[] | undefined;
}

/**
 * Does .NET go round the proxy to this host (webproxy.cs, IsBypassedManual)? Loopback always does, which the caller
 * has seen to. Undefined: an expression cannot be followed here.
 */
export function goesRound(
  { local, expressions }: Exceptions,
  to: { readonly scheme: 'http' | 'https'; readonly host: string; readonly port: number },
  own: OwnNames = {},
): boolean | undefined {
  if (local && isOwn(to.host, own)) return true;
  return matchesAny(expressions, subjectOf(to));
}

/** Expressions that leave it open whether .NET goes round the proxy to this host. */
export function leftOpen(
  { local, expressions }: Exceptions,
  to: { readonly scheme: 'http' | 'https'; readonly host: string; readonly port: number },
  own: OwnNames = {},
): readonly string[] {
  return local && isOwn(to.host, own) ? [] : openExpressions(expressions, subjectOf(to));
}

/** What the expressions are matched against: the port only where it is not the scheme's own. */
function subjectOf({ scheme, host, port }: { scheme: string; host: string; port: number }): string {
  const usual = port === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${host}${usual ? '' : `:${port}`}`;
}

/** `bypassonlocal`: an address of this machine, a name without a dot, or one of its own DNS suffix. */
function isOwn(host: string, { suffix, addresses = [] }: OwnNames): boolean {
  const plain = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (/^[\d.]+$/.test(plain) || plain.includes(':')) return addresses.includes(plain);
  const dot = plain.indexOf('.');
  return dot < 0 || (suffix !== undefined && suffix !== '' && plain.slice(dot + 1) === suffix.toLowerCase());
}

/**
 * Windows' text of exceptions as .NET makes expressions of it (_WebProxyDataBuilder.cs): parts between semicolons,
 * `<local>`, else the whole `scheme://host:port` with `*` for anything; scheme and port may be left out.
 */
export function exceptionsIn(text: string): Exceptions {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const local = parts.some((part) => part.toLowerCase() === '<local>');
  return { local, expressions: parts.filter((part) => part.toLowerCase() !== '<local>').map(expressionOf) };
}

function expressionOf(part: string): string {
  // What is not of that form, an IPv6 address, is a host as a whole.
  const [, scheme, host = '', port] = /^(.*:\/\/)?([^:]*)(:\d{1,5})?$/.exec(part) ?? [part, undefined, part];
  return `^${scheme === undefined ? '(?:.*://)?' : escaped(scheme)}${escaped(host)}${port ?? '(?::[0-9]{1,5})?'}$`;
}

function escaped(text: string): string {
  return text.replace(/[#$()+.?[\\^{|}\]]/g, '\\$&').replaceAll('*', '.*');
}

/** The proxy for https in Windows' text. `none`: other schemes have one, https goes direct. */
export type ProxyText =
  | { readonly kind: 'proxy'; readonly host: string; readonly port: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'throws'; readonly reason: string };

/** One `host:port` for all, or `scheme=host:port` between semicolons. Without a scheme an address is http. */
export function proxyIn(text: string): ProxyText {
  if (!text.includes('=')) return addressIn(text.trim());
  let found: ProxyText = { kind: 'none' };
  for (const part of text.split(';')) {
    const written = part.trim();
    if (written === '') continue;
    const [, scheme = '', address = ''] = /^([a-z]+)=(.*)$/i.exec(written) ?? [];
    const one = addressIn(address.trim());
    if (scheme === '' || (one.kind === 'throws' && one.reason === noAddress))
      return { kind: 'throws', reason: `the part "${withoutAccount(written)}" is no scheme=host:port` };
    if (scheme.toLowerCase() === 'https') found = one;
  }
  return found;
}

const noAddress = 'it is no address';

function addressIn(text: string): ProxyText {
  const url = text.includes('://') ? text : `http://${text}`;
  // One look for both: what `canParse` takes, the constructor may refuse.
  const parsed = text === '' ? null : URL.parse(url);
  if (parsed === null) return { kind: 'throws', reason: noAddress };
  const { protocol, hostname, port } = parsed;
  if (protocol !== 'http:')
    return { kind: 'throws', reason: `.NET knows no proxy of the kind ${protocol}//` };
  if (hostname === '' || !isWebAddress(url)) return { kind: 'throws', reason: noAddress };
  return { kind: 'proxy', host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : Number(port) };
}

function withoutAccount(text: string): string {
  // Cut before it is looked through: of a text without end each beginning would be tried.
  return text
    .slice(0, 400)
    .replace(/[^=/@]*@/, '')
    .slice(0, 80);
}
