import { denied } from './answer.ts';
import type { NativeCalls } from './native.ts';
import type { WindowsAnswer } from './types.ts';

/** What calls to the local security authority share: its policy handle, its strings, its answers (ntsecapi.h). */

/** POLICY_VIEW_LOCAL_INFORMATION and POLICY_LOOKUP_NAMES. */
const access = 1 | 0x800;
const accessDenied = 0xc0000022;

const openPolicy = 'uint32_t LsaOpenPolicy(void *system, void *attributes, uint32_t access, void *policy)';
const close = 'uint32_t LsaClose(uintptr_t policy)';
const free = 'uint32_t LsaFreeMemory(uintptr_t memory)';

/** Opens the policy of this machine, hands it over, closes it. */
export async function withPolicy<T>(
  native: NativeCalls,
  use: (policy: bigint) => Promise<WindowsAnswer<T>>,
): Promise<WindowsAnswer<T>> {
  const out = Buffer.alloc(8);
  const opened = Number(
    await native.callAsync('advapi32.dll', openPolicy, null, Buffer.alloc(48), access, out),
  );
  if (opened !== 0) return status(opened, 'opening the security policy');
  const policy = out.readBigUInt64LE(0);
  try {
    return await use(policy);
  } finally {
    native.call('advapi32.dll', close, policy);
  }
}

/**
 * LSA_UNICODE_STRING: two lengths in bytes and an address. The text lies behind them in the same bytes, so that it
 * lives as long as they do, on another thread too.
 */
export function unicodeString(native: NativeCalls, text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`, 'utf16le');
  const string = Buffer.concat([Buffer.alloc(16), bytes]);
  string.writeUInt16LE(bytes.length - 2, 0);
  string.writeUInt16LE(bytes.length, 2);
  string.writeBigUInt64LE(native.addressOf(string) + 16n, 8);
  return string;
}

/** Memory that LSA gave; null is nothing. */
export function freeMemory(native: NativeCalls, address: bigint): void {
  if (address !== 0n) native.call('advapi32.dll', free, address);
}

/** LSA answers with NTSTATUS codes (ntstatus.h). */
export function status(code: number, doing: string): WindowsAnswer<never> {
  if (code === accessDenied) return denied;
  const text = `0x${code.toString(16).toUpperCase()}`;
  return { state: 'failed', problem: { code: text, text: `${doing}: status ${text}` } };
}
