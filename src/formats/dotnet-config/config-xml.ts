import { type XmlElement, XmlProcessingInstruction } from '@rgrove/parse-xml';
import { children, readXml, type XmlRead } from '../host-xml/document.ts';

/**
 * A .config file as .NET Framework's XmlTextReader takes it (reference source, XmlUtil.cs): a DTD is read, but no entity is
 * put in, so that `&name;` stays as it is written; prefixes must be declared; XML 1.1 is not known.
 */
export function readConfigXml(bytes: Uint8Array, rootName: string): XmlRead {
  const read = readXml(bytes, rootName, { keepEntities: true });
  if (!read.ok) return read;
  const version = /^\s*<\?xml\s+version\s*=\s*["']([^"']*)["']/.exec(read.text)?.[1];
  if (version !== undefined && version !== '1.0')
    return { ok: false, reason: `it says that it is XML ${version.slice(0, 10)}, which .NET does not read` };
  const before = read.root.parent?.children ?? [];
  if (before.slice(0, before.indexOf(read.root)).some((one) => one instanceof XmlProcessingInstruction))
    return { ok: false, reason: 'an instruction stands before its first element' };
  const prefix = undeclaredPrefix(read.root, new Set(['xml', 'xmlns']));
  if (prefix !== undefined)
    return { ok: false, reason: `the prefix ${prefix.slice(0, 40)} is used and nowhere declared` };
  return read;
}

function undeclaredPrefix(element: XmlElement, outer: ReadonlySet<string>): string | undefined {
  const names = Object.keys(element.attributes);
  const own = names.filter((name) => name.startsWith('xmlns:')).map((name) => name.slice(6));
  const known = own.length === 0 ? outer : new Set([...outer, ...own]);
  for (const name of [element.name, ...names]) {
    const colon = name.indexOf(':');
    if (colon >= 0 && !known.has(name.slice(0, colon))) return name.slice(0, colon);
  }
  for (const one of children(element)) {
    const found = undeclaredPrefix(one, known);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Something in a DTD of its own that is no plain declaration: what .NET makes of it cannot be told. */
export function unclearDtd({ root, text }: { readonly root: XmlElement; readonly text: string }): boolean {
  const before = text.slice(0, Math.max(0, root.start));
  const subset = /<!DOCTYPE[^[>]*\[([\s\S]*)\]\s*>/.exec(before)?.[1];
  if (subset === undefined) return false;
  const quoted = `(?:"[^"]*"|'[^']*')`;
  const declarations = new RegExp(
    `<!--[\\s\\S]*?-->|<\\?[\\s\\S]*?\\?>|%[\\w.:-]+;|<!ENTITY\\s+(?:%\\s+)?[\\w.:-]+\\s+(?:${quoted}|SYSTEM\\s+${quoted}|PUBLIC\\s+${quoted}\\s+${quoted})(?:\\s+NDATA\\s+[\\w.:-]+)?\\s*>|<!(?:ATTLIST|ELEMENT|NOTATION)\\s[^<>]*>`,
    'g',
  );
  return subset.replace(declarations, '').trim() !== '';
}
