import { fromErrorCode, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import { sidText } from './sid.ts';
import type { Identity, WindowsAnswer } from './types.ts';

/** TOKEN_INFORMATION_CLASS (winnt.h). */
const tokenUser = 1;
const tokenGroups = 2;
const tokenElevation = 20;
const tokenQuery = 8;
const enabled = 4;
const denyOnly = 0x10;
const administrators = 'S-1-5-32-544';

const currentProcess = 'intptr_t GetCurrentProcess()';
const openToken = 'int OpenProcessToken(intptr_t process, uint32_t access, void *token)';
const information =
  'int GetTokenInformation(uintptr_t token, int kind, void *data, uint32_t size, void *needed)';
const closeHandle = 'int CloseHandle(uintptr_t handle)';

/** Whom this process acts as, from its own token: no name is looked up anywhere. */
export function readIdentity(native: NativeCalls): WindowsAnswer<Identity> {
  const out = Buffer.alloc(8);
  const process = native.call('kernel32.dll', currentProcess);
  if (native.call('advapi32.dll', openToken, process, tokenQuery, out) === 0)
    return fromErrorCode(native.lastError(), "opening this process's token");
  const token = out.readBigUInt64LE(0);
  try {
    const user = ask(native, token, tokenUser);
    const groups = ask(native, token, tokenGroups);
    const elevation = ask(native, token, tokenElevation);
    for (const part of [user, groups, elevation])
      if (typeof part === 'number') return fromErrorCode(part, "reading this process's token");
    const held = groupsOf(native, groups as Buffer);
    const admin = held.find((group) => group.sid === administrators);
    return seen({
      user: sidAt(native, (user as Buffer).readBigUInt64LE(0)),
      elevated: (elevation as Buffer).readUInt32LE(0) !== 0,
      administrators: admin === undefined ? 'absent' : admin.denyOnly ? 'deny-only' : 'enabled',
      groups: held.filter((group) => group.enabled && !group.denyOnly).map((group) => group.sid),
    });
  } finally {
    native.call('kernel32.dll', closeHandle, token);
  }
}

/** The answer's bytes, or the Windows error. The SIDs that it points to lie in the same bytes, kept by the caller. */
function ask(native: NativeCalls, token: bigint, kind: number): Buffer | number {
  const needed = Buffer.alloc(4);
  const data = Buffer.alloc(64 * 1024);
  const done = native.call('advapi32.dll', information, token, kind, data, data.length, needed);
  return done === 0 ? native.lastError() : data;
}

/** TOKEN_GROUPS: a count, then pairs of a SID's address and its attributes. */
export function groupsOf(
  native: NativeCalls,
  data: Buffer,
): { sid: string; enabled: boolean; denyOnly: boolean }[] {
  return Array.from({ length: data.readUInt32LE(0) }, (_, index) => {
    const at = 8 + 16 * index;
    const attributes = data.readUInt32LE(at + 8);
    return {
      sid: sidAt(native, data.readBigUInt64LE(at)),
      enabled: (attributes & enabled) !== 0,
      denyOnly: (attributes & denyOnly) !== 0,
    };
  });
}

/** A SID in memory is 8 bytes and 4 for each part, whose number stands in its second byte. */
export function sidAt(native: NativeCalls, address: bigint): string {
  const count = native.bytes(address, 2).readUInt8(1);
  return sidText(native.bytes(address, 8 + 4 * count));
}
