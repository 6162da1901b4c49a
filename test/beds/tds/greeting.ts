/** What is said before a login: PRELOGIN, and the challenge of NTLM. */

/** PRELOGIN (MS-TDS 2.2.6.5): a table of options, then their data. */
export function encryptionAsked(data: Buffer): number {
  for (let at = 0; data.readUInt8(at) !== 0xff; at += 5) {
    if (data.readUInt8(at) === 1) return data.readUInt8(data.readUInt16BE(at + 1));
  }
  return 2;
}

export function preloginAnswer(
  [major, minor, build]: readonly [number, number, number],
  encryption: number,
): Buffer {
  const table = Buffer.from([0, 0, 16, 0, 6, 1, 0, 22, 0, 1, 2, 0, 23, 0, 1, 0xff]);
  const data = Buffer.from([major, minor, build >> 8, build & 0xff, 0, 0, encryption, 0]);
  return Buffer.concat([table, data]);
}

/** An NTLM challenge (MS-NLMP 2.2.1.2) that the client can read: target, flags, nonce, no more. */
export function challenge(): Buffer {
  const domain = Buffer.from('CONTOSO', 'utf16le');
  const fixed = Buffer.alloc(56);
  fixed.write('NTLMSSP\0', 0, 'latin1');
  fixed.writeUInt32LE(2, 8);
  fixed.writeUInt16LE(domain.length, 12);
  fixed.writeUInt16LE(domain.length, 14);
  fixed.writeUInt32LE(56, 16);
  fixed.writeUInt32LE(0x00818205, 20);
  fixed.write('01234567', 24, 'latin1');
  const target = Buffer.from([0, 0, 0, 0]);
  fixed.writeUInt16LE(target.length, 40);
  fixed.writeUInt16LE(target.length, 42);
  fixed.writeUInt32LE(56 + domain.length, 44);
  return Buffer.concat([fixed, domain, target]);
}
