import { accessList } from './access-list.ts';
import { absent, denied, failed, seen } from './answer.ts';
import { callOffThread } from './call-off-thread.ts';
import { withStore } from './certificates.ts';
import type { NativeCalls } from './native.ts';
import type { AccessList, WindowsAnswer } from './types.ts';

/** wincrypt.h: X509 and PKCS 7, CERT_FIND_SHA1_HASH. */
const encoding = 0x10001;
const bySha1 = 0x10000;
/** CRYPT_ACQUIRE_SILENT_FLAG: nobody is asked for a PIN. CRYPT_ACQUIRE_ALLOW_NCRYPT_KEY_FLAG. */
const silentAnyKind = 0x40 | 0x10000;
const isNcrypt = 0xffffffff;
/** DACL_SECURITY_INFORMATION, PP_KEYSET_SEC_DESCR. */
const listOnly = 4;
const keySetSecurity = 8;

const find =
  'uintptr_t CertFindCertificateInStore(uintptr_t store, uint32_t encoding, uint32_t flags, uint32_t kind, void *what, uintptr_t previous)';
const freeCertificate = 'int CertFreeCertificateContext(uintptr_t certificate)';
const acquire =
  'int CryptAcquireCertificatePrivateKey(uintptr_t certificate, uint32_t flags, void *parameters, void *key, void *spec, void *callerFrees)';
const ncryptProperty =
  'uint32_t NCryptGetProperty(uintptr_t key, str16 name, void *out, uint32_t size, void *length, uint32_t flags)';
const ncryptFree = 'uint32_t NCryptFreeObject(uintptr_t key)';
const providerParameter =
  'int CryptGetProvParam(uintptr_t provider, uint32_t parameter, void *out, void *length, uint32_t flags)';
const releaseProvider = 'int CryptReleaseContext(uintptr_t provider, uint32_t flags)';

/** NTE_BAD_KEYSET, NTE_NO_KEY, CRYPT_E_NO_KEY_PROPERTY, CRYPT_E_NOT_FOUND. */
const noKey = [0x80090016, 0x8009000d, 0x8009200b, 0x80092004];
/** ERROR_ACCESS_DENIED, E_ACCESSDENIED, NTE_PERM. */
const refusals = [5, 0x80070005, 0x80090010];

/**
 * Who may use a certificate's private key: the access list that its key store keeps, of either kind of provider.
 * The key is opened, never read or used. What keeps it may be a device that is far or asleep: off this thread.
 */
export function readKeyAccess(native: NativeCalls, thumbprint: string): Promise<WindowsAnswer<AccessList>> {
  return withStore<AccessList>(native, 'LocalMachine', 'My', async (store) => {
    const hash = Buffer.from(thumbprint, 'hex');
    // CRYPT_HASH_BLOB: length and address.
    const blob = Buffer.alloc(16);
    blob.writeUInt32LE(hash.length, 0);
    blob.writeBigUInt64LE(native.addressOf(hash), 8);
    const certificate = BigInt(native.call('crypt32.dll', find, store, encoding, 0, bySha1, blob, 0));
    if (certificate === 0n) return absent;
    try {
      return await ofCertificate(native, certificate);
    } finally {
      native.call('crypt32.dll', freeCertificate, certificate);
    }
  });
}

async function ofCertificate(native: NativeCalls, certificate: bigint): Promise<WindowsAnswer<AccessList>> {
  const [key, spec, callerFrees] = [Buffer.alloc(8), Buffer.alloc(4), Buffer.alloc(4)];
  const args = [certificate, silentAnyKind, null, key, spec, callerFrees] as const;
  const opened = await callOffThread(native, 'crypt32.dll', acquire, ...args);
  if (typeof opened === 'number') return refusal(opened, 'opening the private key');
  const handle = key.readBigUInt64LE(0);
  const ncrypt = spec.readUInt32LE(0) === isNcrypt;
  try {
    return ncrypt ? await ofNcrypt(native, handle) : accessInProvider(native, handle);
  } finally {
    if (callerFrees.readUInt32LE(0) !== 0) {
      if (ncrypt) native.call('ncrypt.dll', ncryptFree, handle);
      else native.call('advapi32.dll', releaseProvider, handle, 0);
    }
  }
}

const reading = 'reading the rights on the private key';

async function ofNcrypt(native: NativeCalls, key: bigint): Promise<WindowsAnswer<AccessList>> {
  const [out, length] = [Buffer.alloc(16 * 1024), Buffer.alloc(4)];
  const name = 'Security Descr';
  const code = Number(
    await native.callAsync('ncrypt.dll', ncryptProperty, key, name, out, out.length, length, listOnly),
  );
  return code === 0 ? listIn(out, length) : refusal(code, reading);
}

/** Of the keys that a provider of the older kind has open. */
export function accessInProvider(native: NativeCalls, provider: bigint): WindowsAnswer<AccessList> {
  const [out, length] = [Buffer.alloc(16 * 1024), Buffer.alloc(4)];
  length.writeUInt32LE(out.length, 0);
  const done = native.call(
    'advapi32.dll',
    providerParameter,
    provider,
    keySetSecurity,
    out,
    length,
    listOnly,
  );
  return done === 0 ? refusal(native.lastError(), reading) : listIn(out, length);
}

function listIn(out: Buffer, length: Buffer): WindowsAnswer<AccessList> {
  const list = accessList(out.subarray(0, length.readUInt32LE(0)));
  return list === undefined ? failed(new Error(`${reading}: they are in an unknown form`)) : seen(list);
}

/** Win32 errors and those of the crypto providers, unsigned. */
function refusal(code: number, doing: string): WindowsAnswer<never> {
  const unsigned = code >>> 0;
  if (noKey.includes(unsigned)) return absent;
  if (refusals.includes(unsigned)) return denied;
  const text = `0x${unsigned.toString(16).toUpperCase()}`;
  return { state: 'failed', problem: { code: text, text: `${doing}: Windows error ${text}` } };
}
