import { seen } from './answer.ts';
import { sidAt } from './identity.ts';
import { freeMemory, status, unicodeString, withPolicy } from './lsa.ts';
import type { NativeCalls } from './native.ts';
import type { LogonRight, WindowsAnswer } from './types.ts';

const noMoreEntries = 0x8000001a;
const notFound = 0xc0000034;

const accounts =
  'uint32_t LsaEnumerateAccountsWithUserRight(uintptr_t policy, void *right, void *list, void *count)';

/** SIDs that hold a right in the local policy, domain policies included. */
export function readAccountsWithRight(
  native: NativeCalls,
  right: LogonRight,
): Promise<WindowsAnswer<readonly string[]>> {
  return withPolicy<readonly string[]>(native, async (policy) => {
    const [list, count] = [Buffer.alloc(8), Buffer.alloc(4)];
    const code = Number(
      await native.callAsync('advapi32.dll', accounts, policy, unicodeString(native, right), list, count),
    );
    if (code === noMoreEntries || code === notFound) return seen([]);
    if (code !== 0) return status(code, `asking who holds ${right}`);
    const address = list.readBigUInt64LE(0);
    const rows = native.bytes(address, 8 * count.readUInt32LE(0));
    const sids = Array.from({ length: rows.length / 8 }, (_, i) =>
      sidAt(native, rows.readBigUInt64LE(8 * i)),
    );
    freeMemory(native, address);
    return seen(sids);
  });
}
