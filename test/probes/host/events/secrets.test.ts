import { describe, expect, it } from 'vitest';
import { withoutPeople, withoutSecrets } from '../../../../src/probes/host/events/secrets.ts';

const planted = 'Pl4nted;S3cret';

describe('secrets in event texts', () => {
  it.each([
    ['Server=sql01;Database=HR;Uid=ecma;Pwd=Pl4nted', 'Server=sql01;Database=HR;Uid=ecma;Pwd=[secret]'],
    ['User ID=ecma;Password=Pl4nted S3cret;Encrypt=yes', 'User ID=ecma;Password=[secret];Encrypt=yes'],
    [`Password={${planted}};Encrypt=yes`, 'Password=[secret];Encrypt=yes'],
    [`PWD={Pl4nted}};S3cret};DSN=hr`, 'PWD=[secret];DSN=hr'],
    [`Password="${planted}";DSN=hr`, 'Password=[secret];DSN=hr'],
    [`Password="a""${planted}";DSN=hr`, 'Password=[secret];DSN=hr'],
    [`password = '${planted}'`, 'password = [secret]'],
    [`with password '${planted}' for`, 'with password [secret] for'],
    ['<SecretToken>Pl4nted</SecretToken>', '<SecretToken>[secret]</SecretToken>'],
    ['<c:SecretToken xmlns="u">Pl4nted</c:SecretToken>', '<c:SecretToken xmlns="u">[secret]</c:SecretToken>'],
    ['<Password><![CDATA[Pl4nted]]></Password>', '<Password>[secret]</Password>'],
    ['<Password><Value>Pl4nted</Value></Password>', '<Password>[secret]</Password>'],
    ['&lt;SecretToken&gt;Pl4nted&lt;/SecretToken&gt;', '&lt;SecretToken&gt;[secret]'],
    ['https://x.example/?sig=Pl4nted%3D&se=1', 'https://x.example/?sig=[secret]&se=1'],
    ['pass=Pl4nted', 'pass=[secret]'],
    ['<add key="SecretToken" value="Pl4nted"/>', '<add key="SecretToken" value="[secret]"/>'],
    [
      "<add name='x Password' type='t' value='Pl4nted'/>",
      `<add name='x Password' type='t' value="[secret]"/>`,
    ],
    [
      '<Parameter><Name>Password</Name><Encrypted>true</Encrypted><Value>Pl4nted</Value></Parameter>',
      '<Parameter><Name>Password</Name><Encrypted>true</Encrypted><Value>[secret]</Value></Parameter>',
    ],
    ['SecretToken: Pl4nted', 'SecretToken: [secret]'],
    ['Secret token = Pl4nted', 'Secret token = [secret]'],
    ['Authorization: Bearer Pl4nted.S3cret', 'Authorization: [secret]'],
    ['authorization=[Basic UGw0bnRlZA==]', 'authorization=[secret]'],
    ['sent Bearer Pl4ntedToken now', 'sent Bearer [secret] now'],
    ['"userPassword": "Pl4nted\\"S3cret", "x": 1', '"userPassword": [secret], "x": 1'],
    ['{\\"password\\":\\"Pl4nted\\"}', '{\\"password\\":[secret]'],
    ['urn:ietf:params:User:unicodePwd = Pl4nted', 'urn:ietf:params:User:unicodePwd = [secret]'],
    ['https://svc:Pl4nted@proxy:8080/', 'https://[secret]@proxy:8080/'],
    ['https://svc:Pl4n/t@ed@proxy:8080/', 'https://[secret]@proxy:8080/'],
    ['?client_secret=Pl4nted&grant=x', '?client_secret=[secret]'],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.Pl4nted', '[secret]'],
    ['Kennwort=Pl4nted;', 'Kennwort=[secret];'],
    ['パスワード=Pl4nted;', 'パスワード=[secret];'],
    ['-----BEGIN RSA PRIVATE KEY-----\nPl4nted\n-----END RSA PRIVATE KEY-----\nmore', '[secret]\nmore'],
    ['key AQAAANCMnd8BFdERjHoAwE/Cl+sBAAAAPl4ntedPl4ntedPl4ntedPl4ntedPl4nted==', 'key [secret]'],
    ['пароль: Pl4nted', 'пароль: [secret]'],
    ['密码：Pl4nted', '密码:[secret]'],
    ['ﾊﾟｽﾜｰﾄﾞ＝Pl4nted', 'パスワード=[secret]'],
    ['ＰＷＤ＝Pl4nted;DSN=hr', 'PWD=[secret];DSN=hr'],
    ['P\u200bWD\u00ad=Pl4nted;DSN=hr', 'PWD=[secret];DSN=hr'],
    ['UID=ecma;PW=Pl4nted', 'UID=ecma;PW=[secret]'],
    ['User Id=ecma;Pass Word=Pl4nted', 'User Id=ecma;Pass Word=[secret]'],
    ['Encryption key: Pl4nted', 'Encryption key: [secret]'],
    ['Set-Cookie: session=Pl4nted', 'Set-Cookie: [secret]'],
    ['password%3DPl4nted', 'password%3D[secret]'],
    ['%22password%22%3A%22Pl4nted%22', '%22password%22%3A[secret]'],
    ['PWD&#61;Pl4nted', 'PWD&#61;[secret]'],
    ["the password of svc is 'Pl4nted'", 'the password of svc is [secret]'],
    ['The password Pl4nted is wrong', 'The password [secret] is wrong'],
    ['run with --password Pl4nted now', 'run with --password [secret] now'],
    ['Attribute: unicodePwd, Add, Pl4nted', 'Attribute: unicodePwd, Add, [secret]'],
    ['Name: Password, Value: only letters', 'Name: Password, Value:[secret]'],
    ['<Parameter Value="Pl4nted" Name="Password"/>', '<Parameter Value="[secret]" Name="Password"/>'],
    [
      '<Parameter><Value>Pl4nted</Value><Name>Password</Name></Parameter>',
      '<Parameter><Value>[secret]</Value><Name>Password</Name></Parameter>',
    ],
    ['Digest username="svc", response="Pl4nted"', 'Digest username=[secret]'],
    ['NTLM TlRMTVNTUAABPl4nted', 'NTLM [secret]'],
    // These name no value.
    ['net use x: \\\\srv\\share Plantedx /user:CONTOSO\\svc failed', 'net use [secret]'],
    [
      '"C:\\Windows\\System32\\net.exe" use \\\\srv\\ipc$ S3cretx',
      '"C:\\Windows\\System32\\net.exe" use [secret]',
    ],
    ['net1 user svc Pl4ntedx /add', 'net1 user [secret]'],
    ['sqlcmd -S sql01 -U ecma -P Pl4n;ted -Q x', 'sqlcmd -S sql01 -U ecma -P [secret]'],
    ['sqlcmd.exe -U ecma -PPl4nted', 'sqlcmd.exe -U ecma -P [secret]'],
    ['ldapsearch -x -D cn=svc -w Pl4nted', 'ldapsearch -x -D cn=svc -w [secret]'],
    ['tool.exe /u svc /p S3cret now', 'tool.exe /u svc /p [secret] now'],
    ['tool.exe \u2013P "S3cret word" now', 'tool.exe \u2013P [secret] now'],
    ['curl -u svc:S3cret https://x.example', 'curl -u svc:[secret] https://x.example'],
    ['schtasks /create /ru svc /rp S3cret', 'schtasks /create /ru svc /rp [secret]'],
    ['CREATE USER x IDENTIFIED BY S3cret; more', 'CREATE USER x IDENTIFIED BY [secret]; more'],
    ["EXEC sp_password 'Pl4nted', 'S3cret'", 'EXEC sp_password [secret]'],
    ['sqlplus hr/S3cret@db01/HR failed', 'sqlplus hr/[secret]@db01/HR failed'],
    ['ConvertTo-SecureString S3cret -AsPlainText', 'ConvertTo-SecureString [secret]'],
    ["new NetworkCredential('svc', 'S3cret')", 'new NetworkCredential([secret]'],
    ['used pw Pl4nted for it', 'used pw [secret] for it'],
  ])('%s', (text, left) => {
    expect(withoutSecrets(text)).toBe(left);
    expect(withoutSecrets(text)).not.toMatch(/Pl4n|S3cret/);
  });

  it.each([
    ['PIN 4711 of the card is wrong', 'PIN [secret] of the card is wrong'],
    ['The PIN of the token is 47 11 22.', 'The PIN of the token is [secret].'],
    ['PIN=a4711', 'PIN=[secret]'],
    ['Your verification code is 471122', 'Your verification code is [secret]'],
  ])('numbers: %s', (text, left) => {
    expect(withoutSecrets(text)).toBe(left);
  });

  it.each([
    'at System.Net.NetworkCredential.get_UserName()',
    'The .NET user code threw System.InvalidOperationException at step - port 8585',
    'the smart card asks for a PIN (0x80090022)',
    'GET https://localhost:8585/ecma2host_HR/scim/Users?startIndex=1 on 2026/11/24 - pass 2',
    "Could not load file or assembly 'X, Version=1.0.0.0, PublicKeyToken=31bf3856ad364e35'. 0x80070005 (E_ACCESSDENIED)",
    'at System.Threading.CancellationToken.ThrowIfCancellationRequested()',
    'file:///C:\\Program Files\\Microsoft ECMA2Host\\Service\\ECMA\\Cache\\8b514472-c18a-4641-9a44-732c296534e8\\Microsoft.IAM.Connector.GenericSql.dll',
    'Logon failure: unknown user name or bad password. (Exception from HRESULT: 0x8007052E), data 52e',
    "ERROR [23000] [Microsoft][ODBC]Cannot insert the value NULL into column 'Password', table 'dbo.Employees'",
    "ERROR [23000] [Microsoft][ODBC Driver 17 for SQL Server]Cannot insert the value NULL into column 'LastName'",
  ])('keeps %s', (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });

  it('takes no long time over any text', () => {
    for (const text of [
      'a',
      'token',
      '<',
      '<token>',
      '</token',
      'https://',
      '"password":"',
      'name="',
      '-----BEGIN PRIVATE KEY-----',
      '{ "',
      'x@',
      'cn=a,',
      'password ',
      'token value: ',
      '<Value>',
      'value="x" name="',
      'sqlcmd ',
      'sqlcmd x -',
      ' -p ',
      'PIN ',
      'hr/x',
      'net use ',
      ' -u x',
    ]) {
      const start = process.cpuUsage();
      withoutPeople(withoutSecrets(text.repeat(60_000)));
      const { user, system } = process.cpuUsage(start);
      // Microseconds of this process's own work, whatever else the machine does.
      expect(user + system, text).toBeLessThan(2_000_000);
    }
  });
});

describe('people in event texts', () => {
  it.each([
    ['DN: jane.doe@contoso.example', 'DN: [name]'],
    ['DN: Jane Doe Target Site: ValidByLdapStyle', 'DN: [name] Target Site: ValidByLdapStyle'],
    ['user jane.doe@contoso.example failed', 'user [address] failed'],
    ['CN=Doe\\, Jane,OU=People,DC=contoso,DC=example', '[name]'],
    ['entry uid=jdoe,ou=people,o=x: already exists', 'entry [name]'],
    ['body {"schemas":["urn"],"userName":"jdoe"} at System.X', 'body {...} at System.X'],
    ['body {\r\n "userName": "jdoe",', 'body {...}'],
    ['IDictionary`2 {System}', 'IDictionary`2 {System}'],
  ])('%s', (text, left) => {
    expect(withoutPeople(text)).toBe(left);
  });
});
