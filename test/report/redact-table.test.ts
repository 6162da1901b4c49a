import { describe, expect, test } from 'vitest';
import { eventOfRun } from '../../src/report/event-log.ts';
import { formats } from '../../src/report/formats.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { writePlain } from '../../src/report/plain.ts';
import { redact } from '../../src/report/redact.ts';
import type { Row } from '../../src/results/row.ts';
import { settingsForReport } from '../../src/settings/settings-for-report.ts';
import { settingsFromReport } from '../../src/settings/validate.ts';
import { madeUp } from './made-up.ts';

/** Names of every kind, planted where only the text itself tells that they are names; none is found in any format. */
const planted: readonly (readonly [kind: string, text: string, secrets: readonly string[]])[] = [
  ['a share', 'read from \\\\filer77\\ecma$\\lib.dll', ['filer77']],
  ['a URL', 'see https://wiki.adatum.example/x and ldap://dirsrv9.adatum.example:389', ['adatum', 'dirsrv9']],
  ['a DN', 'uid=jdoe,ou=people,dc=adatum,dc=example', ['jdoe', 'adatum']],
  ['a DN of an organization', 'cn=svc-ecma,ou=x,o=Adatum Works', ['svc-ecma', 'Adatum']],
  ['mail', 'ask maria.lopez@adatum.example', ['maria.lopez', 'adatum']],
  ['a GUID', 'app 7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6 was refused', ['7e3c2f0a']],
  ['an IPv4 address', 'moves to 10.77.4.9 on Monday', ['10.77.4.9']],
  ['an IPv6 address', 'moves to fd12:3456:789a::77 on Monday', ['fd12:3456']],
  ['an owner of a table', 'denied on [klaus2].[Employees], see "RITA7"."STAFF"', ['klaus2', 'rita7']],
  ['an owner in words', "denied on the object 'Employees', database 'D', schema 'greta9'.", ['greta9']],
  [
    'an application',
    'api://7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6 of api://adatum-app',
    ['7e3c2f0a', 'adatum'],
  ],
  [
    'a host alone',
    'moves to dirsrv9.adatum.example, DIRSRV8.ADATUM.EXAMPLE. on Monday',
    ['adatum', 'dirsrv'],
  ],
  ['a host of another script', 'see münchen7.adatum.example', ['adatum', 'münchen7']],
  ['a share in slashes', 'copied to //filer77/ecma', ['filer77']],
  ['a login of a domain in dots', 'granted by adatum.example\\klaus', ['adatum', 'klaus']],
  [
    'an account in quotes',
    "denied for user \"klaus7\" and role 'rita7'@'10.77.4.9'",
    ['klaus7', 'rita7', '10.77'],
  ],
  ['an account of Oracle', 'ORA-01017: logon denied for user KLAUS7', ['klaus7']],
  ['a connection string', 'Server=tcp:dbsrv9,1433;UID=klaus7;Database=D', ['dbsrv9', 'klaus7']],
  ['a descriptor of Oracle', '(HOST=orasrv9)(PORT=1521)', ['orasrv9']],
  ['names in a certificate', 'DNS:dirsrv9.adatum.example, DNS:*.adatum.example', ['adatum', 'dirsrv9']],
  ['an authority', 'O=Adatum Works, CN=Adatum Root CA G2', ['adatum']],
  ['an authority in words', 'issued by Adatum Issuing 2', ['adatum']],
  ['a person in a DN', 'cn=Lopez\\, Maria,ou=people,dc=adatum,dc=example', ['lopez', 'maria', 'adatum']],
  [
    'a person before an address',
    '"Lopez, Maria" <m@adatum.example> or Maria Lopez <m@adatum.example>',
    ['lopez', 'maria'],
  ],
  ['a SID', 'owned by S-1-5-21-1004336348-1177238915-682003330-1110', ['1004336348', '682003330']],
  ['a GUID without hyphens', 'tenant 7e3c2f0a1b2c4d5e8f90a1b2c3d4e5f6', ['7e3c2f0a']],
  ['a GUID in braces', 'app {7E3C2F0A-1B2C-4D5E-8F90-A1B2C3D4E5F6}', ['7e3c2f0a']],
  ['a server in Azure', 'adw.database.windows.net, adw.mail.onmicrosoft.com, adw.b2clogin.com', ['adw']],
  ['a folder of a person', '/Users/klaus7/ecma and /home/klaus7', ['klaus7']],
  [
    'an address within',
    'ldaps://[fd12:3456:789a::77]:636, ::ffff:10.77.4.9, 10.77.4.0/24',
    ['fd12:3456', '10.77', '77.4'],
  ],
  [
    "a customer's name below Microsoft's domains",
    'tcp:adatumsql.database.windows.net,1433 adatumgov.database.usgovcloudapi.net:1433 adatumcn.database.chinacloudapi.cn:1433 adatumpg.postgres.database.azure.com:5432',
    ['adatumsql', 'adatumgov', 'adatumcn', 'adatumpg'],
  ],
  ['an address with a zone', 'by fd12:3456:789a::77%eth7, [fd12:3456:789a::77%12]:389', ['fd12:3456']],
  ['a link-local address beside a name', 'fe80::1%Ethernet of dirsrv9.adatum.example', ['dirsrv9', 'adatum']],
  [
    'a name in Punycode',
    'see xn--mnchen-3ya.adatum.example and xn--bcher-kva.example',
    ['xn--mnchen', 'xn--bcher', 'adatum'],
  ],
  [
    "a machine's account",
    'ADATUM\\SRV77$, srv78$@ADATUM.EXAMPLE and then SRV77$',
    ['adatum', 'srv77', 'srv78'],
  ],
  ["a machine's account alone", "Login failed for user 'SRV77$'. granted to SRV78$", ['srv77', 'srv78']],
  ['a UPN with a plus', 'maria+ecma@adatum.example was refused', ['maria', 'adatum']],
  ['a DN with escapes', 'cn=Lopez\\2C Maria,ou=people,dc=adatum,dc=example', ['lopez', 'maria', 'adatum']],
  ['a DN with quotes', 'cn="Lopez, Maria",ou=people,dc=adatum,dc=example', ['lopez', 'maria', 'adatum']],
  [
    'a DN of two values',
    'cn=Maria Lopez+uid=mlopez7,ou=people,dc=adatum,dc=example',
    ['lopez', 'mlopez7', 'adatum'],
  ],
  ['a DN in semicolons', 'cn=Maria Lopez;ou=people;dc=adatum;dc=example', ['lopez', 'adatum']],
  ['a canonical name', 'adatum.example/people/Maria Lopez', ['adatum']],
  ['a file URL', 'file://filer77/ecma/lib.dll and file:///C:/Users/klaus7/x.dll', ['filer77', 'klaus7']],
  [
    'a long share',
    '\\\\?\\UNC\\filer77\\ecma\\lib.dll and \\\\filer78@SSL\\DavWWWRoot\\x',
    ['filer77', 'filer78'],
  ],
  [
    'percent-encoded',
    'ldap://x.example/uid%3Djdoe%2Cou%3Dpeople%2Cdc%3Dadatum%2Cdc%3Dexample and maria.lopez%40adatum.example',
    ['jdoe', 'adatum', 'maria.lopez'],
  ],
  [
    'a query',
    'https://login.microsoftonline.com/x?login_hint=maria.lopez%40adatum.example&domain_hint=adatum.example',
    ['maria', 'adatum'],
  ],
  [
    'LDIF in Base64',
    `dn:: ${Buffer.from('uid=jdoe,ou=people,dc=adatum,dc=example').toString('base64')}`,
    [Buffer.from('uid=jdoe,ou=people,dc=adatum,dc=example').toString('base64'), 'adatum'],
  ],
  [
    'a service principal',
    'MSSQLSvc/dbsrv9.adatum.example:1433, ldap/dirsrv9@ADATUM.EXAMPLE, HTTP/websrv9',
    ['dbsrv9', 'dirsrv9', 'websrv9', 'adatum'],
  ],
  [
    'a server of PostgreSQL',
    'connection to server at "dbsrv9" (10.77.4.9), port 5432 failed',
    ['dbsrv9', '10.77'],
  ],
  [
    'an account at a host',
    "Access denied for user 'klaus7'@'dbsrv9' (using password: YES)",
    ['klaus7', 'dbsrv9'],
  ],
  ['a login in quotes', "Login failed for user 'ADATUM\\klaus'.", ['adatum', 'klaus']],
  ['a login in JSON', '{"user":"ADATUM\\\\klaus7","host":"dbsrv9"}', ['adatum', 'klaus7', 'dbsrv9']],
  [
    'a name that was not found',
    'getaddrinfo ENOTFOUND dirsrv9 and queryA ESERVFAIL dbsrv9',
    ['dirsrv9', 'dbsrv9'],
  ],
  [
    'an address and its port',
    'connect ECONNREFUSED 10.77.4.9:389 and fd12:3456:789a::77:389',
    ['10.77', 'fd12:3456'],
  ],
  [
    'JDBC',
    'jdbc:sqlserver://dbsrv9;user=klaus7 jdbc:oracle:thin:@orasrv9:1521:XE',
    ['dbsrv9', 'klaus7', 'orasrv9'],
  ],
  ['a connection of Oracle', 'klaus7@//orasrv9:1521/xe', ['klaus7', 'orasrv9']],
  [
    'a way out',
    'PROXY way7:8080; SOCKS5 way8:1080; DIRECT and http=way9:8080;https=wayout:8080',
    ['way7', 'way8', 'way9', 'wayout'],
  ],
  [
    'a host without a domain and its port',
    'connect to dirsrv9:636, (dbserver:1433)',
    ['dirsrv9', 'dbserver'],
  ],
  ['a list of exceptions', '<local>;*.adatum.example;.adatum.test;10.77.*', ['adatum', '10.77']],
  [
    'a tenant in an address',
    'https://login.microsoftonline.com/adatum.example/oauth2/v2.0/token',
    ['adatum'],
  ],
  ["a tenant of Entra's words", "AADSTS90002: Tenant 'adatumcorp' not found", ['adatumcorp']],
  ["an account of Entra's words", 'AADSTS50034: The user account klaus7 does not exist', ['klaus7']],
  ["a host of Oracle's words", 'ORA-12541: No listener at host orasrv9 port 1521', ['orasrv9']],
  ["a host of Node's words", "Host: dirsrv9. is not in the cert's altnames: DNS:dirsrv8", ['dirsrv']],
  ['a host of our own words', 'no such name: dirsrv9', ['dirsrv9']],
  ['an entry of LDIF', 'uid: jdoe7, sAMAccountName: klaus7', ['jdoe7', 'klaus7']],
  ['an old folder of a person', 'C:\\Documents and Settings\\klaus7\\x', ['klaus7']],
  ['a network card', '00:1A:2B:3C:4D:5E and 00-1a-2b-3c-4d-5f', ['3c:4d', '3c-4d']],
  [
    'a place in the name of an authority',
    'C=AT, ST=Upper Austria, L=Linz, STREET=Dock Road 4, O=Adatum Works, CN=Adatum Root CA',
    ['upper austria', 'linz', 'dock road', 'adatum'],
  ],
  ["a place in Windows' spelling", 'CN=Adatum Root CA, L=Linz, S=Tirol, C=AT', ['linz', 'tirol', 'adatum']],
  [
    'a name made up for a machine',
    'moves from WIN-8K3J2LQ9ABC and ec2amaz-1a2b3c4 to ip-10-77-4-9',
    ['8k3j2', '1a2b3c4', '10-77'],
  ],
  ['an instance', 'DBSRV9\\SQLEXPRESS', ['dbsrv9']],
  ['a login', 'granted by ADATUM\\klaus until then', ['ADATUM', 'klaus']],
  [
    'a host in letters of both cases',
    'see SRV9.corp7.local, DC07.Adatum.com and Fs7.Lucerne.Net; ask at helpdesk7.Adatum.com, Srv8.Corp7.Local',
    ['srv9', 'corp7', 'dc07', 'adatum', 'lucerne', 'fs7', 'helpdesk7'],
  ],
  ['a domain in letters of both cases', 'a forest Lucerne.com', ['lucerne']],
  [
    'hosts of more endings',
    'db7.adatum.io, db8.lucerne.cloud. db9.adatum.co.id dc07.lucerne.intra dc08.corp7.ads (srv9.adatum.ru) srv8.adatum.ad',
    ['db7', 'db8', 'db9', 'dc07', 'dc08', 'srv8', 'srv9', 'adatum', 'lucerne', 'corp7'],
  ],
  [
    'a domain whose ending is a word too',
    'dirsrv9.lucerne.hr, dc-9.lucerne.office, adatum7.store; db.adatum8.at and hr.adatum9.co.id',
    ['dirsrv9', 'lucerne', 'dc-9', 'adatum7', 'adatum8', 'adatum9'],
  ],
  [
    'a domain of such an ending by what stands beside it',
    'rita@lucerne.hr, ldap://adatum.id and adatum.office\\klaus7, *.zurich.group; see lucerne.hr, adatum.id, zurich.group',
    ['rita', 'lucerne', 'adatum', 'klaus7', 'zurich'],
  ],
  ['a host before a capital ending', 'DC01.Adatum.com and Dc2.Lucerne.Com', ['dc01', 'adatum', 'lucerne']],
  [
    'a login in small letters',
    'agreed with adatum\\anna7 and AdatumCorp\\anna8, then "adatum2\\\\rita.berg".',
    ['adatum', 'anna7', 'anna8', 'rita'],
  ],
  [
    'a range',
    '10.77.1.3-10.77.1.9, 10.78.1.3 - 10.78.1.9 and 10.79.1.3-9',
    ['10.77', '77.1.9', '10.78', '78.1.9', '10.79'],
  ],
  [
    'a folder of a person with a space',
    'in C:\\Users\\Anna Berg7\\x.txt and C:\\Documents and Settings\\Rita Q. Lucerne\\x, "D:\\Users\\Klaus7 Berg\\a b\\y"',
    ['anna', 'berg7', 'rita', 'lucerne', 'klaus7'],
  ],
  [
    'an owner in capitals',
    'ORA-00942: table KLAUS7.EMPLOYEES, RITA7.STAFF$ALL and GRETA_9.ORG_UNITS.',
    ['klaus7', 'rita7', 'greta_9'],
  ],
  [
    'an owner in words without quotes',
    'permission denied for schema klaus7. The view in schema rita7 is old; schema greta9 does not exist',
    ['klaus7', 'rita7'],
  ],
  [
    'a service principal in small letters',
    'ldap/DC07.corp7.local, host/dc08.corp7.local@CORP7.LOCAL http/Web7.corp7.local:8080',
    ['dc07', 'dc08', 'web7', 'corp7'],
  ],
  ["a group's managed account", 'gMSA svc-ecma7$, gmsa-hr-7$ and then', ['svc-ecma7', 'gmsa-hr-7']],
  [
    'a machine by its account',
    'SRV-ECMA77$ is denied on SRV-ECMA77; gmsa-hr7$ is gmsa-hr7',
    ['ecma77', 'hr7'],
  ],
  ['a short account of Oracle', 'rita@//ora9:1521/xe, kurt/x7@//ora9:1521/xe', ['rita', 'kurt', 'ora9']],
  [
    'a short account by itself',
    "Login failed for user 'rita'. rita locked, Rita is late, (rita) ADATUM\\kurt; KURT and kurt.",
    ['rita', 'kurt', 'adatum'],
  ],
  ['a pool of IIS', 'IIS APPPOOL\\AdatumWeb7 may read it', ['adatumweb7']],
  [
    'an address behind a word of every day',
    'the agent 10.77.1.3, Azure agent: 172.20.3.4, driver: 10.78.1.4, release 10.79.1.5, build 10.80.1.1, agent=10.81.2.6, patch 192.168.77.2, agent 52.77.3.4, build 52.78.1.1, the driver of 53.77.1.2',
    ['10.77', '172.20', '10.78', '10.79', '10.80', '10.81', '168.77', '52.77', '52.78', '53.77'],
  ],
  [
    'an address behind a product',
    'MariaDB 10.77.1.3, Oracle 10.78.1.4, MySQL: 172.20.3.4, SQL Server 192.168.77.2, PostgreSQL 52.77.3.4, slapd 10.79.0.5',
    ['10.77', '10.78', '172.20', '168.77', '52.77', '10.79'],
  ],
  [
    'an account behind a colon',
    'Account:ADATUM\\klaus2 locked, user:adatum\\klaus9, net use /user:ADATUM\\klaus1 and -u:lucerne\\klaus3',
    ['adatum', 'lucerne', 'klaus'],
  ],
  [
    'an account in letters of both cases',
    'runs as Adatum\\Klausi.Lopez, owner Lucerne\\Rita; on Zurich\\Greta.Berg, as "Zug77\\Administrator"',
    ['adatum', 'klausi', 'lucerne', 'rita', 'zurich', 'greta', 'zug77'],
  ],
  [
    'an account of a domain that is known',
    'ADATUM\\svc7 and then Adatum\\Klausi7, adatum\\Rita7 too',
    ['adatum', 'klausi7', 'rita7'],
  ],
  [
    'an account with an umlaut',
    'ZÜRICH\\klaus7 and MÜNCHEN7\\rita7',
    ['zürich', 'münchen7', 'klaus7', 'rita7'],
  ],
  [
    'a mailbox at a provider',
    'anna.berg@live.com, max.maier@microsoft.com, login_hint=klaus.h3@office.com, sip:anna.berg2@live.com',
    ['anna', 'berg', 'maier', 'klaus'],
  ],
  [
    "a customer's name below the domains of a provider",
    'hr-adatum.msappproxy.net, adatumb.visualstudio.com, adatumc.servicebus.windows.net, adatumd.documents.azure.com, adatum9.openai.azure.com, adatumqs.search.windows.net, adatum.pkgs.visualstudio.com, adatum.redis.cache.windows.net, adatum.newservice.azure.com, adatum.privatelink.database.windows.net',
    ['adatum'],
  ],
  [
    'an organization in Azure DevOps',
    'dev.azure.com/adatumorg, https://dev.azure.com/lucerne/x/_git/y, https://zurich7@dev.azure.com/zurich7/z and git@ssh.dev.azure.com/v3/zug77/a',
    ['adatumorg', 'lucerne', 'zurich7', 'zug77'],
  ],
  [
    'a host by its first label, whatever it ends with',
    'fsq3.lucerne.rs, dc01.adatum.energy, srv2.zurich.care, sql01.zug77.club. dc1.geneva.shop (dc7.bern.guru) fs-linz.chur.ninja SRV7.THUN.REHAB',
    [
      'fsq3',
      'lucerne',
      'dc01',
      'adatum',
      'srv2',
      'zurich',
      'sql01',
      'zug77',
      'dc1',
      'geneva',
      'bern',
      'chur',
      'thun',
    ],
  ],
  [
    'a SID of Entra and of a virtual machine',
    'S-1-12-1-3456789012-1234567890-2345678901-3456789013 and S-1-5-83-1-3456789012-1234567891-2345678902-1',
    ['3456789012', '1234567890', '2345678901', '3456789013', '1234567891'],
  ],
  ['an organization in quotes', 'O="Adatum Works, Inc." and so Adatum Works, Inc. is', ['adatum']],
  [
    'an organization as OpenSSL writes it',
    'O=Adatum Works/CN=srvz9, C = AT, O = Lucerne Bau, CN = srvz8; of Adatum Works and Lucerne Bau',
    ['adatum', 'lucerne', 'srvz9'],
  ],
  [
    'a unit of a company',
    'O=x, OU=Adatum Zentrale Linz, C=AT and OU="Werk Lucerne"',
    ['adatum', 'lucerne', 'linz'],
  ],
  ["a card as Cisco's devices write it", 'MAC 001B.4411.3AB7 and 001b.4411.3ab8', ['4411']],
  ['a service principal alone', 'ldap/dcq9 and host/dcq10, http/web-7', ['dcq9', 'dcq10', 'web-7']],
  ['an account behind login=', 'login=klaus3&x=1', ['klaus3']],
  [
    'a password between an account and a host',
    'HRX9/geheim7@dbx9:1521, kurt7/geheim8@//ora9/xe, ldap://rita7:geheim9@srv9.adatum.example',
    ['hrx9', 'geheim', 'dbx9', 'kurt7', 'rita7', 'adatum'],
  ],
  [
    'a password behind an account with a domain',
    'http://klaus%40adatum.example:geheim7@way7:8080, https://rita@adatum.example:geheim8@way8, http://kurt7:ge@heim9@way9',
    ['klaus', 'adatum', 'geheim', 'heim9', 'rita', 'kurt7', 'way7', 'way8', 'way9'],
  ],
  [
    "an owner in an engine's words",
    `Invalid object name 'klaus7.Employees'. stored procedure 'rita7.AddUser', table "greta9.Dept", table 'D.kurt7.E', object "anna7.E", relation "jonas7.e", SQL0551N  "BERTA7" does not have the privilege on object "HANNA7.E". SQL0204N  "PAULA7.E" is an undefined name, schema "otto7" does not exist`,
    'klaus7 rita7 greta9 kurt7 anna7 jonas7 berta7 hanna7 paula7 otto7'.split(' '),
  ],
  [
    'an account in the languages of SQL Server',
    "für den Benutzer 'klaus7'. de l'utilisateur 'rita7'. del usuario 'kurt7'. пользователя \"anna7\". ユーザー 'otto7' は。 用户'berta7'登录失败",
    'klaus7 rita7 kurt7 anna7 otto7 berta7'.split(' '),
  ],
  [
    'an address behind a colon',
    'IP Address:FD12:3456:789A:0:0:0:0:77, IP:fd12:3456:789b::77, tcp:fd12:3456:789c::77,1433 MAC:00-1A-2B-3C-4D-5E',
    ['3456', '2b-3c'],
  ],
  [
    'an address before its port',
    'connect ECONNREFUSED fd12:3456:789a::77:389, ETIMEDOUT fd12:3456:3:4:5:6:7:8:389',
    ['fd12'],
  ],
  ['a regular expression', '^(?:.*\\.)?adatum7\\.local$', ['adatum7']],
  ['an address in a regular expression', '^10\\.77\\.4\\.9$', ['77']],
  ['a security descriptor', 'O:S-1-5-21-1004336348-1177238915-682003330-1110G:DU', ['1004336348']],
  [
    'names before a script without spaces',
    '10.77.4.9に接続できません。fd12:3456:789a::77と7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6が、用户ADATUM\\klaus7登录失败, のdirsrv9.adatum.exampleに, dbsrv9.lucerne.com에서',
    ['10.77', 'fd12', '7e3c2f0a', 'adatum', 'klaus7', 'dirsrv9', 'dbsrv9', 'lucerne'],
  ],
  [
    'a server of SQL Server by its way',
    'the driver asked tcp:SQL01,1433 and admin:sql02\\x, Server=np:sql03; Servername=dbsrv8; sAMAccountName=klaus7',
    ['sql01', 'sql02', 'sql03', 'dbsrv8', 'klaus7'],
  ],
  ['a server without a share', 'copied to \\\\filer79 and \\\\filer-80, on Monday', ['filer79', 'filer-80']],
  ['a host behind strokes', 'asked //web7.adatum.example and //dbsrv9/x', ['web7', 'adatum', 'dbsrv9']],
  [
    'an account at a host without a domain',
    'klaus4@dbsrv3 is locked, ssh rita7@dbsrv4.',
    ['klaus4', 'dbsrv', 'rita7'],
  ],
  [
    "a directory's name in Entra's words",
    "AADSTS700016: Application 'x' was not found in the directory 'Adatum Works'. AADSTS50020: User account 'x' does not exist in tenant 'Lucerne Bau' and",
    ['adatum', 'lucerne'],
  ],
  [
    'a password of every letter',
    `a://klaus7:12345,geheim@dbsrv1/ b://klaus7:1234#geheim@dbsrv2/ c://klaus7:1234?geheim@dbsrv3/ d://klaus7:2024;geheim@dbsrv4 ldap://klaus7:O'geheim@dbsrv5/ e://klaus7:<geheim"x>@dbsrv6/ f://cn=klaus7,dc=adatum,dc=local:geheim@dbsrv7:389/ g://kla;us7:geheim@dbsrv8:1 jdbc:oracle:thin:klaus7/geheim@dbsrv9:1521:hr`,
    ['klaus7', 'us7', 'geheim', 'dbsrv', 'adatum'],
  ],
  [
    'names in the quotes of PostgreSQL, in its languages',
    'Benutzer »klaus7«, Rolle »rita7«, Host »dbsrv1«; l\'utilisateur « kurt7 », ユーザ "otto7", 角色 "berta7", ロール"hanna7", サーバー "dbsrv2", 主机名"dbsrv3", Relation »anna7.e«, スキーマ "paula7"',
    'klaus7 rita7 kurt7 otto7 berta7 hanna7 anna7 paula7 dbsrv'.split(' '),
  ],
  [
    'an owner in the languages of SQL Server',
    "Ungültiger Objektname 'klaus7.E'. Nom d'objet 'rita7.E' オブジェクト名 'kurt7.E' 对象名 'otto7.E' 无效。 架构 'berta7'",
    'klaus7 rita7 kurt7 otto7 berta7'.split(' '),
  ],
  [
    'a host that was not resolved',
    "The remote name could not be resolved: 'dbsrv1'. Der Remotename konnte nicht aufgelöst werden: 'dbsrv2'. Can't connect to MySQL server on 'dbsrv3' (110)",
    ['dbsrv'],
  ],
  [
    'an account and its owner in one',
    'Authorization ID: "KLAUS7". Object: "RITA7.EMPLOYEES".',
    ['klaus7', 'rita7'],
  ],
  ['a host and port behind strokes', 'Connect string: //dbsrv9:1521/hrpdb', ['dbsrv9']],
  ['a share in JSON', '"\\\\\\\\filer9\\\\share"', ['filer9']],
  [
    'all hosts below a domain',
    'no_proxy=.corp7.adatum.com and [a-z]+\\.corp8\\.adatum\\.com$',
    ['corp7', 'corp8', 'adatum'],
  ],
  [
    'a password that looks like a query',
    'http://klaus7:1234?a=b@dbsrv1 http://klaus7:12345;pw=b@dbsrv2 ldap://klaus7:ab"}geheim@dbsrv3 http://klaus7%40hr:geheim@way7:80 http://100%klaus7:geheim@way8:80',
    ['1234', 'a=b', 'pw=b', 'geheim', 'klaus7', 'dbsrv', 'way7', 'way8'],
  ],
  ['a host before its port', 'ECONNREFUSED dbsrv9:389: refused, ENOTFOUND dc01:636: x', ['dbsrv9', 'dc01']],
  ['a schema in single quotes', "schema 'kla»us7' and schema 'rita7.x'", ['kla»us7', 'rita7']],
  ['an account that is called like a word', '用户 “系统” 登录失败', ['系统']],
  [
    'a password in JSON',
    '{"url":"ldap://klaus7:geheim@dbsrv9:389","mail":"berg7@adatum.example"}',
    ['klaus7', 'geheim', 'dbsrv9', 'berg7', 'adatum'],
  ],
  ['an account in braces', 'Server=dbsrv9;UID={klaus7};PWD', ['dbsrv9', 'klaus7']],
  [
    'a host in a query',
    'x?to=a%2Fdbsrv9.adatum.local&y=1 and path=%2Fsites%2Flucerne.local',
    ['dbsrv9', 'adatum', 'lucerne'],
  ],
  ['a schema in JSON', '{"schema":"klaus7","user":"berg7"}', ['klaus7', 'berg7']],
  ['a folder like a file', 'C:\\Users\\klaus7.js\\AppData and /home/rita7.cs/x', ['klaus7', 'rita7']],
  [
    'two regular expressions',
    '.*\\.adatum7\\.local$; ^https?://dbsrv9\\.lucerne\\.local',
    ['adatum7', 'dbsrv9', 'lucerne'],
  ],
  ['a GUID behind letters that digits are, too', 'ad-7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6', ['7e3c2f0a']],
  [
    'a host right behind a word without a space',
    '无法连接-数据库dbsrv8.adatum.local上, SQL-Server数据库dbsrv9.adatum.local, 吉田𠮷dbsrv7.adatum.localへ接続',
    ['dbsrv', 'adatum'],
  ],
  [
    'an account without capitals',
    'ADATUM\\王伟，密码错误: ADATUM\\山田(社員) 王伟',
    ['adatum', '王伟', '山田'],
  ],
  ['a unit in small letters', 'cn=x,ou=Adatum Zentrale Linz,o=y', ['adatum']],
  ['a folder in JSON', '"C:\\\\Users\\\\klaus7\\\\x"', ['klaus7']],
  ['an account as ADSI writes it', 'WinNT://ADATUM/klaus7', ['adatum', 'klaus7']],
  ['a GUID in the name of a file', 'AADConnect-7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6.log', ['7e3c2f0a']],
  ['a name on a line that is written', 'failed.\\ndirsrv9.adatum.example\\r\\n"x"', ['dirsrv9', 'adatum']],
];

/** What a reader needs, and what is the same for everybody. */
const kept = [
  'login.microsoftonline.com',
  'oneocsp.microsoft.com',
  'policykeyservice.dc.ad.msft.net',
  'ocsp.msocsp.com',
  'entra.microsoft.us',
  'microsoftgraph.chinacloudapi.cn',
  'LocalMachine\\Root',
  'HKLM\\SOFTWARE\\Microsoft',
  '127.0.0.1',
  'System.Net',
  'system.net',
  'ASP.NET',
  'server.dotnet',
  'sql.login@HR',
  'clock.ts:12',
  'web.config',
  'CN=Microsoft Root Certificate Authority 2011',
  'C=US, ST=Washington, L=Redmond, O=Microsoft Corporation',
  'l=en and st=2',
  'S-1-5-20',
  'user "dbo"',
  '10.0.17763',
  'HTTP/1.1',
  'HTTP/HTTPS',
  'MSSQL$SQLEXPRESS',
  'IPC$',
  'localhost:8585',
  'port:389',
  '*.msappproxy.net',
  '*.onmicrosoft.com',
  '192.168.*;127.*',
  '4A:DD:06:16:1B:BC:F6:68:B5:76',
  'a user account of the domain is needed',
  'HOST-24',
  'login.microsoftonline.com/common/oauth2',
  '100%25 and 5%',
  '%SystemRoot%\\System32',
  'https://learn.microsoft.com/x?view=a%20b',
  'System.Net::ServicePointManager',
  'connect ECONNREFUSED 127.0.0.1:1',
  'sql.login@HR2 and ldap.bind@Dir1',
  '\\\\n and \\\\server',
  'in the directory of the agent',
  'bin\\contoso.lan and Cache\\ecma.lan',
  "in the directory 'C:\\Program Files\\x'",
  "not found in the directory 'wwwroot', in tenant 'x'",
  '{"path":"C:\\\\ecma-doctor7"} %TEMP%\\\\ecma2-doctor.log .\\\\ndp48-x86.exe "\\\\x7F" \\\\u003B C:\\\\Users\\\\setup.log',
  'typescript@v5, node@v24, main@abc123, a@rev12, SQL.login@HR2',
  '//package.json, //System.Diagnostics, //ns.Person',
  "function 'Contoso.Ticketing.Export', `Object.keys`, identifier 'settings.connectors', Table 'hrdb.employees' doesn't exist",
  '{"schema":"","table":"employees"} "schema" must be "object" and [ \'schema\', \'tables\' ] at "schema", "tables"',
  'schema "urn:ietf:params:scim:schemas:core:2.0:User"',
  '"用户"或者"角色"不存在，或者没有权限; \'サーバー\'または\'ホスト\'',
  "Object name: 'MySqlConnector.MySqlConnection'. in MySqlConnector.dll, object 'process.env', Unknown table 'hr.employees'",
  'Server: "Microsoft-HTTPAPI", Table \'hr.employees\' is marked as crashed, SQL0206N  "E.SALARY" is not valid, build\\.net\\v8.0',
  'tcp:server,1433 tcp:any,1433 admin:admin,1434',
  "Login failed for user 'IIS APPPOOL\\DefaultAppPool'.",
  'tcp:keepalive,30 tcp:reset,retry np:pipe\\sql\\query admin:password, and',
  'class:Fade::Bed at:1::2 time:12:34::5',
  '(userPrincipalName={0}) (sAMAccountName=%s)',
  "C:\\Temp \\new and Object name: 'System.Net.Sockets.Socket'.",
  'view "v1.2", index "pk.x" and SQL0204N  "SYSIBM.X" is an undefined name',
  '#include //foo.h, Std::vector, 12:34:56 and TCP:443',
  // Accounts of Windows itself, also in other languages; what they are called after stays a word.
  'NT AUTHORITY\\SYSTEM',
  'NT AUTHORITY\\NETWORK SERVICE and NT AUTHORITY\\NetworkService, a public certificate authority of the service',
  'NT SERVICE\\AADConnectProvisioningAgent',
  '"NT SERVICE\\\\ALL SERVICES"',
  "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.",
  'BUILTIN\\Administrators',
  'NT-AUTORITÄT\\SYSTEM and VORDEFINIERT\\Benutzer',
  'AUTORITE NT\\Système',
  'IIS APPPOOL and NT VIRTUAL MACHINE',
  'Font Driver Host\\UMFD-0',
  'Window Manager\\DWM-1',
  'LocalSystem and NetworkService',
  '/opt/Service/Microsoft.ECMA2Host.Service.exe',
  'C:\\Program Files\\Microsoft ECMA2Host\\Service\\Microsoft.ECMA2Host.Service.exe.config',
  // Parts of programs, files and ids, which are written as hosts of more endings are.
  'System.Net.Http',
  'Microsoft.ECMA2Host.Service.exe',
  'System.Data.SqlClient',
  'System.IO',
  'Row.Id',
  'no tenant.id in .ecmarc, see tenant.cloud',
  'target.dn',
  'run.sh, x.py, lib.so, README.md, b.rs and c.ps',
  'SYS.DUAL and INFORMATION_SCHEMA.COLUMNS',
  'DBMS_LOCK.SLEEP',
  'SQLNET.ORA',
  'README.MD',
  'DBO.EMPLOYEES',
  'the schema is old; it is in schema of that',
  // Columns, schemas and members, which end as some domains do.
  'column employees.id, e.id, t1.id and hr.employees.id do not exist',
  'dbo.store, hr.office, sales.group, public.store and dbo.store.id',
  'person.hr, manager.id, ticket.id, correlation.id, employee.no, user.info',
  'appsettings.prod, main.app, rows.at, items.in, list.es',
  'SAP.Connector.Net and SapAdapter.Core.Com, Oracle.ManagedDataAccess.Client',
  // Paths and keys that are no logins.
  'LocalMachine\\My',
  'SOFTWARE\\Microsoft',
  'bin\\debug',
  'Wizard\\config',
  'Service\\x.dll',
  'plugins\\ecma.dll',
  'and\\or',
  'one\\nTwo',
  'C:\\Users\\Public\\x',
  '^a-b$',
  'version 10.77.1.3-beta',
  // Four numbers beside a version's word or a product, and how an assembly is told.
  'version 10.77.1.3, v10.77.1.4, file version: 1.1.96.0, "version": "2.3.4.5"',
  'slapd 2.4.44.1, MariaDB 10.11.6.1, MariaDB ODBC 3.1.17.0, MariaDB ODBC 3.1 Driver 3.1.17.1',
  'Oracle 19.3.0.0, Oracle 10.2.0.5, Db2 10.5.0.11, ODBC Driver 18 for SQL Server 18.3.2.1',
  'PingDirectory 8.0.0.0, 389-Directory/1.4.3.28, MySQL 8.0.33.1 and build 6.3.96.1, release 19.3.0.1',
  'Ticketing.Adapter 1.2.3.4 and mscorlib 4.0.0.0, netstandard 2.1.0.0',
  'an attribute 2.5.4.10 and an extension 2.5.29.37',
  'Newtonsoft.Json 13.0.0.0 and Microsoft.Extensions.Logging, Version=10.0.0.0',
  // Hosts and mailboxes of Microsoft's own, below the domains where customers have names.
  'portal.azure.com, ms.portal.azure.com, management.azure.com, dev.azure.com, graph.windows.net',
  'marketplace.visualstudio.com, download.msappproxy.net, *.servicebus.windows.net and login.windows.net',
  'support@microsoft.com, noreply@live.com',
  // What has three labels and is no host.
  'hr2.employees.lastname, hr2.employees.city, x509.subject.name, log4j.appender.console, sha256.hash.value',
  'report-2.tar.gz, srv2.web.config, steps.0.ms, oauth2.token.endpoint, h2.console.enabled',
  // What stands before a stroke and is no domain.
  '$env:LOCALAPPDATA\\ecma-doctor, Env:TEMP\\x, HKLM:SOFTWARE\\Microsoft and path:lib\\foo',
  'as Wizard\\Config and by Service\\Register, Adapters\\Sap.Connector',
  'OU=Domain Controllers and OU=Service Accounts, OU=Users',
  '1234.5678.9012 and dead.beef.cafe',
  'http/2, ldap/389 and https/443, login=true',
  'S-1-5-80-1-2-3-4-5 and S-1-5-32-544',
  // The same for everybody.
  'https://aka.ms/ecma and https://letsencrypt.org/x',
  'crl.globalsign.com',
  '00000003-0000-0000-c000-000000000000',
  '00000003-0000-0ff1-ce00-000000000000',
];

const guid = '7e3c2f0a-1b2c-4d5e-8f90-a1b2c3d4e5f6';

const [like] = madeUp.rows;

function inputWith(text: string, settings: ReportInput['settings']): ReportInput {
  if (like === undefined) throw new Error('no row');
  const row: Row = {
    ...like,
    status: 'waived',
    message: text,
    found: text,
    evidence: [{ label: 'note', value: text }],
    judged: { status: 'fail', message: text },
    answer: { by: 'ann', at: madeUp.startedAt, reason: text, where: '.ecmarc' },
    remedy: { why: text, steps: [{ text, command: text, owner: 'server' }], links: [] },
    facts: { usable: true, text, [text]: text },
    attempts: [{ startedAt: madeUp.startedAt, durationMs: 1, status: 'fail', message: text }],
  };
  const failed: Row = { ...row, id: 'server.memory', status: 'fail' };
  const causes = [{ id: 'x', text, probes: ['server.memory'] }];
  const notices = [{ kind: 'warn' as const, text }];
  return { ...madeUp, rows: [row, failed], causes, notices, words: text, settings };
}

test('owners of tables and procedures that .ecmarc names, also short ones', () => {
  const sql = { table: 'CONTOSO.rh.Employees', procedures: { add: '[kp].[AddUser]' }, database: 'CONTOSO' };
  const settings = { connectors: [{ name: 'HR', target: { sql } }] };
  const text =
    'rh.Employees and [rh].[Employees] with kp.AddUser; sql.table@HR is not theirs, nor dbo.Employees';
  const { input } = redact(inputWith(text, settings), []);
  expect(input.rows[0]?.message).toBe(
    'owner-1.Employees and [owner-1].[Employees] with owner-2.AddUser; sql.table@HR is not theirs, nor dbo.Employees',
  );
  for (const { write } of writers) expect(write(input)).not.toMatch(/\brh\b|\bkp\b/);
});

const writers = [
  ...formats.map(({ suggested, write }) => ({ name: suggested, write })),
  { name: 'plain', write: (input: ReportInput) => writePlain(input, { ascii: true, color: false }) },
  { name: 'event', write: (input: ReportInput) => eventOfRun(input).texts.join('\n') },
];

describe.each(planted)('%s', (_kind, text, secrets) => {
  const { input } = redact(inputWith(text, { probes: { waive: [{ id: '*', reason: text }] } }), []);
  test.each(writers)('is in no $name', ({ write }) => {
    const told = write(input).toLowerCase();
    for (const secret of secrets) expect(told).not.toContain(secret.toLowerCase());
  });
});

test('ids of applications and the names of an own authority', () => {
  const id = '5d3b1c0e-9f8e-4d7c-b6a5-948372615041';
  const text = 'Adatum Issuing CA 2 is not trusted';
  const given = inputWith(text, { tenant: { signIn: { clientId: id } } });
  const rows = given.rows.map((row) => ({
    ...row,
    facts: { usable: true, issuer: 'CN=Adatum Issuing CA 2' },
  }));
  const { input } = redact({ ...given, rows }, []);
  for (const { write } of writers) {
    expect(write(input)).not.toContain(id);
    expect(write(input)).not.toContain('Adatum');
  }
});

test.each([
  ['SERVER', 'OTHERSRV,1433', 'another server: OTHERSRV,1433', 'another server: host-2,1433'],
  ['SERVER', 'tcp:kiwi,1433', 'SERVER is tcp:kiwi,1433', 'SERVER is tcp:host-2,1433'],
  ['SERVER', 'other-srv\\INST', 'leads to other-srv, port 1433', 'leads to host-2, port 1433'],
  ['SERVER', 'np:\\\\OTHERSRV\\pipe\\sql\\query', 'OTHERSRV', 'host-2'],
  ['SERVER', 'kiwi', 'the file leads to kiwi', 'the file leads to host-2'],
  ['FAILOVER_PARTNER', 'PARTSRV', 'may go to a mirror: PARTSRV', 'may go to a mirror: host-2'],
  ['UID', 'ritax', 'another account: ritax', 'another account: user-2'],
  ['UID', 'ruda', 'UID is ruda, user in', 'UID is user-2, user in'],
  ['UID', 'LUCERNE\\ritax', 'UID is LUCERNE\\ritax', 'UID is domain-1\\user-1'],
  ['DBQ', '//orakiwi:1521/orasvc', 'leads to orakiwi', 'leads to host-2'],
  ['DBQ', 'ORCL', 'ORCL', 'ORCL'],
  ['DBQ', 'ritax/x@kiwi:1521/hr', 'leads to kiwi', 'leads to host-2'],
  ['SERVER', 'tcp:dbsrv8,1433;kiwi', 'leads to kiwi', 'leads to host-3'],
  ['USERNAME', '山田', 'another account: 山田', 'another account: user-2'],
  ['USERNAME', 'ritax/x', 'UID is ritax, user', 'UID is user-2, user'],
  ['UID', 'postgres', 'UID is postgres', 'UID is postgres'],
  ['Alias', 'DBMSSOCN,aliaskiwi,1433', 'an alias of aliaskiwi', 'an alias of host-2'],
])('keywords of a file DSN: %s=%s', (keyword, value, text, expected) => {
  const given = inputWith(text, {});
  const rows = given.rows.map((row) => ({
    ...row,
    evidence: [{ label: keyword, value }],
    facts: { usable: true, dsn: { keys: { [keyword]: value } } },
  }));
  const { input } = redact({ ...given, rows }, []);
  expect(input.rows[0]?.message).toBe(expected);
  if (text === expected) return;
  expect(JSON.stringify(input.rows)).not.toMatch(/kiwi|othersrv|other-srv|partsrv|rita|ruda|lucerne/i);
});

test('short names of a list of exceptions', () => {
  const given = inputWith('x', {});
  const facts = {
    usable: true,
    chosen: { bypass: 'intranet7,.adatum.local;.corp.lucerne.com;kiwi <local>;localhost' },
  };
  const { input } = redact({ ...given, rows: given.rows.map((row) => ({ ...row, facts })) }, []);
  expect(input.rows[0]?.facts).toEqual({
    usable: true,
    chosen: {
      bypass: expect.stringMatching(
        /^host-\d+,\.domain-1\.(?:local|example);\.domain-2\.example;host-\d+ <local>;localhost$/,
      ),
    },
  });
});

test('the host before a port has one pseudonym, with brackets and without', () => {
  const text = 'connect ECONNREFUSED fd12:3456:789a::77:389 and [fd12:3456:789a::77]:389';
  expect(redact(inputWith(text, {}), []).input.rows[0]?.message).toBe(
    'connect ECONNREFUSED 2001:db8::1:389 and [2001:db8::1]:389',
  );
});

test.each(['DS=http://x?a=b@c', "Object name: 'System.Net.Sockets.Socket'", "object 'web.config'"])(
  'what only looks like an account or an owner: %s',
  (text) => {
    expect(redact(inputWith(text, {}), []).replaced.filter(({ kind }) => kind === 'owner')).toEqual([]);
  },
);

describe('the settings of a redacted report', () => {
  const ecmarc = {
    profile: 'ga',
    tenant: {
      id: 'simple.onmicrosoft.com',
      cloud: 'usgov',
      signIn: { method: 'device-code', clientId: guid },
    },
    connectors: [
      {
        name: 'Directory',
        library: 'generic-ldap',
        writeTest: { despite: ['consumers'] },
        target: {
          ldap: {
            url: 'ldap://generic-ldap.kerberos.example:389',
            bindDn: 'cn=consumers,dc=kerberos,dc=example',
            users: 'ou=people,dc=kerberos,dc=example',
            authentication: 'kerberos',
            realm: 'KERBEROS.EXAMPLE',
            attributes: ['cn', 'sn'],
          },
        },
      },
      {
        name: 'HR',
        library: 'generic-sql',
        target: {
          sql: {
            server: 'postgresql.generic-sql.example',
            engine: 'postgresql',
            database: 'D',
            table: 'strict.Employees',
            user: 'procedures',
            dsn: 'C:\\x\\hr.dsn',
            procedures: { read: 'connectors.R', add: 'connectors.A', update: 'x.U', delete: 'x.D' },
          },
        },
      },
    ],
    probes: { waive: [{ id: 'ldap.bind@Directory', reason: 'device-code of kerberos.example' }] },
  };

  test('are read again, whatever words the names are', () => {
    const parsed = settingsFromReport(ecmarc, 'saved.json');
    expect(parsed).not.toHaveProperty('errors');
    if (!parsed.ok) return;
    const named = inputWith('ldap.bind', settingsForReport(parsed.settings));
    const { input, replaced } = redact(named, []);
    const again = settingsFromReport(input.settings, 'redacted.json');
    expect(again).not.toHaveProperty('errors');
    expect(replaced.map(({ name }) => name.toLowerCase())).toEqual(
      expect.arrayContaining([
        'kerberos.example',
        'generic-ldap',
        'generic-sql.example',
        'simple.onmicrosoft.com',
      ]),
    );
    for (const secret of ['kerberos.example', 'cn=consumers', 'simple.onmicrosoft'])
      expect(JSON.stringify(input.settings).toLowerCase()).not.toContain(secret);
  });
});

test('what a row is about is no authority', () => {
  const given = inputWith('x', { connectors: [{ library: 'generic-ldap' }] });
  const rows = given.rows.map((row) => ({ ...row, subject: 'generic-ldap' }));
  const { input } = redact({ ...given, rows }, []);
  expect(input.rows[0]?.subject).toBe('generic-ldap');
  expect(input.settings).toEqual({ connectors: [{ library: 'generic-ldap' }] });
});

test.each([
  [
    'NETWORK',
    'SQL Server Network Configuration and NETWORK\\svc7',
    'SQL Server Network Configuration and domain-1\\user-1',
  ],
  ['service', 'the service of SERVICE\\svc7', 'the service of domain-1\\user-1'],
  ['LUCERNE', 'of Lucerne', 'of domain-1'],
])('a domain %s is replaced where a name stands', (domain, text, expected) => {
  const settings = { connectors: [{ name: 'HR', target: { sql: { domain } } }] };
  expect(redact(inputWith(text, settings), []).input.rows[0]?.message).toBe(expected);
});

test.each([
  ['corp.adatum.com', 'domain-2.example'],
  ['ldap://corp.adatum.com', 'ldap://domain-2.example'],
  ['x7@corp.adatum.com', 'user-1@domain-2.example'],
  ['CORP\\x7', 'domain-2\\user-1'],
  ['srv8.adatum.com', 'host-4.domain-1.example'],
  ['dc=corp,dc=adatum,dc=com', 'dc=domain-2,dc=example'],
])('one domain has one pseudonym also where the one above it is known: %s', (text, expected) => {
  const all =
    'dc1.corp.adatum.com, corp.adatum.com, srv8.adatum.com, ldap://corp.adatum.com, x7@corp.adatum.com';
  const { input } = redact(inputWith(`${all}; ${text}`, {}), []);
  expect(input.rows[0]?.message).toBe(
    `host-3.domain-2.example, domain-2.example, host-4.domain-1.example, ldap://domain-2.example, user-1@domain-2.example; ${expected}`,
  );
});

test.each([
  'https://learn.microsoft.com/en-us/entra/identity/app-provisioning/on-premises',
  'https://aka.ms/ecma, learn.microsoft.com/entra#identity and learn.microsoft.com:443',
  'https://entra.microsoft.com/#view/identity',
  'https://graph.microsoft.com/v1.0/identity',
])('an account called like a word of a public link leaves it whole: %s', (text) => {
  const accounts = 'lucerne\\identity, lucerne\\learn, lucerne\\ecma, ecma@lucerne.example';
  const message = (told: string) =>
    redact(inputWith(`${told}; ${accounts}`, {}), []).input.rows[0]?.message.split('; ')[0];
  expect(message(text)).toBe(text);
  expect(message(`see ${text} of identity`)).toBe(`see ${text} of user-2`);
});

test.each([
  ['https://learn.microsoft.com/adatum.example/klaus7@adatum.example', /adatum|klaus7/],
  [`https://entra.microsoft.com/#view/${guid}`, /7e3c/],
  ['https://graph.microsoft.com/v1.0/users/identity and /users/klaus7', /identity|klaus7/],
  ['https://aka.ms/identity?login_hint=identity', /hint=identity/],
  ['https://srv9.adatum.example/identity', /identity|srv9/],
])('a name by its form goes from a public link, and every name from others: %s', (text, secret) => {
  const { input } = redact(inputWith(`${text}; adatum\\identity, adatum\\klaus7`, {}), []);
  expect(input.rows[0]?.message).not.toMatch(secret);
});

test.each([
  ['the user mark is locked, granted by mark', 'the user user-1 is locked, granted by user-1'],
  ['login: mark, account named mark', 'login: user-1, account named user-1'],
  ['mark it; the mark of Mark; by Mark', 'mark it; the mark of Mark; by Mark'],
  ['the user name, user mail, for hr', 'the user name, user mail, for hr'],
  ['Host wiki says, see the wiki', 'Host host-2 says, see the wiki'],
])('a short account that is called like a word goes where it is announced: %s', (text, expected) => {
  const names = 'adatum\\mark, adatum\\mail, adatum\\hr, wiki.adatum.example';
  expect(redact(inputWith(`${text}; ${names}`, {}), []).input.rows[0]?.message).toMatch(
    new RegExp(`^${expected}; domain`),
  );
});

test.each([
  ['host-1 and host-7 beside SRV-ECMA77$', 'host-1 and host-7 beside user-1'],
  [
    'host-3.domain-4.example, then dirsrv9.adatum.example',
    /^host-3.domain-4.example, then host-4.domain-5.example$/,
  ],
  ['user-12 and adatum\\klaus7', /^user-12 and domain-\d+\\user-13$/],
  ['192.0.2.9, 198.51.100.3 and 10.77.4.9', '192.0.2.9, 198.51.100.3 and 198.51.100.4'],
  ['2001:db8::ff and 10.77.4.9', '2001:db8::ff and 198.51.100.2'],
  [
    `00000000-0000-0000-0000-000000000004, ${guid}`,
    /^0{8}-0000-0000-0000-0{11}4, 0{8}-0000-0000-0000-0{11}5$/,
  ],
  ['00-00-5E-00-53-02 and 00-1A-2B-3C-4D-5E', '00-00-5E-00-53-02 and 00-00-5E-00-53-03'],
])('numbers begin behind the pseudonyms that stand there already: %s', (text, expected) => {
  const given = inputWith(text, {});
  const { input } = redact({ ...given, host: { ...given.host, name: 'host-1' } }, []);
  if (typeof expected === 'string') expect(input.rows[0]?.message).toBe(expected);
  else expect(input.rows[0]?.message).toMatch(expected);
});

describe('the examples of our own remedies', () => {
  const command = 'tenant: { id: contoso.onmicrosoft.com } ldap://ldap.contoso.example dc=contoso,dc=example';
  const withRemedy = (text: string, settings: ReportInput['settings']): ReportInput => {
    const given = inputWith(text, settings);
    const remedy = { why: command, steps: [{ text: command, command }], links: [] };
    return { ...given, causes: [], rows: given.rows.map((row) => ({ ...row, remedy })) };
  };

  test('are no names where nothing else names them', () => {
    const { input, replaced } = redact(withRemedy('x', {}), []);
    expect(input.rows[0]?.remedy?.steps).toEqual([{ text: command, command }]);
    expect(replaced.filter(({ name }) => /contoso|^ldap$/i.test(name))).toEqual([]);
  });

  test.each([
    ['x', { tenant: { id: 'contoso.onmicrosoft.com' } }],
    ['contoso.onmicrosoft.com is there', {}],
  ])('are names like any other where %s says so', (text, settings) => {
    expect(JSON.stringify(redact(withRemedy(text, settings), []).input.rows)).not.toContain('contoso');
  });
});

test('a network card gets an address of a card, in its own spelling', () => {
  const { input } = redact(inputWith('00-1A-2B-3C-4D-5E and 00:1A:2B:3C:4D:5F', {}), []);
  expect(input.rows[0]?.message).toBe('00-00-5E-00-53-00 and 00:00:5E:00:53:01');
  expect(redact(input, []).input).toEqual(input);
});

test.each(['message', 'evidence', 'facts', 'win32', 'server', 'usable'])(
  'a server called %s changes no member and no word of the report',
  (name) => {
    const facts = { usable: true, message: { evidence: name }, server: ['facts'] };
    const given = inputWith('x', {});
    const named = { ...given, host: { ...given.host, name, platform: 'win32' } };
    const { input } = redact({ ...named, rows: named.rows.map((row) => ({ ...row, facts })) }, []);
    expect(input.host).toMatchObject({ name: 'host-1', platform: 'win32' });
    expect(Object.keys(input.rows[0] ?? {})).toEqual(Object.keys(given.rows[0] ?? {}));
    expect(input.rows[0]?.facts).toMatchObject({ usable: true, message: {}, server: [expect.any(String)] });
  },
);

test.each(kept)('%s stays', (name) => {
  const { input } = redact(inputWith(`it is ${name} here`, {}), []);
  expect(input.rows[0]?.message).toBe(`it is ${name} here`);
});
