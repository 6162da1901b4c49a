/**
 * All keywords of a file DSN, for the one that connects: unlike `readFileDsn`, whose keywords become facts, this keeps
 * every value, and its result goes nowhere but into the connection string. Names are in capitals, the first counts.
 */
export function allKeywords(bytes: Uint8Array): Readonly<Record<string, string>> {
  const text = new TextDecoder('utf-8').decode(bytes);
  const keys: Record<string, string> = {};
  let inside = false;
  for (const raw of text.split(/\r\n|[\r\n]/)) {
    const line = raw.trim();
    const section = /^\[([^\]]*)\]$/.exec(line)?.[1];
    if (section !== undefined) inside = section.trim().toUpperCase() === 'ODBC';
    const at = line.indexOf('=');
    if (!inside || section !== undefined || at <= 0 || line.startsWith(';')) continue;
    const key = line.slice(0, at).trim().toUpperCase();
    const value = line.slice(at + 1).trim();
    if (!Object.hasOwn(keys, key))
      keys[key] = /^\{.*\}$/.test(value) ? value.slice(1, -1).replaceAll('}}', '}') : value;
  }
  return keys;
}
