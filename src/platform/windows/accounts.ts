import { absent, failed, seen } from './answer.ts';
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

/** As the authorization manager works them out, which asks the domain. Its errors stay on the other thread. */
async function readGroups(native: NativeCalls, sid: Buffer): Promise<WindowsAnswer<readonly string[]>> {
  const untold = failed(new Error('Windows could not tell its groups'));
  const [manager, context] = [Buffer.alloc(8), Buffer.alloc(8)];
  try {
    if (native.call('authz.dll', openManager, noAudit, null, null, null, null, manager) === 0) return untold;
    const held = manager.readBigUInt64LE(0);
    try {
      const opened = await native.callAsync('authz.dll', openContext, 0, sid, held, null, 0, null, context);
      if (opened === 0) return untold;
      return groupsIn(native, context.readBigUInt64LE(0)) ?? untold;
    } finally {
      native.call('authz.dll', closeManager, held);
    }
  } catch (error) {
    return failed(error);
  }
}

function groupsIn(native: NativeCalls, context: bigint): WindowsAnswer<readonly string[]> | undefined {
  try {
    const [needed, data] = [Buffer.alloc(4), Buffer.alloc(256 * 1024)];
    const done = native.call('authz.dll', information, context, groupSids, data.length, needed, data);
    if (done === 0) return undefined;
    return seen(groupsOf(native, data).flatMap(({ sid, denyOnly }) => (denyOnly ? [] : [sid])));
  } finally {
    native.call('authz.dll', closeContext, context);
  }
}
