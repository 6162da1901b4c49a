import { describe, expect, it } from 'vitest';
import { logged } from './event-site.ts';

/** Texts as exceptions, drivers and servers write them, and the row that looks at their cause. */

const ldapException = 'System.DirectoryServices.Protocols.LdapException';
const operation = 'System.DirectoryServices.Protocols.DirectoryOperationException';
const driver17 = '[Microsoft][ODBC Driver 17 for SQL Server]';

const deadlocks: readonly string[] = [
  `ERROR [40001] ${driver17}[SQL Server]Transaction (Process ID 55) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.`,
  'System.Data.SqlClient.SqlException (0x80131904): Die Transaktion\nError Number:1205,State:51,Class:13',
  `ERROR [HY000] ${driver17}[SQL Server]Lock request time out period exceeded.`,
  'ERROR [HY000] [Oracle][ODBC][Ora]ORA-00060: deadlock detected while waiting for resource',
  'ERROR [40P01] ERROR: deadlock detected;\nError while executing the query',
  'ERROR [55P03] ERROR: could not obtain lock on row in relation "t"',
  'ERROR [40001] [MySQL][ODBC 8.0(w) Driver][mysqld-8.0.33]Deadlock found when trying to get lock',
  'ERROR [HY000] [MySQL][ODBC 8.0(w) Driver][mysqld-8.0.33]Lock wait timeout exceeded',
  'ERROR [40001] [IBM][CLI Driver][DB2/NT64] SQL0911N  The current transaction has been rolled back because of a deadlock or timeout.  Reason code "2".',
];

const typical: readonly (readonly [text: string, row: string])[] = [
  // Directories
  [`${ldapException}: The LDAP server is unavailable.`, 'ldap.reach'],
  [`${ldapException}: Der LDAP-Server ist nicht verfügbar.`, 'ldap.reach'],
  ['Microsoft.MetadirectoryServices.ServerDownException: The LDAP server is unavailable.', 'ldap.reach'],
  [
    `${ldapException}: The operation was aborted because the client side timeout limit was exceeded.`,
    'ldap.reach',
  ],
  [`${ldapException}: The supplied credential is invalid.`, 'ldap.bind'],
  [`${ldapException}: LDAP error code 49`, 'ldap.bind'],
  [`${operation}: Strong authentication is required for this operation.`, 'ldap.tls'],
  [`${operation}: The object does not exist.`, 'ldap.users'],
  [`${operation}: A referral was returned from the server.`, 'ldap.users'],
  [`${operation}: The size limit was exceeded`, 'ldap.features'],
  [`${operation}: The administration limit on the server was exceeded.`, 'ldap.features'],
  [`${operation}: The server does not support the control. The control is critical.`, 'ldap.features'],
  [`${operation}: The user has insufficient access rights.`, 'ldap.rights'],
  [`${operation}: A value in the request is invalid.`, 'ldap.schema'],
  [`${operation}: An object class violation occurred.`, 'ldap.schema'],
  [`${operation}: The requested attribute does not exist.`, 'ldap.schema'],
  [`${operation}: The server cannot handle directory requests.`, 'ldap.write'],
  [
    'System.DirectoryServices.DirectoryServicesCOMException (0x80072030): There is no such object on the server.',
    'ldap.users',
  ],
  // Databases
  [`ERROR [HYT00] ${driver17}Login timeout expired`, 'sql.reach'],
  [
    `ERROR [08001] ${driver17}TCP Provider: No connection could be made because the target machine actively refused it.`,
    'sql.reach',
  ],
  [`ERROR [08S01] ${driver17}Communication link failure`, 'sql.reach'],
  [
    'System.Data.SqlClient.SqlException (0x80131904): A network-related or instance-specific error occurred while establishing a connection to SQL Server. (provider: TCP Provider, error: 0 - x)',
    'sql.reach',
  ],
  [
    `ERROR [08001] ${driver17}SSL Provider: The certificate chain was issued by an authority that is not trusted.`,
    'sql.login',
  ],
  [`ERROR [28000] ${driver17}[SQL Server]Login failed for user 'ecma'.`, 'sql.login'],
  [
    "System.Data.SqlClient.SqlException (0x80131904): Login failed for user 'ecma'.\nError Number:18456,State:1,Class:14",
    'sql.login',
  ],
  ['System.Data.SqlClient.SqlException: Der Benutzername\nError Number:18486,State:1,Class:14', 'sql.login'],
  [
    `ERROR [42000] ${driver17}[SQL Server]Cannot open database "HR" requested by the login. The login failed.`,
    'sql.database',
  ],
  [
    `ERROR [42000] ${driver17}[SQL Server]The INSERT permission was denied on the object 'Employees'`,
    'sql.rights',
  ],
  [
    `ERROR [42000] ${driver17}[SQL Server]Die INSERT-Berechtigung wurde für das Employees-Objekt verweigert.`,
    'sql.rights',
  ],
  [
    'ERROR [42501] ERROR: permission denied for table employees;\nError while executing the query',
    'sql.rights',
  ],
  ['ERROR [HY000] [Oracle][ODBC][Ora]ORA-01031: insufficient privileges', 'sql.rights'],
  [`ERROR [42S02] ${driver17}[SQL Server]Invalid object name 'dbo.Employees'.`, 'sql.table'],
  [`ERROR [42S22] ${driver17}[SQL Server]Invalid column name 'Mail'.`, 'sql.required-columns'],
  [
    `ERROR [23000] ${driver17}[SQL Server]Violation of PRIMARY KEY constraint 'PK'. Cannot insert duplicate key in object 'dbo.E'.`,
    'sql.anchor',
  ],
  [
    `ERROR [23000] ${driver17}[SQL Server]The INSERT statement conflicted with the FOREIGN KEY constraint "FK".`,
    'sql.write',
  ],
  [`ERROR [22001] ${driver17}[SQL Server]String or binary data would be truncated.`, 'sql.write'],
  ["ERROR [HY000] [MySQL][ODBC 8.0(w) Driver]Access denied for user 'ecma'@'srv' (1045)", 'sql.login'],
  [
    'ERROR [08004] [IBM][CLI Driver] SQL1060N  User "ECMA" does not have the CONNECT privilege.',
    'sql.database',
  ],
  ['ERROR [HY000] [Oracle][ODBC][Ora]ORA-01017: invalid username/password; logon denied', 'sql.login'],
  ['ERROR [HY000] [Oracle][ODBC][Ora]ORA-12541: TNS:no listener', 'sql.reach'],
  // The host and its libraries
  [
    'System.ServiceModel.AddressAlreadyInUseException: HTTP could not register URL https://+:8585/.',
    'host.port',
  ],
  [
    'System.Net.HttpListenerException (0x80004005): Failed to listen on prefix "https://+:8585/" because it conflicts with an existing registration on the machine.',
    'host.port',
  ],
  ['System.Security.Cryptography.CryptographicException: Keyset does not exist', 'host.certificate'],
  [
    "System.BadImageFormatException: Could not load file or assembly 'Example.Connector' or one of its dependencies.",
    'connector.runtime',
  ],
  [
    "System.IO.FileNotFoundException: Could not load file or assembly 'Microsoft.MetadirectoryServicesEx, Version=4.1.4.0, Culture=neutral'",
    'connector.deployed',
  ],
  [
    "System.IO.FileLoadException: Could not load file or assembly 'A, Version=1.0.0.0, Culture=neutral'. (Exception from HRESULT: 0x80131040)",
    'connector.deployed',
  ],
  ["System.TypeLoadException: Could not load type 'A.B' from assembly 'A'.", 'connector.deployed'],
  [
    'System.Configuration.ConfigurationErrorsException: Configuration system failed to initialize',
    'network.proxy',
  ],
  [
    'System.Management.Automation.PSSecurityException: File x.ps1 cannot be loaded',
    'server.powershell-policy',
  ],
  [
    "System.OutOfMemoryException: Exception of type 'System.OutOfMemoryException' was thrown.",
    'server.memory',
  ],
  [
    "ERROR [HY000] [MySQL][ODBC 8.0(w) Driver][mysqld-8.0.33]Field 'mail' doesn't have a default value",
    'sql.required-columns',
  ],
  [
    'System.Data.SqlClient.SqlException (0x80131904): A connection was successfully established with the server, but then an error occurred during the login process. (provider: SSL Provider, error: 0 - The certificate chain was issued by an authority that is not trusted.)',
    'sql.dsn',
  ],
  [
    'System.DirectoryServices.DirectoryServicesCOMException (0x8007052E): The user name or password is incorrect.',
    'ldap.bind',
  ],
  [
    'System.Net.WebException: Unable to connect to the remote server at http://schemas.microsoft.com/x https://sap.contoso.example/hr',
    'connector.endpoints',
  ],
  [
    'System.Net.WebException: Unable to connect to the remote server https://login.microsoftonline.com/t',
    'network.agent-hosts',
  ],
  // Requests
  [
    "System.Net.WebException: The remote name could not be resolved: 'login.microsoftonline.com'",
    'network.dns',
  ],
  [
    "System.Net.WebException: Der Remotename konnte nicht aufgelöst werden: 'login.microsoftonline.com'",
    'network.dns',
  ],
  ['System.Net.Sockets.SocketException (11001): No such host is known', 'network.dns'],
  [
    'System.Net.WebException: The underlying connection was closed: Could not establish trust relationship for the SSL/TLS secure channel.',
    'network.tls-inspection',
  ],
  [
    'System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the validation procedure. https://localhost:8585/ecma2host_HR/scim',
    'host.certificate',
  ],
  [
    'System.Net.WebException: The request was aborted: Could not create SSL/TLS secure channel.',
    'server.tls12',
  ],
  [
    'System.ComponentModel.Win32Exception (0x80090331): The client and server cannot communicate, because they do not possess a common algorithm',
    'server.tls12',
  ],
  [
    'System.Net.WebException: The remote server returned an error: (407) Proxy Authentication Required.',
    'network.proxy',
  ],
  [
    'System.Net.WebException: Der Remoteserver hat einen Fehler zurückgegeben: (407) Proxyauthentifizierung erforderlich.',
    'network.proxy',
  ],
  [
    'System.Net.WebException: Unable to connect to the remote server ---> System.Net.Sockets.SocketException: 40.126.31.1:443',
    'network.agent-hosts',
  ],
  ['System.Net.WebException: Unable to connect to the remote server https://localhost:8585/', 'host.port'],
  [
    'System.Net.WebException: The remote server returned an error: (401) Unauthorized. https://localhost:8585/ecma2host_HR/scim/Users',
    'host.answer',
  ],
  [
    'System.ComponentModel.Win32Exception (0x80090342): The encryption type requested is not supported by the KDC',
    'host.services',
  ],
  ['Microsoft Entra Provisioning Agent: 0x80070643, the installation was rolled back', 'server.language'],
  ['System.DirectoryServices.Protocols.TlsOperationException: An unspecified error occurred.', 'ldap.tls'],
  [
    'System.Net.Sockets.SocketException (0x80004005): No connection could be made because the target machine actively refused it 10.0.0.5:389',
    'ldap.reach',
  ],
  [
    `ERROR [42000] ${driver17}[SQL Server]The server principal "ecma" is not able to access the database "HR" under the current security context.`,
    'sql.database',
  ],
  [
    `ERROR [23000] ${driver17}[SQL Server]Cannot insert explicit value for identity column in table 'E' when IDENTITY_INSERT is set to OFF.`,
    'sql.required-columns',
  ],
  [
    `ERROR [23000] ${driver17}[SQL Server]The DELETE statement conflicted with the REFERENCE constraint "FK".`,
    'sql.write',
  ],
  ["ERROR [HY000] [MySQL][ODBC 8.0(w) Driver]Can't connect to MySQL server on 'db' (10061)", 'sql.reach'],
  ["ERROR [HY000] [MySQL][ODBC 8.0(w) Driver]Access denied for user 'ecma'@'srv'", 'sql.login'],
  ['ERROR [08001] FATAL:  password authentication failed for user "ecma"', 'sql.login'],
  [
    "System.UnauthorizedAccessException: Access to the path 'C:\\Program Files\\Microsoft ECMA2Host\\Service\\ECMA\\Cache\\a' is denied.",
    'host.cache-rights',
  ],
  [
    "System.IO.IOException: The process cannot access the file 'C:\\x\\hr.wsconfig' because it is being used by another process.",
    'connector.files',
  ],
  [
    'System.ServiceModel.EndpointNotFoundException: There was no endpoint listening at https://hr.contoso.example',
    'connector.endpoints',
  ],
  ['System.Security.Cryptography.CryptographicException: Access is denied.', 'host.certificate'],
  [
    'System.Net.Sockets.SocketException (0x80004005): An attempt was made to access a socket in a way forbidden by its access permissions',
    'host.port',
  ],
  [
    'System.InvalidOperationException: Cannot start service AADConnectProvisioningAgent ---> System.ComponentModel.Win32Exception: The service did not start due to a logon failure',
    'host.logon-right',
  ],
  ['System.Net.Sockets.SocketException (0x80004005): No such host is known', 'network.dns'],
  [
    'System.Security.Authentication.AuthenticationException: A call to SSPI failed ---> System.ComponentModel.Win32Exception: The client and server cannot communicate, because they do not possess a common algorithm',
    'server.tls12',
  ],
  [
    'System.IO.IOException: Authentication failed because the remote party has closed the transport stream.',
    'network.tls-inspection',
  ],
  [
    'System.Net.WebException: The remote server returned an error: (404) Not Found. https://localhost:8585/ecma2host_HR/scim',
    'host.settings',
  ],
  [
    'System.Net.WebException: The remote server returned an error: (503) Server Unavailable. https://localhost:8585/',
    'host.services',
  ],
  [
    'System.Net.Http.HttpRequestException: Response status code does not indicate success: 407 (Proxy Authentication Required).',
    'network.proxy',
  ],
  // A value, a user, a lock
  [`${operation}: The attribute exists or the value has been assigned.`, 'ldap.schema'],
  [`${ldapException}: LDAP error code 20`, 'ldap.write'],
  [`${operation}: This operation is not allowed on a non-leaf object.`, 'ldap.users'],
  [`${ldapException}: error code 66`, 'ldap.write'],
  [
    `${operation}: An operation error occurred. 000004DC: LdapErr: DSID-0C090A69, comment: In order to perform this operation a successful bind must be completed on the connection., data 0, v4563`,
    'ldap.bind',
  ],
  [
    `${operation}: A constraint. 0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0`,
    'ldap.write',
  ],
  ['System.Runtime.InteropServices.COMException (0x8007203A): The server is not operational.', 'ldap.reach'],
  ...(
    [
      ['0x8007200D', 'ldap.schema'],
      ['0x80072015', 'ldap.users'],
      ['0x8007202F', 'ldap.schema'],
      ['0x80072030', 'ldap.users'],
      ['0x80072032', 'host.settings'],
      ['0x80072035', 'ldap.write'],
      ['0x80072014', 'ldap.schema'],
      ['0x80072098', 'ldap.rights'],
      ['0x80070005', 'ldap.rights'],
      ['0x80072028', 'ldap.tls'],
      ['0x80072024', 'ldap.features'],
      ['0x8007202B', 'ldap.write'],
    ] as const
  ).map(
    ([code, row]) =>
      [`System.DirectoryServices.DirectoryServicesCOMException (${code}): Fehler`, row] as const,
  ),
  ['System.Runtime.InteropServices.COMException (0x80071392): The object already exists.', 'ldap.users'],
  ...deadlocks.map((text) => [text, 'sql.anchor'] as const),
  ['ERROR [57014] ERROR: canceling statement due to statement timeout', 'sql.anchor'],
  ['ERROR [HY000] [Oracle][ODBC][Ora]ORA-12899: value too large for column', 'sql.write'],
  [
    'ERROR [HY000] [Oracle][ODBC][Ora]ORA-01400: cannot insert NULL into ("HR"."E"."LAST")',
    'sql.required-columns',
  ],
  ['ERROR [HY000] [Oracle][ODBC][Ora]ORA-00904: "MAIL": invalid identifier', 'sql.table'],
  ['ERROR [HY000] [Oracle][ODBC][Ora]ORA-02291: integrity constraint (HR.FK) violated', 'sql.write'],
  [
    "ERROR [HY000] [MySQL][ODBC 8.0(w) Driver][mysqld-8.0.33]Data too long for column 'x' at row 1",
    'sql.write',
  ],
  [
    "ERROR [HY000] [MySQL][ODBC 8.0(w) Driver][mysqld-8.0.33]Unknown column 'mail' in 'field list'",
    'sql.table',
  ],
  [`ERROR [42000] ${driver17}[SQL Server]Could not find stored procedure 'dbo.AddUser'.`, 'sql.table'],
  [
    `ERROR [42000] ${driver17}[SQL Server]The transaction log for database 'HR' is full due to 'LOG_BACKUP'.`,
    'sql.write',
  ],
  [
    `ERROR [25000] ${driver17}[SQL Server]Failed to update database "HR" because the database is read-only.`,
    'sql.dsn',
  ],
  [
    `ERROR [HY000] ${driver17}[SQL Server]The target database, 'HR', is participating in an availability group and is currently not accessible for queries.`,
    'sql.database',
  ],
  ['javax.naming.AuthenticationException: [LDAP: error code 49 - Invalid Credentials]', 'ldap.bind'],
  [
    'Microsoft.ServiceBus.Messaging.MessagingCommunicationException: Could not connect to net.tcp://x.servicebus.windows.net:9350',
    'network.agent-hosts',
  ],
  [
    'System.TimeoutException: The operation did not complete within the allotted timeout of 00:01:00. sb://x.servicebus.windows.net',
    'network.agent-hosts',
  ],
  [
    'System.Net.Http.HttpRequestException: No connection could be made because the target machine actively refused it. (localhost:8585)',
    'host.port',
  ],
  // Windows code beside a connector
  [
    "System.DllNotFoundException: Unable to load DLL 'sapnwrfc.dll': The specified module could not be found. (Exception from HRESULT: 0x8007007E)",
    'connector.deployed',
  ],
  [
    'System.DllNotFoundException: Die DLL "x.dll": Das angegebene Modul wurde nicht gefunden. (Ausnahme von HRESULT: 0x8007007E) kann nicht geladen werden.',
    'connector.deployed',
  ],
  [
    "System.EntryPointNotFoundException: Unable to find an entry point named 'f' in DLL 'x.dll'.",
    'connector.runtime',
  ],
  [
    "System.IO.FileNotFoundException: Could not load file or assembly 'sapnco.dll' or one of its dependencies. The specified module could not be found. (Exception from HRESULT: 0x8007007E)",
    'connector.deployed',
  ],
  [
    'x.ps1 cannot be loaded because running scripts is disabled on this system. For more information, see about_Execution_Policies at https://go.microsoft.com/fwlink/?LinkID=135170.',
    'server.powershell-policy',
  ],
  // Web services
  [
    "System.ServiceModel.Security.MessageSecurityException: The HTTP request is unauthorized with client authentication scheme 'Basic'. The authentication header received from the server was 'Basic realm=\"SAP\"'. ---> System.Net.WebException: The remote server returned an error: (401) Unauthorized.",
    'connector.endpoints',
  ],
  [
    'System.ServiceModel.Security.MessageSecurityException: Die HTTP-Anforderung ist beim Clientauthentifizierungsschema "Anonymous" nicht autorisiert.',
    'connector.endpoints',
  ],
  [
    "System.ServiceModel.Security.MessageSecurityException: The HTTP request was forbidden with client authentication scheme 'Anonymous'.",
    'connector.files',
  ],
  [
    "System.ServiceModel.ActionNotSupportedException: The message with Action 'urn:x' cannot be processed at the receiver",
    'connector.files',
  ],
  [
    "System.Net.WebException: The remote name could not be resolved: 'sap.contoso.example'",
    'connector.endpoints',
  ],
  [
    'System.Net.WebException: The operation has timed out https://sap.contoso.example/hr',
    'connector.endpoints',
  ],
  [
    "System.Net.WebException: The remote name could not be resolved: 'a1b2.servicebus.windows.net'",
    'network.dns',
  ],
  [
    'System.Net.WebException: The operation has timed out https://login.microsoftonline.us/t',
    'network.agent-hosts',
  ],
  [
    'System.Net.WebException: The operation has timed out https://login.partner.microsoftonline.cn/t',
    'network.agent-hosts',
  ],
  [
    'System.Net.WebException: The operation has timed out https://localhost:8585/ecma2host_HR/scim',
    'host.answer',
  ],
  ['AADSTS700027: Client assertion contains an invalid signature.', 'host.agent-certificate'],
  ["AADSTS90002: Tenant 'x' not found.", 'tenant.exists'],
];

/** They fit a cause in part: a class without its reason, a number in another place, a word of another matter. */
const inPart: readonly string[] = [
  `${ldapException}: A local error occurred.`,
  `${operation}: An unknown error occurred.`,
  'System.Exception: The object does not exist.',
  'System.Exception: The size limit was exceeded',
  'The server is busy.',
  `ERROR [42000] ${driver17}[SQL Server]Incorrect syntax near the keyword 'FROM'.`,
  `ERROR [HY000] ${driver17}Unspecified error`,
  'ERROR [23000] the integrity was hurt',
  'System.IO.FileNotFoundException: Could not find file C:\\temp\\users.csv.',
  'System.UnauthorizedAccessException: Access to the path C:\\temp\\a.txt is denied.',
  'Loaded C:\\Program Files\\Microsoft ECMA2Host\\Service\\ECMA\\Cache\\a\\Example.dll with 3 types',
  'System.ComponentModel.Win32Exception (0x80004005): Access is denied\n at System.ServiceProcess.ServiceInstaller.Install(IDictionary stateSaver)',
  'System.ComponentModel.Win32Exception: the file already exists',
  'System.Net.WebException: The remote server returned an error: (500) Internal Server Error.',
  'System.Net.WebException: The remote server returned an error: (401) Unauthorized. https://graph.contoso.example/x',
  'System.Net.Sockets.SocketException (10061): refused',
  'The installation failed with 0x80070643.',
  'The number 18456 was imported; 49 users, code 81.',
  'Port 11001 was free',
  'System.TimeoutException: The operation has timed out.',
  'System.Security.SecurityException: Requested registry access is not allowed.',
  'The connector was disabled at line 529; data 52e',
  'objectClass: value #1 was written',
  "System.UnauthorizedAccessException: Access to the path 'C:\\Windows\\x' is denied.",
  'System.IO.IOException: The disk is full.',
  'System.Threading.Tasks.TaskCanceledException: A task was canceled.',
  'Only one usage of each socket address was seen in the import',
  'The mapping of hr.wsconfig was read',
  'LDAP: imported 3 pages; code: 32 bit mode',
  'The export of LDAP users wrote error code 32 files',
  "[MySQL][ODBC 8.0(w) Driver] Table 'x' was read",
  'System.Net.WebException: The operation has timed out',
  'System.Net.WebException: The operation has timed out.\n at System.Net.HttpWebRequest.GetResponse()',
  'System.Net.WebException: Timeout für Vorgang überschritten.',
  'System.Net.WebException: Unable to connect to the remote server',
  'System.Net.WebException: The underlying connection was closed: The connection was closed unexpectedly.',
  'System.ServiceModel.Security.MessageSecurityException: An error occurred when verifying security for the message.',
  'System.ServiceModel.FaultException: Something',
  'System.ServiceModel.CommunicationException: An error occurred',
  "System.TypeInitializationException: The type initializer for 'X' threw an exception.",
  'DllNotFoundException was handled',
  'System.EntryPointNotFoundException: x',
  'The LDAP attribute mail was mapped; result code 0',
  'LDAP error code 0',
  'System.TimeoutException: The operation did not complete. sb://bus.contoso.example',
  'AADSTS50126: Error validating credentials due to invalid username or password.',
  'System.Net.WebException: The remote server returned an error: (429) Too Many Requests. https://login.microsoftonline.com',
  'Imported [40001] users, then [23505] groups',
  'The deadlock of last year was talked about; 1205 users',
  `${ldapException}: An encoding error occurred.`,
  `${ldapException}: The search filter is invalid.`,
  `${operation}: An operation error occurred.`,
  'System.Net.WebException: The remote server returned an error: (502) Bad Gateway.',
  'System.Xml.XmlException: Root element is missing.',
];

describe('host.events, typical texts', () => {
  it.each(typical)('%s', async (text, row) => {
    const { said, verdict } = await logged(text);
    expect(said).not.toContain('none known here');
    expect(verdict.remedy?.steps.map((step) => step.text)).toContain(`See the row ${row}: it looks at this`);
  });

  it.each(inPart)('in part only: %s', async (text) => {
    expect((await logged(text)).said).toBe('warn: 1 error, none known here');
  });
});
