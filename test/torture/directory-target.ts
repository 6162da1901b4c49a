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

/** The same by a ticket: through Windows' own client. */
export function ticketTarget(port: number) {
  const target = directoryTarget(port, 'inetOrgPerson');
  return { ...target, authentication: 'kerberos', bindDn: 'ecma', realm: 'X' };
}
