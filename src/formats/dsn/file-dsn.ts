import { defined } from '../../base/defined.ts';
import { kindOf } from './keywords.ts';

/**
 * A file DSN by its bytes (ODBC Programmer's Reference, "Connecting Using File Data Sources"): an INI file with the
 * section [ODBC] and a connection-string keyword a line. Only values of keywords that are judged leave this reader
 * (decisions: File DSN).
 */

export type Encoding = 'ascii' | 'utf-8' | 'utf-8-mark' | 'utf-16' | 'other';

export type FileDsn = {
  readonly encoding: Encoding;
  readonly hasSection: boolean;
  /** Keywords of [ODBC] in capitals, in their order, the first of each counts. None that is not judged. */
  readonly keys: { readonly [keyword: string]: string };
  /** A password or another secret stands in the file, in clear. */
  readonly password: boolean;
  /** The names under which secrets stand. */
  readonly secrets?: readonly string[];
  /** So many keywords that are not judged: neither value nor name left the file. */
  readonly others?: number;
  /** Several keywords stand on one line, as in a connection string. */
  readonly oneLine?: true;
};

const longest = 400;
const longestRead = 2000;
const mostKeys = 100;

export function readFileDsn(bytes: Uint8Array): FileDsn {
  const { encoding, hasSection, oneLine, entries } = readEntries(bytes);
  const keys: Record<string, string> = {};
  const secrets = new Set<string>();
  let others = 0;
  for (const [key, value] of entries) {
    const kind = kindOf(key);
    const kept = keptValue(key, value);
    if (kind === 'secret') {
      if (value !== '') secrets.add(nameAlone(key));
    } else if (kept === undefined) others += 1;
    else if (!Object.hasOwn(keys, key) && Object.keys(keys).length < mostKeys) keys[key] = kept;
    if (kind !== 'secret' && carriesSecret(key, value)) secrets.add(nameAlone(key));
  }
  return {
    encoding,
    hasSection,
    keys,
    password: secrets.size > 0,
    ...defined({
      secrets: secrets.size > 0 ? [...secrets] : undefined,
      others: others > 0 ? others : undefined,
      oneLine: oneLine || undefined,
    }),
  };
}

/** Keyword in capitals, and its value as it is meant. */
type Entry = readonly [key: string, value: string];

/** Every keyword of [ODBC] with its value, secrets too, in their order: what it gives is no fact of anybody's. */
export function readEntries(bytes: Uint8Array): {
  readonly encoding: Encoding;
  readonly hasSection: boolean;
  readonly oneLine: boolean;
  readonly entries: readonly Entry[];
} {
  const { encoding, text } = decode(bytes);
  let inside = false;
  let hasSection = false;
  let oneLine = false;
  const entries: Entry[] = [];
  for (const raw of text.split(/\r\n|[\r\n]/)) {
    const line = raw.trim();
    const section = /^\[([^\]]*)\]$/.exec(line)?.[1];
    if (section !== undefined) {
      inside = section.trim().toUpperCase() === 'ODBC';
      hasSection ||= inside;
      continue;
    }
    if (!inside || line.startsWith(';')) continue;
    const found = parts(line);
    oneLine ||= found.length > 1;
    for (const part of found) {
      const at = part.indexOf('=');
      if (at <= 0) continue;
      const key = unquoted(part.slice(0, at).trim()).toUpperCase();
      entries.push([key, unbraced(unquoted(part.slice(at + 1).trim()))]);
    }
  }
  return { encoding, hasSection, oneLine, entries };
}

/**
 * What is kept of a keyword's value, of a file as of a data source in the registry; undefined: nothing. `keyword`: in
 * capitals.
 */
export function keptValue(keyword: string, value: string): string | undefined {
  switch (kindOf(keyword)) {
    case 'judged':
      // No name or address is so long, and whether a secret is in it takes a look at the whole.
      return value.length > longestRead ? undefined : withoutSecrets(keyword, value).slice(0, longest);
    case 'set-only':
      return value === '' ? '' : 'set';
    case 'secret':
    case 'other':
      return undefined;
  }
}

/** Keywords of one line: parts at semicolons outside braces and quotes, where a further keyword follows. */
function parts(line: string): readonly string[] {
  const found: string[] = [];
  let closer: string | undefined;
  let place: 'name' | 'before value' | 'value' = 'name';
  let from = 0;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (closer !== undefined) {
      if (letter !== closer) continue;
      if (line[at + 1] === closer) at += 1;
      else closer = undefined;
    } else if (letter === ';' && /^;\s*["']?[\p{L}\w .-]+["']?\s*=/u.test(line.slice(at, at + 200))) {
      found.push(line.slice(from, at));
      from = at + 1;
      place = 'name';
    } else if (place === 'name') place = letter === '=' ? 'before value' : 'name';
    else if (place === 'before value' && letter.trim() !== '') {
      place = 'value';
      closer = letter === '{' ? '}' : letter === '"' || letter === "'" ? letter : undefined;
    }
  }
  return [...found, line.slice(from).replace(/;\s*$/, '')];
}

/** Windows takes the quotes off a value of such a file. */
function unquoted(value: string): string {
  return /^(["']).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}

/** What does not look like a name is not repeated: a secret may have been pasted there. */
function nameAlone(key: string): string {
  return /^[A-Z][A-Z0-9 _-]{0,40}$/.test(key) ? key : 'a name of other letters';
}

function decode(bytes: Uint8Array): { readonly encoding: Encoding; readonly text: string } {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe)
    return { encoding: 'utf-16', text: new TextDecoder('utf-16le').decode(bytes) };
  if (first === 0xfe && second === 0xff)
    return { encoding: 'utf-16', text: new TextDecoder('utf-16be').decode(bytes) };
  // Without its mark, UTF-16 text shows as every other byte zero.
  if (bytes.length > 3 && second === 0 && bytes[3] === 0)
    return { encoding: 'utf-16', text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes.every((byte) => byte < 0x80))
    return { encoding: 'ascii', text: new TextDecoder('latin1').decode(bytes) };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const mark = first === 0xef && second === 0xbb && third === 0xbf;
    return { encoding: mark ? 'utf-8-mark' : 'utf-8', text };
  } catch {
    return { encoding: 'other', text: new TextDecoder('latin1').decode(bytes) };
  }
}

/** `{SQL Server}` is SQL Server; a closing brace inside is doubled. */
function unbraced(value: string): string {
  return /^\{.*\}$/.test(value) ? value.slice(1, -1).replaceAll('}}', '}') : value;
}

const secretInside =
  /((?:pwd|passw|passphrase|passcode|secret|token|credential|(?:client|access|api|account|shared)[ _-]?key)[\w -]{0,40})\s*[=:].*/i;
/** `user:password@host`, `//user:password@host`, `user/password@alias`. */
const beforeHost = /^((?:.*\/\/)?[^/\s:@]*)[/:].*@/;

/** `user/password`, as Oracle's tools take it. */
const inAccount = /^([^/:]+)[/:].+$/;

function isAccount(keyword: string): boolean {
  return /^(UID|USER|USERNAME)$/.test(keyword);
}

function carriesSecret(keyword: string, whole: string): boolean {
  const value = whole.slice(0, longestRead);
  return secretInside.test(value) || beforeHost.test(value) || (isAccount(keyword) && inAccount.test(value));
}

/** What names an Oracle server in `(NAME=value)`, and nothing that logs in (Oracle Net Services Reference, tnsnames.ora). */
const descriptorNames: ReadonlySet<string> = new Set(
  `DESCRIPTION_LIST DESCRIPTION ADDRESS_LIST ADDRESS PROTOCOL HOST PORT KEY PIPE CONNECT_DATA SID SERVICE_NAME INSTANCE_NAME
  SERVER GLOBAL_NAME UR SECURITY SSL_SERVER_CERT_DN SSL_SERVER_DN_MATCH LOAD_BALANCE FAILOVER FAILOVER_MODE TYPE METHOD
  SOURCE_ROUTE RETRY_COUNT RETRY_DELAY DELAY RETRIES CONNECT_TIMEOUT TRANSPORT_CONNECT_TIMEOUT SDU ENABLE`.split(
    /\s+/,
  ),
);

/**
 * A whole connection string as one value would carry a password along, under whatever name: from the first further
 * keyword on nothing is kept. What Oracle has in parentheses stays up to the first name that is not known.
 */
function withoutSecrets(keyword: string, value: string): string {
  const account = isAccount(keyword) ? value.replace(inAccount, '$1/[secret]') : value;
  const known = account.replace(beforeHost, '$1:[secret]@').replace(secretInside, '$1=[secret]');
  for (const { index } of known.matchAll(/=/g)) {
    const before = known.slice(0, index);
    const name = /\(\s{0,9}([A-Z_]{1,40})\s{0,9}$/i.exec(before)?.[1];
    if (name !== undefined && descriptorNames.has(name.toUpperCase())) continue;
    return `${before.replace(/[\p{L}\w .-]*$/u, '').trim()} [secret]`.trim();
  }
  return known;
}
