/** `ldap.bind` of `ldap.bind@Directory`; an id without a connector is its own base. */
export function baseId(id: string): string {
  const at = id.indexOf('@');
  return at < 0 ? id : id.slice(0, at);
}

/**
 * A test for ids by globs, where `*` stands for any characters and `?` for one. A glob fits an id as a whole, or
 * the part before its `@`: `ldap.*`, `*@Directory` and `ldap.bind` all fit `ldap.bind@Directory`. Case does not
 * count.
 */
export function idMatcher(globs: readonly string[]): (id: string) => boolean {
  const patterns = globs.map((glob) => {
    const source = glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 'i');
  });
  return (id) => patterns.some((pattern) => pattern.test(id) || pattern.test(baseId(id)));
}
