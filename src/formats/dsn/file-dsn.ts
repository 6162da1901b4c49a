/**
 * A file DSN by its bytes (ODBC Programmer's Reference, "Connecting Using File Data Sources"): an INI file with the
 * section [ODBC] and a connection-string keyword a line. Values that are secrets never leave this reader.
 */

export type Encoding = 'ascii' | 'utf-8' | 'utf-8-mark' | 'utf-16' | 'other';

export type FileDsn = {
  readonly encoding: Encoding;
  readonly hasSection: boolean;
  /** Keywords of [ODBC] in capitals, the first of each counts. Without passwords. */
  readonly keys: { readonly [keyword: string]: string };
  /** A password stands in the file, in clear. */
  readonly password: boolean;
};

const secretKeys: readonly string[] = ['PWD', 'PASSWORD', 'ACCESSTOKEN', 'CLIENTKEY', 'KEYSTORESECRET'];
const longest = 400;
const mostKeys = 100;

export function readFileDsn(bytes: Uint8Array): FileDsn {
  const { encoding, text } = decode(bytes);
  let inside = false;
  let hasSection = false;
  let password = false;
  const keys: Record<string, string> = {};
  for (const raw of text.split(/\r\n|[\r\n]/)) {
    const line = raw.trim();
    const section = /^\[([^\]]*)\]$/.exec(line)?.[1];
    if (section !== undefined) {
      inside = section.trim().toUpperCase() === 'ODBC';
      hasSection ||= inside;
      continue;
    }
    const at = line.indexOf('=');
    if (!inside || at <= 0 || line.startsWith(';')) continue;
    const key = line.slice(0, at).trim().toUpperCase();
    const value = unbraced(line.slice(at + 1).trim());
    if (secretKeys.includes(key)) password ||= value !== '';
    else if (!Object.hasOwn(keys, key) && Object.keys(keys).length < mostKeys)
      keys[key] = withoutSecrets(value).slice(0, longest);
  }
  return { encoding, hasSection, keys, password };
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

/** A whole connection string as one value would carry a password along. */
function withoutSecrets(value: string): string {
  return value.replace(/\b(pwd|password)\s*=\s*[^;]*/gi, '$1=[secret]');
}
