import type { NativeCalls } from '../../../src/platform/windows/native.ts';

const provider = 'Microsoft Enhanced RSA and AES Cryptographic Provider';
/** PROV_RSA_AES, and CRYPT_MACHINE_KEYSET with CRYPT_NEWKEYSET. */
const rsaAes = 24;
const newOfMachine = 0x28;

/** Hands over a new key set of this machine, as a certificate's key lies in one. */
export function withMachineKeys<T>(native: NativeCalls, use: (provider: bigint) => T): T {
  const context = Buffer.alloc(8);
  const acquire =
    'int CryptAcquireContextW(void *out, str16 container, str16 provider, uint32_t type, uint32_t flags)';
  const args = ['ecma-doctor-test', provider, rsaAes, newOfMachine] as const;
  if (native.call('advapi32.dll', acquire, context, ...args) === 0)
    throw new Error(`making a key set: Windows error ${native.lastError()}`);
  const handle = context.readBigUInt64LE(0);
  try {
    return use(handle);
  } finally {
    native.call('advapi32.dll', 'int CryptReleaseContext(uintptr_t provider, uint32_t flags)', handle, 0);
  }
}
