import type { XmlElement } from '@rgrove/parse-xml';
import { child, children, readXml } from '../host-xml/document.ts';

/** One event of a Windows event log, of its XML (Event Schema, in the Windows Event Log reference). */
export type LoggedEvent = {
  readonly provider: string;
  readonly id: number;
  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 where none is written. */
  readonly level: number;
  /** ISO 8601; empty where it is none. */
  readonly at: string;
  /** What the program handed over, in its order and its own words: never localised by Windows. Named: `name=text`. */
  readonly data: readonly string[];
};

const longest = { name: 200, data: 64 * 1024 } as const;
const mostData = 50;

/** Undefined for what is no event. No entity is resolved, nothing outside is fetched. */
export function readEvent(xml: string): LoggedEvent | undefined {
  const read = readXml(Buffer.from(legal(xml)), 'Event');
  if (!read.ok) return undefined;
  const system = child(read.root, 'System');
  const provider = child(system, 'Provider')?.attributes.Name?.slice(0, longest.name);
  if (system === undefined || provider === undefined) return undefined;
  return {
    provider,
    id: number(child(system, 'EventID')),
    level: number(child(system, 'Level')),
    at: time(child(system, 'TimeCreated')?.attributes.SystemTime),
    data: dataOf(read.root),
  };
}

function dataOf(root: XmlElement): readonly string[] {
  const user = child(root, 'UserData');
  const parts = user === undefined ? children(child(root, 'EventData'), 'Data') : [user];
  return parts.slice(0, mostData).map(({ text, attributes }) => {
    const name = attributes.Name ?? '';
    const named = name === '' || /^param\d+$/.test(name) ? '' : `${name.slice(0, longest.name)}=`;
    return named + text.slice(0, longest.data);
  });
}

function number(element: XmlElement | undefined): number {
  const text = element?.text.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Windows writes seven to nine digits behind the second; all but three are dropped. */
function time(written: string | undefined): string {
  const known = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z$/.exec(written?.trim() ?? '');
  if (known === null) return '';
  const date = new Date(`${known[1]}${(known[2] ?? '.0').slice(0, 4)}Z`);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** Programs log what XML cannot hold (2.2, Char); Windows renders it all the same. */
function legal(xml: string): string {
  return (
    xml
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/&#(?:x([0-9a-f]{1,8})|(\d{1,9}));/gi, (reference, hex?: string, decimal?: string) => {
        const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return isCharacter(code) ? reference : '';
      })
  );
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code < 0xfffe) || (code > 0xffff && code < 0x11_0000);
}
