import { BerReader, BerWriter } from 'ldapts';
import type { Attributes, Result, ScriptedEntry } from './scripted-ldap.ts';

/** LDAP messages as a server reads and writes them (RFC 4511), for the scripted server. */

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

export const paged = '1.2.840.113556.1.4.319';

export function wholeMessage(from: Buffer): number | undefined {
  const first = from[1];
  if (first === undefined) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (from.length < 2 + count) return undefined;
  const size = 2 + count + (count === 0 ? first : from.readUIntBE(2, count));
  return from.length < size ? undefined : size;
}

/** The number of a message (RFC 4511, 4.1.1). */
export function messageId(message: Buffer): number {
  const reader = new BerReader(message);
  reader.readSequence();
  return reader.readInt() ?? 0;
}

export function deletedDn(message: Buffer): string {
  const reader = new BerReader(message);
  reader.readSequence();
  reader.readInt();
  return reader.readString(0x4a) ?? '';
}

export function resultMessage(
  id: number,
  tag: number,
  { code, text = '', controls = [] }: Result,
  value?: string,
): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(tag);
  writer.writeEnumeration(code);
  writer.writeString('');
  writer.writeString(text);
  if (value !== undefined) writer.writeString(value, 0x8b);
  writer.endSequence();
  if (controls.length > 0) {
    writer.startSequence(0xa0);
    for (const control of controls) {
      writer.startSequence();
      writer.writeString(control.oid);
      if (control.value !== undefined) writer.writeBuffer(control.value, 4);
      writer.endSequence();
    }
    writer.endSequence();
  }
  writer.endSequence();
  return writer.buffer;
}

export function entryMessage(
  id: number,
  entry: ScriptedEntry,
  wanted: readonly string[],
  namesOnly: boolean,
): Buffer {
  const asked = new Set(wanted.map((name) => name.toLowerCase()));
  const all = asked.size === 0 || asked.has('*') || asked.has('+');
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(0x64);
  writer.writeString(entry.dn);
  writer.startSequence();
  for (const [name, value] of Object.entries(entry.attributes)) {
    // Options belong to the name (RFC 4512, 2.5): who asks for the name gets them too.
    if (!all && !asked.has(name.split(';')[0]?.toLowerCase() ?? '')) continue;
    writer.startSequence();
    writer.writeString(name);
    writer.startSequence(0x31);
    if (!namesOnly) for (const one of list(value)) writer.writeString(one);
    writer.endSequence();
    writer.endSequence();
  }
  writer.endSequence();
  writer.endSequence();
  writer.endSequence();
  return writer.buffer;
}

type Matches = (attributes: Attributes) => boolean;

export function readFilter(reader: BerReader): Matches {
  const tag = reader.peek() ?? 0;
  if (tag === 0x87) {
    reader.readString(0x87);
    return () => true;
  }
  reader.readSequence(tag);
  const end = reader.offset + reader.length;
  if (tag === 0xa3) {
    const name = (reader.readString() ?? '').toLowerCase();
    const wanted = (reader.readString() ?? '').toLowerCase();
    return (attributes) =>
      Object.entries(attributes).some(
        ([one, value]) =>
          one.toLowerCase() === name && list(value).some((text) => text.toLowerCase() === wanted),
      );
  }
  if (tag === 0xa5) {
    const name = (reader.readString() ?? '').toLowerCase();
    const least = reader.readString() ?? '';
    return (attributes) =>
      Object.entries(attributes).some(
        ([one, value]) => one.toLowerCase() === name && list(value).some((text) => text >= least),
      );
  }
  const parts: Matches[] = [];
  while (reader.offset < end) parts.push(readFilter(reader));
  return tag === 0xa1
    ? (attributes) => parts.some((part) => part(attributes))
    : (attributes) => parts.every((part) => part(attributes));
}

export function readNames(reader: BerReader): readonly string[] {
  reader.readSequence();
  const end = reader.offset + reader.length;
  const names: string[] = [];
  while (reader.offset < end) names.push(reader.readString() ?? '');
  return names;
}

export function readAttributes(reader: BerReader): Attributes {
  reader.readSequence();
  const end = reader.offset + reader.length;
  const attributes: Record<string, readonly string[]> = {};
  while (reader.offset < end) Object.assign(attributes, readAttribute(reader));
  return attributes;
}

function readAttribute(reader: BerReader): Record<string, readonly string[]> {
  reader.readSequence();
  const name = reader.readString() ?? '';
  reader.readSequence(0x31);
  const end = reader.offset + reader.length;
  const values: string[] = [];
  while (reader.offset < end) values.push(reader.readString() ?? '');
  return { [name]: values };
}

export function readChanges(reader: BerReader): Attributes {
  reader.readSequence();
  const end = reader.offset + reader.length;
  const changes: Record<string, readonly string[]> = {};
  while (reader.offset < end) {
    reader.readSequence();
    reader.readEnumeration();
    Object.assign(changes, readAttribute(reader));
  }
  return changes;
}

export function readPage(message: Buffer): { readonly size: number; readonly cookie: string } | undefined {
  const at = message.lastIndexOf(paged);
  if (at === -1) return undefined;
  const reader = new BerReader(message.subarray(at + paged.length));
  if (reader.peek() === 1) reader.readBoolean();
  const value = new BerReader(reader.readString(4, true) ?? Buffer.alloc(0));
  value.readSequence();
  return { size: value.readInt() ?? 0, cookie: value.readString() ?? '' };
}

export function pageValue(cookie: string): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(0);
  writer.writeString(cookie);
  writer.endSequence();
  return writer.buffer;
}
