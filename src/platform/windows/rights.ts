import { sidAt } from './identity.ts';
import type { NativeCalls } from './native.ts';
import { denied, seen } from './seen.ts';
import type { LogonRight, Seen } from './types.ts';

/** POLICY_VIEW_LOCAL_INFORMATION and POLICY_LOOKUP_NAMES (ntsecapi.h). */
const access = 1 | 0x800;
const accessDenied = 0xc0000022;
const noMoreEntries = 0x8000001a;
const notFound = 0xc0000034;

const openPolicy = 'uint32_t LsaOpenPolicy(void *system, void *attributes, uint32_t access, void *policy)';
const accounts =
  'uint32_t LsaEnumerateAccountsWithUserRight(uintptr_t policy, void *right, void *list, void *count)';
const close = 'uint32_t LsaClose(uintptr_t policy)';
const free = 'uint32_t LsaFreeMemory(uintptr_t memory)';

/** SIDs that hold a right in the local policy, domain policies included. */
export async function readAccountsWithRight(
  native: NativeCalls,
  right: LogonRight,
): Promise<Seen<readonly string[]>> {
  const out = Buffer.alloc(8);
  const opened = Number(await native.later('advapi32.dll', openPolicy, null, Buffer.alloc(48), access, out));
  if (opened !== 0) return status(opened, 'opening the security policy');
  const policy = out.readBigUInt64LE(0);
  try {
    return await enumerate(native, policy, right);
  } finally {
    native.call('advapi32.dll', close, policy);
  }
}

async function enumerate(
  native: NativeCalls,
  policy: bigint,
  right: LogonRight,
): Promise<Seen<readonly string[]>> {
  // LSA_UNICODE_STRING: two lengths in bytes and an address, which points behind it in the same memory.
  const name = Buffer.from(`${right}\0`, 'utf16le');
  const [list, count] = [Buffer.alloc(8), Buffer.alloc(4)];
  const code = Number(
    await native.later('advapi32.dll', accounts, policy, unicodeString(native, name), list, count),
  );
  if (code === noMoreEntries || code === notFound) return seen([]);
  if (code !== 0) return status(code, `asking who holds ${right}`);
  const address = list.readBigUInt64LE(0);
  const rows = native.bytes(address, 8 * count.readUInt32LE(0));
  const sids = Array.from({ length: rows.length / 8 }, (_, i) => sidAt(native, rows.readBigUInt64LE(8 * i)));
  native.call('advapi32.dll', free, address);
  return seen(sids);
}

function unicodeString(native: NativeCalls, text: Buffer): Buffer {
  const string = Buffer.alloc(16);
  string.writeUInt16LE(text.length - 2, 0);
  string.writeUInt16LE(text.length, 2);
  string.writeBigUInt64LE(native.addressOf(text), 8);
  return string;
}

/** LSA answers with NTSTATUS codes (ntstatus.h). */
function status(code: number, doing: string): Seen<never> {
  if (code === accessDenied) return denied;
  const text = `0x${code.toString(16).toUpperCase()}`;
  return { state: 'failed', problem: { code: text, text: `${doing}: status ${text}` } };
}
