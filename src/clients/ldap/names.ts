/** A filter for entries of one class. What stands in `.ecmarc` is escaped (RFC 4515, section 3). */
export function isClass(name: string): string {
  return `(objectClass=${escapeFilter(name)})`;
}

export function escapeFilter(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is one of the characters that must be escaped
  return text.replace(/[\\*()\u0000]/g, (one) => `\\${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** The type of the first name of a DN: `uid` of `uid=anna+cn=x,ou=people`. */
export function namingAttribute(dn: string): string | undefined {
  return /^\s*(?:OID\.)?([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*=/i.exec(dn)?.[1];
}

/** One spelling of a name, as far as that goes without the schema's matching rules. */
export function plainDn(dn: string): string {
  return dn.toLowerCase().replace(/\s*([,=+])\s*/g, '$1');
}
