import type { X509Certificate } from 'node:crypto';
import type { StagedKey } from './staged-registry.ts';

/** A certificate in a store of the machine (`Root`, `My`, ...), as the registry keeps it. */
export function certificateKey(store: string, { raw, fingerprint }: X509Certificate): StagedKey {
  // Property 32 is the DER; each has a number, a 1, a length and its bytes.
  const head = Buffer.alloc(12);
  head.writeUInt32LE(32, 0);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(raw.length, 8);
  const thumbprint = fingerprint.replaceAll(':', '');
  return {
    path: `Software\\Microsoft\\SystemCertificates\\${store}\\Certificates\\${thumbprint}`,
    values: { Blob: Buffer.concat([head, raw]) },
  };
}
