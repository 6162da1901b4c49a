import { absent, failed, seen } from './answer.ts';
import { callOffThread } from './call-off-thread.ts';
import { groupsOf, sidAt } from './identity.ts';
import { freeMemory, status, unicodeString, withPolicy } from './lsa.ts';
import type { NativeCalls } from './native.ts';
import type { Account, WindowsAnswer } from './types.ts';

const lookup =
  'uint32_t LsaLookupNames2(uintptr_t policy, uint32_t flags, uint32_t count, void *names, void *domains, void *sids)';

/** STATUS_NONE_MAPPED, STATUS_SOME_NOT_MAPPED, STATUS_NO_SUCH_DOMAIN (ntstatus.h). */
const notThere = [0xc0000073, 0x107, 0xc00000df];

/** authz.h: AUTHZ_RM_FLAG_NO_AUDIT, AuthzContextInfoGroupsSids. */
const noAudit = 1;
const groupSids = 2;
const openManager =
  'int AuthzInitializeResourceManager(uint32_t flags, void *check, void *groups, void *free, void *name, void *manager)';
const openContext =
  'int AuthzInitializeContextFromSid(uint32_t flags, void *sid, uintptr_t manager, void *expires, uint64_t id, void *arguments, void *context)';
const information =
  'int AuthzGetInformationFromContext(uintptr_t context, int kind, uint32_t size, void *needed, void *data)';
const closeContext = 'int AuthzFreeContext(uintptr_t context)';
const closeManager = 'int AuthzFreeResourceManager(uintptr_t manager)';

/** Longest SID: 15 parts. */
const longestSid = 8 + 4 * 15;

/**
 * Who an account is, by its name: `CONTOSO\svc`, `CONTOSO\gmsa$`, `.\svc`, `svc@contoso.example`. A domain's is asked
 * of the domain, off this thread. `groups` are all that a logon of it would have, nested ones too.
 */
export async function readAccount(native: NativeCalls, name: string): Promise<WindowsAnswer<Account>> {
  const found = await lookUp(native, name.replace(/^\.\\/, ''));
  if (found.state !== 'seen') return found;
  return seen({ sid: found.value.sid, groups: await readGroups(native, found.value.bytes) });
}

function lookUp(
  native: NativeCalls,
  name: string,
): Promise<WindowsAnswer<{ readonly sid: string; readonly bytes: Buffer }>> {
  return withPolicy<{ readonly sid: string; readonly bytes: Buffer }>(native, async (policy) => {
    const [domains, sids] = [Buffer.alloc(8), Buffer.alloc(8)];
    const asked = unicodeString(native, name);
    const code = Number(await native.callAsync('advapi32.dll', lookup, policy, 0, 1, asked, domains, sids));
    const list = sids.readBigUInt64LE(0);
    try {
      if (notThere.includes(code) || (code === 0 && list === 0n)) return absent;
      if (code !== 0) return status(code, `looking ${name} up`);
      // LSA_TRANSLATED_SID2: use, SID, index of the domain, flags.
      const address = native.bytes(list, 24).readBigUInt64LE(8);
      if (address === 0n) return absent;
      const count = native.bytes(address, 2).readUInt8(1);
      const bytes = native.bytes(address, Math.min(longestSid, 8 + 4 * count));
      return seen({ sid: sidAt(native, address), bytes });
    } finally {
      freeMemory(native, list);
      freeMemory(native, domains.readBigUInt64LE(0));
    }
  });
}

/** As the authorization manager works them out, which asks the domain. */
async function readGroups(native: NativeCalls, sid: Buffer): Promise<WindowsAnswer<readonly string[]>> {
  const [manager, context] = [Buffer.alloc(8), Buffer.alloc(8)];
  try {
    if (native.call('authz.dll', openManager, noAudit, null, null, null, null, manager) === 0)
      return untold(native.lastError());
    const held = manager.readBigUInt64LE(0);
    try {
      const args = [0, sid, held, null, 0, null, context] as const;
      const opened = await callOffThread(native, 'authz.dll', openContext, ...args);
      if (typeof opened === 'number') return untold(opened);
      return groupsIn(native, context.readBigUInt64LE(0));
    } finally {
      native.call('authz.dll', closeManager, held);
    }
  } catch (error) {
    return failed(error);
  }
}

/** Never "not there": a group that is not told must not be taken for none. */
function untold(code: number): WindowsAnswer<never> {
  const text = `Windows could not tell its groups: Windows error ${code}`;
  return { state: 'failed', problem: { code: String(code), text } };
}

function groupsIn(native: NativeCalls, context: bigint): WindowsAnswer<readonly string[]> {
  try {
    const [needed, data] = [Buffer.alloc(4), Buffer.alloc(256 * 1024)];
    const done = native.call('authz.dll', information, context, groupSids, data.length, needed, data);
    if (done === 0) return untold(native.lastError());
    return seen(groupsOf(native, data).flatMap(({ sid, denyOnly }) => (denyOnly ? [] : [sid])));
  } finally {
    native.call('authz.dll', closeContext, context);
  }
}
