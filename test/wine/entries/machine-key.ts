import type { NativeCalls } from '../../../src/platform/windows/native.ts';

const provider = 'Microsoft Enhanced RSA and AES Cryptographic Provider';
/** PROV_RSA_AES; CRYPT_MACHINE_KEYSET and CRYPT_NEWKEYSET. */
const rsaAes = 24;
const machine = 0x20;
const fresh = 8;

/** Hands over a new key set of this machine, as a certificate's key lies in one. */
export function withMachineKeys<T>(native: NativeCalls, use: (provider: bigint) => T): T {
  return withKeys(native, machine, use);
}

/** Makes the key set that a certificate names. Wine looks for the user's, whatever the certificate says. */
export function makeNamedKeys(native: NativeCalls): void {
  withKeys(native, 0, (handle) => {
    const key = Buffer.alloc(8);
    const generate = 'int CryptGenKey(uintptr_t provider, uint32_t kind, uint32_t flags, void *key)';
    if (native.call('advapi32.dll', generate, handle, 1, 0, key) === 0)
      throw new Error(`making a key: Windows error ${native.lastError()}`);
    native.call('advapi32.dll', 'int CryptDestroyKey(uintptr_t key)', key.readBigUInt64LE(0));
  });
}

function withKeys<T>(native: NativeCalls, whose: number, use: (provider: bigint) => T): T {
  const context = Buffer.alloc(8);
  const acquire =
    'int CryptAcquireContextW(void *out, str16 container, str16 provider, uint32_t type, uint32_t flags)';
  const args = ['ecma-doctor-test', provider, rsaAes, whose | fresh] as const;
  if (native.call('advapi32.dll', acquire, context, ...args) === 0)
    throw new Error(`making a key set: Windows error ${native.lastError()}`);
  const handle = context.readBigUInt64LE(0);
  try {
    return use(handle);
  } finally {
    native.call('advapi32.dll', 'int CryptReleaseContext(uintptr_t provider, uint32_t flags)', handle, 0);
  }
}
