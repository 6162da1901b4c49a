/** The ways in which every secret can be had. */
export const secretForms = {
  env: 'from an environment variable',
  file: 'from a file with one line',
  prompt: 'typed on the screen',
} as const;

/**
 * `.ecmarc.example`, which explains every key: also where that file is not beside the program. A test keeps them alike. The
 * comment above a key is its description in the JSON Schema too.
 */
export const exampleText = `# yaml-language-server: $schema=./ecmarc.schema.json
# Settings of ecma-doctor. Copy this file to .ecmarc, keep what you need, change the values.
#
# It is looked for from the current folder upwards, then in your home folder (.ecmarc, .ecmarc.json, .ecmarc.yaml,
# .ecmarc.yml); --config FILE names one. YAML or JSON; code is never run. An unknown key is an error that names the
# line. The whole file has 64 KiB at most. Paths are relative to the file they stand in. Everything may be left out but
# a connector's name and library, and of a target: ldap.url; sql.server, sql.database and sql.table. Without a comment
# that says otherwise, the values shown for flags and choices are the defaults.

# For editors, as the first line: where the schema is. The doctor ignores it.
$schema: ./ecmarc.schema.json

# Whose requirements judge: preview-2021 (the preview of 28 May 2021) or ga (general availability).
profile: preview-2021

# The Microsoft Entra tenant in which provisioning is set up.
tenant:
  # The tenant's domain or GUID.
  id: contoso.onmicrosoft.com
  # public, usgov or china; or a cloud given by its addresses (graph is needed for the rows that sign in):
  # { signIn: https://login.contoso.example, graph: https://graph.contoso.example }
  cloud: public
  # For the rows that ask Microsoft Graph. Default: none. Otherwise one of the methods
  #   device-code         clientId; a person signs in with a browser
  #   client-secret       clientId, secret
  #   client-certificate  clientId, certificateFile (PEM with its key), certificatePassword
  signIn:
    # none, device-code, client-secret or client-certificate.
    method: client-secret
    # The application (client) id of the app registration.
    clientId: 00000000-0000-0000-0000-000000000000
    # Every secret can be had in one of these ways: { env: NAME } ${secretForms.env},
    # { file: PATH } ${secretForms.file}, { prompt: true } ${secretForms.prompt}. Text in clear works too,
    # with a warning.
    secret: { env: ECMA_TENANT_SECRET }
    # The certificate of the app registration with its key, PEM.
    # certificateFile: app.pem
    # The password of that key.
    # certificatePassword: { env: ECMA_CERTIFICATE_PASSWORD }

# How this server reaches the internet.
network:
  # The way out, where there is no direct one: just the address, or with user and password. Default: none.
  proxy:
    # http:// or https://, host, port.
    url: http://proxy.contoso.example:8080
    # Who signs in to the proxy, where it asks.
    user: svc
    # That account's password.
    password: { env: ECMA_PROXY_PASSWORD }
  # Roots (PEM) that are trusted beside the system's own: the TLS-inspecting proxy's, say.
  caFile: corp-ca.pem

# The connector host on this server. The defaults are Microsoft's.
host:
  # Where it is installed.
  folder: C:\\Program Files\\Microsoft ECMA2Host
  # Where it listens.
  port: 8585

# The connectors that the host will have, a target each.
connectors:
  # Letters, digits, space, - and _; unique. It stands behind the @ of this connector's rows.
  - name: Directory
    # generic-ldap, generic-sql, generic-powershell, web-services, or the path of a custom ECMA2 .dll.
    library: generic-ldap
    # The create-update-delete test on the target. false, true, or, where it would otherwise not be done,
    # { despite: [triggers, temporal, cdc, size, consumers, children] }
    writeTest: false
    # Will delta import be used?
    delta: false
    # Only for asking the installed host for this connector: its secret token.
    secretToken: { env: ECMA_SECRET_TOKEN }
    # Its address, as it is given to Microsoft Entra.
    tenantUrl: https://localhost:8585/ecma2host_Directory/scim
    # Exactly one of ldap, sql and tcp.
    target:
      # An LDAP directory.
      ldap:
        # ldap:// or ldaps://, host, port.
        url: ldap://ldap.contoso.example:389
        # TLS on an ldap:// address. Default: false. Not with ldaps://, which is TLS from the start.
        startTls: true
        # Roots (PEM) for this target only.
        caFile: corp-ca.pem
        # The account that the connector will use. Left out, the rows that sign in are not configured.
        bindDn: cn=ecma,ou=services,dc=contoso,dc=example
        # That account's password.
        password: { env: ECMA_LDAP_PASSWORD }
        # The container in which users are made.
        users: ou=people,dc=contoso,dc=example
        # The class of a user.
        objectClass: inetOrgPerson
        # Classes beside it.
        auxiliaryClasses: []
        # What the attribute mappings will fill. Left out, the row lists what must be mapped.
        attributes: [cn, sn, mail]
        # What identifies a user.
        anchor: dn
        # simple, external or kerberos: the last two through Windows' own client. Kerberos wants its realm.
        authentication: simple
        # The account's realm, with authentication: kerberos.
        # realm: CONTOSO.EXAMPLE
        # Where the server demands a certificate of its clients (.pfx, or PEM with its key). Windows' own client takes
        # one of the user's store instead.
        # clientCertificateFile: ecma.pfx
        # The password of that certificate's file.
        # clientCertificatePassword: { env: ECMA_CLIENT_CERTIFICATE_PASSWORD }
        # true: send the password over a connection that is not encrypted.
        allowClearPassword: false
        # Where the write test works. Default: users.
        writeContainer: ou=test,dc=contoso,dc=example

  - name: HR
    library: generic-sql
    target:
      # A database.
      sql:
        # The host name alone.
        server: sql01.contoso.example
        # Default: 1433, or that of the engine.
        port: 1433
        # A named instance, in place of port.
        # instance: NAME
        # The database that has the people.
        database: CONTOSO
        # sql, or ntlm (then with domain). windows and entra go through the ODBC driver alone, which is asked whether the
        # account gets in.
        authentication: sql
        # How, with authentication: entra: password, integrated, interactive, msi or service-principal.
        # entra: password
        # The account's domain.
        # domain: CONTOSO
        # The account that the connector will use. Left out, the rows that sign in are not configured.
        user: ecma
        # That account's password.
        password: { env: ECMA_SQL_PASSWORD }
        # true, false or strict (TDS 8).
        encrypt: true
        # true: take any certificate.
        trustServerCertificate: false
        # Roots (PEM) for this target only.
        caFile: corp-ca.pem
        # The table or view of people, with its schema.
        table: dbo.Employees
        # The column that identifies a row.
        anchor: EmployeeId
        # The column of the distinguished name, only where Autogenerated is not ticked at the DN in the host's wizard.
        # dn: DistinguishedName
        # Columns that the attribute mappings will fill. Left out, the row lists what must be mapped.
        attributes: [FirstName, LastName]
        # Stored procedures that the connector will call, by name; or its stored-procedure method, in which they alone
        # reach people: { read: dbo.ReadUsers, add: dbo.AddUser, update: dbo.UpdateUser, delete: dbo.DeleteUser }
        procedures: []
        # true: send the password although the login is not encrypted.
        allowClearPassword: false
        # sqlserver, postgresql, mysql (MariaDB too), oracle, db2 or other. All but the first are asked through the ODBC
        # driver and the file DSN. The statements for Oracle and DB2 are from their manuals: nobody ran them yet.
        engine: sqlserver
        # The file DSN that the Generic SQL connector will use.
        dsn: contoso.dsn

  # A target that is neither: only whether its port answers is tried.
  - name: Ticketing
    library: C:\\connectors\\Contoso.Ticketing.dll
    target:
      # Host and port.
      tcp: api.contoso.example:443

# How checks are made, and which are set aside.
probes:
  # Seconds, in place of a probe's own bound. Ids as in ecma-doctor --list; * stands for any text.
  deadlines: { ldap.bind: 10 }
  # Rows set aside: why, and the last day on which that holds (left out: no end).
  waive:
    # The row's id, as it stands on its page and in reports.
    - id: server.domain
      # Why that is known and accepted: it stands in every report.
      reason: stand-alone by design
      # The last day, such as 2027-01-31.
      until: 2027-01-31

# What only a person can say. Nothing is taken as said by default; false counts as not answered.
attest:
  # Only test data is provisioned.
  testDataOnly: true
  # The target does not feed identities back to this tenant.
  notASource: true
  # The tenant has the licence that provisioning needs.
  licence: true
  # The tenant's type (AAD: a workforce tenant).
  tenantType: AAD
  # Its country, two letters.
  country: US
  # Connectors whose account may create, change and delete in the target.
  targetWritable: [Directory]
`;
