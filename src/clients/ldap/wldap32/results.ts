import type { LdapCalls } from './calls.ts';
import type { WireControl, WireEntry } from './protocol.ts';

/** Reads what a search left in memory; nothing of it is trusted to be short. */
export function readEntries(
  calls: LdapCalls,
  session: bigint,
  result: bigint,
  most: { readonly entries: number; readonly bytes: number },
): { readonly entries: readonly WireEntry[]; readonly tooMuch: true | undefined } {
  const entries: WireEntry[] = [];
  let bytes = 0;
  let at = result === 0n ? 0n : calls.now('firstEntry', session, result);
  while (at !== 0n) {
    const entry = readEntry(calls, session, at);
    bytes += JSON.stringify(entry).length;
    if (entries.length >= most.entries || bytes > most.bytes) return { entries: [], tooMuch: true };
    entries.push(entry);
    at = calls.now('nextEntry', session, at);
  }
  return { entries, tooMuch: undefined };
}

function readEntry(calls: LdapCalls, session: bigint, entry: bigint): WireEntry {
  const attributes: [string, readonly string[]][] = [];
  const state = Buffer.alloc(8);
  let name = calls.now('firstAttribute', session, entry, state);
  while (name !== 0n) {
    attributes.push([calls.text(name), readValues(calls, calls.now('values', session, entry, name))]);
    calls.now('freeText', name);
    name = calls.now('nextAttribute', session, entry, state.readBigUInt64LE(0));
  }
  return { dn: ownedText(calls, calls.now('dn', session, entry)), attributes };
}

function readValues(calls: LdapCalls, list: bigint): readonly string[] {
  if (list === 0n) return [];
  const values: string[] = [];
  for (let at = list, value = calls.pointer(at); value !== 0n; at += 8n, value = calls.pointer(at))
    values.push(readValue(calls, calls.bytes(value, 16)).toString('base64'));
  calls.now('freeValues', list);
  return values;
}

/** The bytes of a `berval`. */
function readValue(calls: LdapCalls, value: Buffer): Buffer {
  return calls.bytes(value.readBigUInt64LE(8), value.readUInt32LE(0));
}

function ownedText(calls: LdapCalls, address: bigint): string {
  const text = calls.text(address);
  if (address !== 0n) calls.now('freeText', address);
  return text;
}

/** References to other servers, and the controls that came with the result. */
export function readResult(
  calls: LdapCalls,
  session: bigint,
  result: bigint,
): { readonly referrals?: number; readonly controls?: readonly WireControl[] } {
  let referrals = 0;
  for (
    let at = calls.now('firstReference', session, result);
    at !== 0n;
    at = calls.now('nextReference', session, at)
  )
    referrals += 1;
  const out = Buffer.alloc(8);
  calls.now('parse', session, result, Buffer.alloc(4), null, null, null, out, 0);
  const list = out.readBigUInt64LE(0);
  const controls: WireControl[] = [];
  for (let at = list; list !== 0n && calls.pointer(at) !== 0n; at += 8n) {
    const control = calls.bytes(calls.pointer(at), 32);
    const value = readValue(calls, control.subarray(8, 24)).toString('base64');
    controls.push({ oid: calls.text(control.readBigUInt64LE(0)), critical: control[24] === 1, value });
  }
  if (list !== 0n) calls.now('freeControls', list);
  return { ...(referrals > 0 ? { referrals } : {}), ...(controls.length > 0 ? { controls } : {}) };
}
