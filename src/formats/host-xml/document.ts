import { TextDecoder } from 'node:util';
import { parseXml, XmlElement, type XmlNode, XmlText } from '@rgrove/parse-xml';

/** What both files of the connector host are read with. No DTD is interpreted and nothing outside is fetched. */

export type XmlRead =
  | { readonly ok: true; readonly root: XmlElement; readonly text: string }
  /** In words, never with a piece of the file: that may be a secret. */
  | { readonly ok: false; readonly reason: string };

/** A connector takes 50 kB, the scripts of a PowerShell one included; parsing takes about 0.6 s a MiB at worst. */
export const mostXmlBytes = 2 * 1024 * 1024;

/** Elements within elements: the host's own files have ten. More would only serve to exhaust the stack. */
const deepest = 100;
/** A connector's 50 kB have about 2,000. Of 2 MiB of empty ones the parser would make 150 MB. */
const mostElements = 100_000;

export function readXml(bytes: Uint8Array, rootName: string, options: XmlOptions = {}): XmlRead {
  const read = readAnyXml(bytes, options);
  return read.ok && read.root.name !== rootName
    ? { ok: false, reason: `its outermost element is not ${rootName}` }
    : read;
}

/** `keepEntities`: `&name;` stays as it is written, where a file that uses one is no XML else. */
export interface XmlOptions {
  readonly keepEntities?: boolean;
}

/** Whatever its outermost element is. */
export function readAnyXml(bytes: Uint8Array, { keepEntities = false }: XmlOptions = {}): XmlRead {
  if (bytes.length > mostXmlBytes) return { ok: false, reason: 'it is far larger than such a file is' };
  if (bytes.length === 0) return { ok: false, reason: 'it is empty' };
  const text = decode(bytes);
  if (text === undefined)
    return { ok: false, reason: 'it is neither UTF-8 nor UTF-16, nor what it declares' };
  const { depth, count } = shapeOf(text);
  if (depth > deepest) return { ok: false, reason: 'its elements are nested far deeper than in such a file' };
  if (count > mostElements) return { ok: false, reason: 'it has far more elements than such a file' };
  try {
    const { root } = parseXml(text, {
      includeOffsets: true,
      preserveCdata: true,
      ignoreUndefinedEntities: keepEntities,
    });
    return root === null ? { ok: false, reason: 'no XML' } : { ok: true, root, text };
  } catch (error) {
    // The library quotes the line at fault; only the place is kept.
    const place = /line (\d+), column (\d+)/.exec(error instanceof Error ? error.message : '');
    return {
      ok: false,
      reason: place === null ? 'no XML' : `no XML from line ${place[1]}, column ${place[2]}`,
    };
  }
}

/** The elements among its children, of one name or of all. */
export function children(parent: XmlElement | undefined, name?: string): readonly XmlElement[] {
  const nodes: readonly XmlNode[] = parent?.children ?? [];
  return nodes.filter(
    (node): node is XmlElement => node instanceof XmlElement && (name === undefined || node.name === name),
  );
}

export function child(parent: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((at, name) => children(at, name)[0], parent);
}

/** Its text, without that of elements within it: what those are nobody here knows. */
export function ownText(element: XmlElement | undefined): string {
  const nodes: readonly XmlNode[] = element?.children ?? [];
  return nodes.map((node) => (node instanceof XmlText ? node.text : '')).join('');
}

const longest = 300;

/** The text of a child element; undefined where it is missing or empty. */
export function text(parent: XmlElement | undefined, name: string): string | undefined {
  const found = ownText(child(parent, name)).trim().slice(0, longest);
  return found === '' ? undefined : found;
}

/** `true`, `True` and `1` (XML Schema's boolean) are true. Undefined for anything else but their opposites. */
export function truth(parent: XmlElement | undefined, name: string): boolean | undefined {
  switch (text(parent, name)?.toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      return undefined;
  }
}

/** As XML has it: by the mark at its start, else by its declaration, else UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  try {
    if (first === 0xff && second === 0xfe) return decoder('utf-16le').decode(bytes);
    if (first === 0xfe && second === 0xff) return decoder('utf-16be').decode(bytes);
    if (first === 0x3c && second === 0) return decoder('utf-16le').decode(bytes);
    if (first === 0 && second === 0x3c) return decoder('utf-16be').decode(bytes);
    return decoder(declaredEncoding(bytes)).decode(bytes);
  } catch {
    return undefined;
  }
}

/** UTF-8 where its own mark stands. A declared UTF-16 without a mark fits no bytes that could be read up to here. */
function declaredEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const name = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(start)?.[1] ?? 'utf-8';
  if (/^(?:utf-?16|ucs-?[24]|iso-10646)/i.test(name)) throw new RangeError('a mark is missing');
  return name;
}

function decoder(name: string): TextDecoder {
  return new TextDecoder(name, { fatal: true });
}

/** A start tag; values in double or single quotes. */
const startTag = /<[^"'<>]*(?:(?:"[^"]*"|'[^']*')[^"'<>]*)*>/y;

/**
 * Counted before parsing, until there is too much of one: the parser calls itself for each level. Comments and CDATA may
 * only make it higher.
 */
function shapeOf(text: string): { readonly depth: number; readonly count: number } {
  const tag = new RegExp(startTag);
  let depth = 0;
  let count = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const next = text[at + 1];
    if (next === '/') depth -= 1;
    else if (next === '!' || next === '?') {
      const end = skipped(text, at);
      if (end < 0) break;
      at = end;
    } else {
      // A value may hold a `>`: the tag ends behind its values.
      tag.lastIndex = at;
      const whole = tag.exec(text)?.[0];
      if (whole === undefined) break;
      count += 1;
      if (!whole.endsWith('/>')) depth += 1;
      at += whole.length - 1;
    }
    if (depth > deepest || count > mostElements) break;
  }
  return { depth, count };
}

/** Where a comment, CDATA section, instruction or declaration ends; below zero when it does not. */
function skipped(text: string, at: number): number {
  const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : '>';
  return text.indexOf(end, at + 1);
}
