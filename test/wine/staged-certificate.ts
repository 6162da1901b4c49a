import type { X509Certificate } from 'node:crypto';
import type { StagedKey } from './staged-registry.ts';

/** Where the private key of a certificate lies: a key set of the machine. */
export interface KeySet {
  readonly container: string;
  readonly provider: string;
}

/** A certificate in a store of the machine (`Root`, `My`, ...), as the registry keeps it. */
export function certificateKey(
  store: string,
  { raw, fingerprint }: X509Certificate,
  keySet?: KeySet,
): StagedKey {
  const thumbprint = fingerprint.replaceAll(':', '');
  // CERT_KEY_PROV_INFO_PROP_ID, and 32: the DER, the last one.
  const parts = [...(keySet === undefined ? [] : [property(2, keyInfo(keySet))]), property(32, raw)];
  return {
    path: `Software\\Microsoft\\SystemCertificates\\${store}\\Certificates\\${thumbprint}`,
    values: { Blob: Buffer.concat(parts) },
  };
}

/** Each has a number, a 1, a length and its bytes. */
function property(id: number, bytes: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(bytes.length, 8);
  return Buffer.concat([head, bytes]);
}

/** Places of container and provider, PROV_RSA_AES, CRYPT_MACHINE_KEYSET, no parameters, AT_KEYEXCHANGE; the texts. */
function keyInfo({ container, provider }: KeySet): Buffer {
  const texts = [container, provider].map((text) => Buffer.from(`${text}\0`, 'utf16le'));
  const head = Buffer.alloc(28);
  head.writeUInt32LE(head.length, 0);
  head.writeUInt32LE(head.length + (texts[0]?.length ?? 0), 4);
  head.writeUInt32LE(24, 8);
  head.writeUInt32LE(0x20, 12);
  head.writeUInt32LE(1, 24);
  return Buffer.concat([head, ...texts]);
}
