import { sidText } from './sid.ts';
import type { AccessEntry, AccessList } from './types.ts';

/** A self-relative security descriptor (MS-DTYP 2.4.6) as owner and access entries; undefined for other bytes. */
export function accessList(descriptor: Buffer): AccessList | undefined {
  if (descriptor.length < 20 || descriptor.readUInt8(0) !== 1) return undefined;
  const control = descriptor.readUInt16LE(2);
  const ownerAt = descriptor.readUInt32LE(4);
  const listAt = descriptor.readUInt32LE(16);
  const owner = ownerAt === 0 ? '' : sidText(descriptor.subarray(ownerAt));
  const present = (control & 4) !== 0 && listAt !== 0;
  return {
    ...(owner === '' ? {} : { owner }),
    everyone: !present,
    entries: present ? entries(descriptor.subarray(listAt)) : [],
  };
}

/** ACL (MS-DTYP 2.4.5): of its entries only allow and deny grant or take rights on files. */
function entries(list: Buffer): AccessEntry[] {
  const found: AccessEntry[] = [];
  if (list.length < 8) return found;
  let at = 8;
  for (let left = list.readUInt16LE(4); left > 0 && at + 8 <= list.length; left -= 1) {
    const [type, flags, size] = [list.readUInt8(at), list.readUInt8(at + 1), list.readUInt16LE(at + 2)];
    if (size < 8) break;
    const sid = sidText(list.subarray(at + 8, at + size));
    if ((type === 0 || type === 1) && sid !== '')
      found.push({
        kind: type === 0 ? 'allow' : 'deny',
        sid,
        mask: fileRights(list.readUInt32LE(at + 4)),
        inherited: (flags & 0x10) !== 0,
        inheritOnly: (flags & 0x08) !== 0,
      });
    at += size;
  }
  return found;
}

/** Generic rights as a file's own (winnt.h): an entry may hold either. */
function fileRights(mask: number): number {
  let rights = mask & 0x0fff_ffff;
  if (mask & 0x1000_0000) rights |= 0x1f01ff;
  if (mask & 0x2000_0000) rights |= 0x1200a0;
  if (mask & 0x4000_0000) rights |= 0x120116;
  if (mask & 0x8000_0000) rights |= 0x120089;
  return rights;
}

/**
 * Whether one who is `sids` (its own and its groups') gets all of `wanted`: entries in order, the first that speaks
 * of a right decides it (MS-DTYP 2.5.3.2).
 */
export function allows(list: AccessList, sids: ReadonlySet<string>, wanted: number): boolean {
  if (list.everyone) return true;
  let left = wanted;
  for (const entry of list.entries) {
    if (entry.inheritOnly || !sids.has(entry.sid)) continue;
    if (entry.kind === 'deny' && (entry.mask & left) !== 0) return false;
    if (entry.kind === 'allow') left &= ~entry.mask;
    if (left === 0) return true;
  }
  return left === 0;
}
