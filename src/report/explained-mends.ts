/**
 * How a requirement is mended, by the probe that looks at it: where the probe's own words, which are of all that it looks at,
 * would be of another requirement.
 */
export const mendsOfRequirements: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'OS-04': {
    'server.memory':
      'give the server 4 GB where it shall meet the cloud sync page as well; 3 GB will do here',
    'server.domain': 'nothing: a stand-alone server will do here',
  },
  'HOST-06': {
    'host.certificate':
      "let the account of the host's service read the key: Manage Private Keys, in the certificates of the computer",
  },
  'HOST-11': {
    'host.settings':
      'give the connector a secret token of 12 to 20 letters and digits of its own, in the wizard',
    'host.answer': "enter the connector's secret token in the tenant as it stands in the wizard",
  },
  'HOST-13': {
    'host.settings': 'give each connector a name of its own, in the wizard',
    'host.answer':
      "write the connector's name in the tenant URL as it stands in the wizard, or wait until the first import has ended",
  },
  'HOST-21': { 'host.services': "wait 10 to 20 minutes, or restart the agent's service" },
  'HOST-22': { 'host.installed': 'remove the service or folder that the row names, then install anew' },
  'HOST-26': {
    'server.language': 'where setup fails, ask Microsoft support which other version of the agent to take',
  },
  'NET-09': {
    'network.proxy': "let the proxy pass this server's requests to Microsoft's hosts without a password",
  },
  'CON-10': {
    'connector.library': 'without a connector of your own take generic-sql, and SQL Server as its target',
  },
  'CON-11': {
    'connector.library': 'name under library in .ecmarc the file that the host will load',
  },
  'CON-14': {
    'host.settings': 'leave such attributes out, in the wizard',
    'sql.table': 'map other columns, or have the database administrator make a view that has none of these',
  },
  'CON-15': {
    'connector.library': 'take generic-ldap or generic-sql, or the release of general availability',
  },
  'CON-17': {
    'connector.deployed':
      'copy what the library refers to beside it, into each cache of it the same, and restart the service',
  },
  'WS-02': {
    'connector.files':
      'save the project anew with the configuration tool, put it into that folder, and close the program that has it open',
    'connector.endpoints':
      "name service, port and operations in the project as the service's own description does",
  },
  'LDAP-02': {
    'ldap.tls':
      'let the directory offer TLS (ldaps:// or StartTLS); import its authority into LocalMachine\\Root, or renew its certificate',
  },
  'LDAP-08': {
    'ldap.delta':
      'have the directory administrator switch the log on and let the account read it, or go without delta import',
  },
  'LDAP-09': {
    'host.settings': "choose the anchor that fits the directory, in the host's wizard",
    'ldap.features':
      'name an anchor in .ecmarc that the directory has: the distinguished name (dn) always is one',
  },
  'LDAP-10': {
    'ldap.windows': 'correct bindDn and the password, or unlock the account, as the row ldap.bind says',
  },
  'LDAP-11': {
    'ldap.users': 'let the service account read the container and all users in it',
  },
  'LDAP-12': {
    'ldap.schema': 'map the mandatory attributes that the row names, or name another objectClass in .ecmarc',
    'ldap.users': 'correct users in .ecmarc, or have the directory administrator make the container',
  },
  'LDAP-13': {
    'ldap.write':
      'map msDS-UserAccountDisabled, so that users are made disabled, or have the password policy lifted',
  },
  'LDAP-18': { 'ldap.users': 'name a container under users that this server holds itself' },
  'LDAP-21': { 'ldap.delta': 'set the clocks of both right, and run a full import now and then' },
  'SQL-03': {
    'sql.odbc': "let the account of the host's service read the file DSN, and save it as plain ASCII",
  },
  'SQL-04': {
    'sql.reach':
      'start the database, let it take connections over TCP, correct server and port, or let the port through',
    'sql.database': 'correct database in .ecmarc, or have the database administrator bring it online',
  },
  'SQL-05': {
    'sql.login': 'switch the server to mixed mode, or choose a kind of login that it takes (authentication)',
  },
  'SQL-06': {
    'sql.rights':
      'grant SELECT, INSERT, UPDATE and DELETE on the table, and EXECUTE on the procedures in use',
  },
  'SQL-11': {
    'sql.dsn':
      "import the authority of the server's certificate, or say in the file DSN how it encrypts (Encrypt)",
    'sql.odbc': "import the authority of the server's certificate into LocalMachine\\Root",
  },
  'SQL-12': {
    'sql.driver': 'install the version of the driver that the row names',
    'sql.odbc': 'set the switches of the driver that the row names, in the file DSN',
  },
  'SQL-13': {
    'sql.table': 'write table and columns in .ecmarc in the upper and lower case that the database has',
  },
  'SQL-14': {
    'sql.rights':
      'name all four procedures under procedures in .ecmarc, and grant EXECUTE on them; or leave the key out',
  },
  'SQL-15': {
    'sql.dsn':
      'name under Authentication, in the file DSN, a way that a service can sign in by, or install a newer driver',
  },
  'CLD-01': {
    'tenant.sign-in': 'have the Entra administrator correct the sign-in that tenant.signIn describes',
  },
};
