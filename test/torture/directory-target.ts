/** A scripted directory, as the write test needs it. */
export function directoryTarget(port: number, objectClass: string) {
  return {
    url: `ldap://127.0.0.1:${port}`,
    bindDn: 'cn=ecma,dc=x',
    password: 'right',
    users: 'ou=people,dc=x',
    objectClass,
    anchor: objectClass === 'user' ? 'objectGUID' : 'entryUUID',
  };
}
