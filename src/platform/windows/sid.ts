import { createHash } from 'node:crypto';

/** A binary SID (MS-DTYP 2.4.2.2) as `S-1-...`; empty for bytes that are none. */
export function sidText(bytes: Buffer): string {
  if (bytes.length < 8) return '';
  const count = bytes.readUInt8(1);
  if (bytes.readUInt8(0) !== 1 || bytes.length < 8 + 4 * count) return '';
  const parts = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(8 + 4 * i));
  return ['S-1', bytes.readUIntBE(2, 6), ...parts].join('-');
}

/** The SID of a service's own account, `NT SERVICE\name`: from the SHA-1 of its name in capitals (MS-DTYP, S-1-5-80). */
export function serviceSid(name: string): string {
  const hash = createHash('sha1').update(Buffer.from(name.toUpperCase(), 'utf16le')).digest();
  return ['S-1-5-80', ...Array.from({ length: 5 }, (_, i) => hash.readUInt32LE(4 * i))].join('-');
}

/** Names of accounts that exist on every Windows, in English whatever its language: for the screen only. */
const wellKnown: Readonly<Record<string, string>> = {
  'S-1-1-0': 'Everyone',
  'S-1-5-6': 'SERVICE',
  'S-1-5-11': 'Authenticated Users',
  'S-1-5-18': 'SYSTEM',
  'S-1-5-19': 'LOCAL SERVICE',
  'S-1-5-20': 'NETWORK SERVICE',
  'S-1-5-32-544': 'Administrators',
  'S-1-5-32-545': 'Users',
  'S-1-5-32-559': 'Performance Log Users',
  'S-1-5-80-0': 'NT SERVICE\\ALL SERVICES',
};

/** `S-1-5-20 (NETWORK SERVICE)`: the SID is the fact, the name a help for the reader. */
export function sidForReaders(sid: string): string {
  const name = wellKnown[sid];
  return name === undefined ? sid : `${sid} (${name})`;
}
