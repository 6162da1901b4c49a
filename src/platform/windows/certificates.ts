import { createHash } from 'node:crypto';
import { fromErrorCode, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import type { StoreCertificate, StoreLocation, StoreName, WindowsAnswer } from './types.ts';

/** wincrypt.h: CERT_STORE_PROV_SYSTEM_W, opened read-only. */
const systemStore = 10;
const flags: Readonly<Record<StoreLocation, number>> = { CurrentUser: 0x18000, LocalMachine: 0x28000 };
const keyProviderInfo = 2;
const machineKeySet = 0x20;

const openStore =
  'uintptr_t CertOpenStore(uintptr_t provider, uint32_t encoding, uintptr_t crypt, uint32_t flags, str16 name)';
const closeStore = 'int CertCloseStore(uintptr_t store, uint32_t flags)';
const next = 'uintptr_t CertEnumCertificatesInStore(uintptr_t store, uintptr_t previous)';
const property =
  'int CertGetCertificateContextProperty(uintptr_t certificate, uint32_t id, void *data, void *length)';

/** The certificates of a store, as the services of this machine (or this user's programs) see them. */
export function readCertificates(
  native: NativeCalls,
  location: StoreLocation,
  name: StoreName,
): Promise<WindowsAnswer<readonly StoreCertificate[]>> {
  return withStore(native, location, name, async (store) => {
    const found: StoreCertificate[] = [];
    let certificate = 0n;
    for (;;) {
      certificate = BigInt(native.call('crypt32.dll', next, store, certificate));
      if (certificate === 0n) return seen(found);
      found.push(read(native, certificate));
    }
  });
}

/** Opens a store, hands it to `use`, closes it when that is done. */
export async function withStore<T>(
  native: NativeCalls,
  location: StoreLocation,
  name: StoreName,
  use: (store: bigint) => Promise<WindowsAnswer<T>>,
): Promise<WindowsAnswer<T>> {
  const store = BigInt(native.call('crypt32.dll', openStore, systemStore, 0, 0, flags[location], name));
  if (store === 0n) return fromErrorCode(native.lastError(), `opening the store ${location}\\${name}`);
  try {
    return await use(store);
  } finally {
    native.call('crypt32.dll', closeStore, store, 0);
  }
}

/** CERT_CONTEXT: the DER bytes' address stands at 8, their length at 16. */
function read(native: NativeCalls, certificate: bigint): StoreCertificate {
  const context = native.bytes(certificate, 24);
  const der = native.bytes(context.readBigUInt64LE(8), context.readUInt32LE(16));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const key = keyOf(native, certificate);
  return {
    pem: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    thumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
    ...(key ? { key } : {}),
  };
}

/** CRYPT_KEY_PROV_INFO: container, provider, type, flags; the strings lie in the same buffer. */
function keyOf(native: NativeCalls, certificate: bigint): StoreCertificate['key'] {
  const length = Buffer.alloc(4);
  if (native.call('crypt32.dll', property, certificate, keyProviderInfo, null, length) === 0)
    return undefined;
  const info = Buffer.alloc(length.readUInt32LE(0));
  if (native.call('crypt32.dll', property, certificate, keyProviderInfo, info, length) === 0)
    return undefined;
  return {
    container: native.text(info.readBigUInt64LE(0)),
    provider: native.text(info.readBigUInt64LE(8)),
    machine: (info.readUInt32LE(20) & machineKeySet) !== 0,
  };
}
