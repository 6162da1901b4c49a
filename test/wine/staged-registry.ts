/** A registry key to be staged: numbers become REG_DWORD, texts REG_SZ, lists REG_MULTI_SZ, bytes REG_BINARY. */
export interface StagedKey {
  /** Below HKEY_LOCAL_MACHINE: `SOFTWARE\Microsoft\...`. */
  readonly path: string;
  readonly values?: { readonly [name: string]: number | string | readonly string[] | Buffer };
  /** When it was last written; long before the machine started, unless given. */
  readonly writtenAt?: Date;
}

const longAgo = new Date('2020-01-01T00:00:00Z');

/**
 * Keys in the format of Wine's system.reg, to be appended to one while no server holds it. Only there can a key's
 * last-write time be chosen: regedit and reg.exe always write now.
 */
export function stagedRegistry(keys: readonly StagedKey[]): string {
  return keys.map(section).join('\n');
}

function section(key: StagedKey): string {
  const at = key.writtenAt ?? longAgo;
  const fileTime = (BigInt(at.getTime()) + 11_644_473_600_000n) * 10_000n;
  const values = Object.entries(key.values ?? {}).map(([name, value]) => `${quoted(name)}=${data(value)}`);
  const path = key.path.replaceAll('\\', '\\\\');
  const head = `[${path}] ${Math.floor(at.getTime() / 1000)}`;
  return ['', head, `#time=${fileTime.toString(16)}`, ...values, ''].join('\n');
}

function data(value: number | string | readonly string[] | Buffer): string {
  if (typeof value === 'number') return `dword:${(value >>> 0).toString(16).padStart(8, '0')}`;
  if (typeof value === 'string') return quoted(value);
  if (Buffer.isBuffer(value)) return `hex:${hex(value)}`;
  const bytes = Buffer.from(`${value.map((part) => `${part}\0`).join('')}\0`, 'utf16le');
  return `hex(7):${hex(bytes)}`;
}

function hex(bytes: Buffer): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
}

/** Wine escapes what is not ASCII as `\x` and four digits. */
function quoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&');
  const ascii = escaped.replace(
    /[^\u0020-\u007e]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${ascii}"`;
}
