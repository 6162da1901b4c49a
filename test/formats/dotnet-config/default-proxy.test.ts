import { describe, expect, it } from 'vitest';
import {
  defaultProxyElsewhere,
  defaultProxyIn,
  sectionsDeclaredBy,
} from '../../../src/formats/dotnet-config/read-config.ts';

const config = (inside: string, before = '') =>
  Buffer.from(`${before}<configuration>${inside}</configuration>`);
const net = (inside: string) => config(`<system.net>${inside}</system.net>`);
const proxy = (attributes: string, more = '') =>
  net(`<defaultProxy><proxy ${attributes}/>${more}</defaultProxy>`);
const good = 'proxyaddress="http://proxy:8080"';
const list = (...expressions: string[]) =>
  `<bypasslist>${expressions.map((one) => `<add address="${one}"/>`).join('')}</bypasslist>`;

describe('which way results', () => {
  it.each<[string, Buffer, object]>([
    ['no section', config('<startup/>'), { kind: 'unset' }],
    ['another section of the group', net('<settings><ipv6 enabled="true"/></settings>'), { kind: 'unset' }],
    // 1: enabled=false, whatever else stands there.
    [
      'switched off',
      net(`<defaultProxy enabled="False"><proxy ${good}/></defaultProxy>`),
      { kind: 'direct' },
    ],
    ['switched off, in blanks', net('<defaultProxy enabled=" FALSE "/>'), { kind: 'direct' }],
    [
      'switched off with a module',
      net('<defaultProxy enabled="false"><module type="A, B"/></defaultProxy>'),
      { kind: 'direct' },
    ],
    // Values are converted when they are read, and nothing reads these.
    [
      'switched off, with values that cannot be converted',
      net('<defaultProxy enabled="false"><proxy proxyaddress="" autoDetect="yes"/></defaultProxy>'),
      { kind: 'direct' },
    ],
    // 2: usesystemdefault=False alone.
    ['no system default', proxy('usesystemdefault="False"'), { kind: 'direct' }],
    ['no system default, by number', proxy('usesystemdefault="0"'), { kind: 'direct' }],
    // 3: nothing given.
    ['empty', net('<defaultProxy/>'), { kind: 'system' }],
    [
      'useDefaultCredentials alone',
      net('<defaultProxy useDefaultCredentials="true"/>'),
      { kind: 'system', ownAccount: true },
    ],
    [
      'useDefaultCredentials with an address',
      net(`<defaultProxy useDefaultCredentials="True"><proxy ${good}/></defaultProxy>`),
      { kind: 'proxy', ownAccount: true },
    ],
    [
      'all unspecified',
      proxy('autoDetect="Unspecified" bypassonlocal="-1" usesystemdefault="unspecified"'),
      { kind: 'system' },
    ],
    ['an empty bypass list', net('<defaultProxy><bypasslist/></defaultProxy>'), { kind: 'system' }],
    [
      'a list that is cleared',
      net(`<defaultProxy><bypasslist><add address="a"/><clear/></bypasslist></defaultProxy>`),
      { kind: 'system' },
    ],
    [
      'a list whose one entry is removed',
      net(`<defaultProxy><bypasslist><add address="a"/><remove address="a"/></bypasslist></defaultProxy>`),
      { kind: 'system' },
    ],
    // 4: a module.
    [
      'a module',
      net('<defaultProxy><module type="Contoso.Proxy, Contoso"/></defaultProxy>'),
      { kind: 'open', what: 'module type="Contoso.Proxy, Contoso"' },
    ],
    ['a module beats an address', proxy(good, '<module type="A, B"/>'), { kind: 'open' }],
    ['a module without a type', proxy(good, '<module/>'), { kind: 'proxy' }],
    // 5: the system's fixed proxy.
    ['the system default', proxy('usesystemdefault="True"'), { kind: 'system-fixed' }],
    ['the system default by number', proxy('usesystemdefault="1"'), { kind: 'system-fixed' }],
    [
      'the system default with local names',
      proxy('usesystemdefault="true" bypassonlocal="true"'),
      { kind: 'system-fixed', local: true },
    ],
    [
      'the system default with a list',
      proxy('usesystemdefault="true"', list('a')),
      { kind: 'system-fixed', expressions: ['a'] },
    ],
    [
      "Microsoft's sample",
      proxy('usesystemdefault="true" proxyaddress="http://p:8080" bypassonlocal="true"'),
      { kind: 'proxy', address: 'http://p:8080', local: true, ofSystem: true },
    ],
    // 6: from an empty proxy.
    ['an address', proxy(good), { kind: 'proxy', address: 'http://proxy:8080' }],
    [
      'an address in blanks',
      proxy('proxyaddress=" http://proxy:8080 "'),
      { kind: 'proxy', address: 'http://proxy:8080' },
    ],
    ['an address beats a script', proxy(`${good} scriptLocation="http://pac/x"`), { kind: 'proxy' }],
    ['an address beats detection', proxy(`${good} autoDetect="True"`), { kind: 'proxy' }],
    [
      'an address with a list',
      proxy(good, list('a', 'a', 'b')),
      { kind: 'proxy', expressions: ['a', 'a', 'b'] },
    ],
    ['a script', proxy('scriptLocation="http://pac/x"'), { kind: 'script', address: 'http://pac/x' }],
    [
      'a script and the system default',
      proxy('usesystemdefault="true" scriptLocation="http://pac/x"'),
      { kind: 'script' },
    ],
    ['a script with detection', proxy('autoDetect="1" scriptLocation="http://pac/x"'), { kind: 'script' }],
    [
      'a script with bypassonlocal',
      proxy('scriptLocation="http://pac/x" bypassonlocal="False"'),
      { kind: 'direct' },
    ],
    ['a script with a list', proxy('scriptLocation="http://pac/x"', list('a')), { kind: 'direct' }],
    ['detection', proxy('autoDetect="true"'), { kind: 'detect' }],
    ['detection with bypassonlocal', proxy('autoDetect="true" bypassonlocal="true"'), { kind: 'direct' }],
    ['no detection', proxy('autoDetect="false"'), { kind: 'direct' }],
    [
      'the system default without detection',
      proxy('usesystemdefault="True" autoDetect="False"'),
      { kind: 'direct' },
    ],
    // A DTD is read, its entities are never put in: what uses them elsewhere is no matter here.
    [
      'a DTD with entities that stand elsewhere',
      config(
        `<appSettings><add key="a" value="&x;"/></appSettings><system.net><defaultProxy><proxy ${good}/></defaultProxy></system.net>`,
        '<!DOCTYPE configuration SYSTEM "a.dtd" [<!ENTITY x "1"><!-- c --><!ATTLIST proxy a CDATA #IMPLIED>]>',
      ),
      { kind: 'proxy', address: 'http://proxy:8080' },
    ],
    [
      'an entity that nobody declared, elsewhere',
      config(
        `<appSettings><add key="a" value="&nbsp;"/></appSettings><system.net><defaultProxy><proxy ${good}/></defaultProxy></system.net>`,
      ),
      { kind: 'proxy' },
    ],
    ['an entity between elements', net('<defaultProxy>&x;</defaultProxy>'), { kind: 'system' }],
    [
      'a DTD that nobody can follow',
      config('<system.net><defaultProxy/></system.net>', '<!DOCTYPE configuration [<!ENTITY x >]>'),
      { kind: 'open', what: 'what its DTD declares' },
    ],
    [
      'a declaration of its own',
      config(
        `<configSections><sectionGroup name="system.net"><section name="defaultProxy" type="Contoso.Section, Contoso"/></sectionGroup></configSections><system.net><defaultProxy><proxy ${good}/></defaultProxy></system.net>`,
      ),
      { kind: 'open', what: 'a declaration of system.net/defaultProxy of its own' },
    ],
    [
      "a declaration as .NET's own",
      config(
        `<configSections><sectionGroup name="system.net"><section name="defaultProxy" type="System.Net.Configuration.DefaultProxySection, System, Version=2.0.0.0"/></sectionGroup></configSections><system.net><defaultProxy><proxy ${good}/></defaultProxy></system.net>`,
      ),
      { kind: 'proxy' },
    ],
    [
      'a prefix that is declared where it is used',
      config(
        `<startup xmlns:a="urn:a" a:b="c"/><system.net><defaultProxy><proxy ${good}/></defaultProxy></system.net>`,
      ),
      { kind: 'proxy' },
    ],
    ['an underscore in the name', proxy('proxyaddress="http://proxy_1:8080"'), { kind: 'proxy' }],
    ['letters of any script', proxy('proxyaddress="http://pröxy.example:8080"'), { kind: 'proxy' }],
    ['a name and password', proxy('proxyaddress="http://u:p@proxy:8080/x?y"'), { kind: 'proxy' }],
    ['bypassonlocal alone', proxy('bypassonlocal="True"'), { kind: 'direct' }],
    ['a list alone', net(`<defaultProxy>${list('a')}</defaultProxy>`), { kind: 'direct' }],
  ])('%s', (_, file, expected) => expect(defaultProxyIn(file)).toMatchObject(expected));
});

describe('what makes every request throw, with its place', () => {
  const section = 'configuration/system.net/defaultProxy';
  it.each<[string, Buffer, string, string]>([
    ['an https proxy', proxy('proxyaddress="https://proxy:8080"'), `${section}/proxy`, 'http://'],
    ['a SOCKS proxy', proxy('proxyaddress="socks5://proxy:1080"'), `${section}/proxy`, 'http://'],
    [
      'no scheme',
      proxy('proxyaddress="proxy.contoso.example:8080"'),
      `${section}/proxy`,
      'http://proxy.contoso.example:8080 is',
    ],
    [
      'an address without scheme',
      proxy('proxyaddress="10.0.0.1:8080"'),
      `${section}/proxy`,
      'http://10.0.0.1:8080 is',
    ],
    ['a bare name', proxy('proxyaddress="proxy"'), `${section}/proxy`, 'no absolute address'],
    ['an empty address', proxy('proxyaddress=""'), `${section}/proxy`, 'proxyaddress is empty'],
    ['a scheme alone', proxy('proxyaddress="http://"'), `${section}/proxy`, 'no absolute address'],
    ['an empty script', proxy('scriptLocation=""'), `${section}/proxy`, 'scriptLocation is empty'],
    ['a relative script', proxy('scriptLocation="proxy.pac"'), `${section}/proxy`, 'no absolute address'],
    ['enabled="0"', net('<defaultProxy enabled="0"/>'), section, 'neither true nor false'],
    ['enabled=""', net('<defaultProxy enabled=""/>'), section, 'neither true nor false'],
    [
      'useDefaultCredentials="1"',
      net('<defaultProxy useDefaultCredentials="1"/>'),
      section,
      'neither true nor false',
    ],
    ['bypassonlocal="yes"', proxy(`${good} bypassonlocal="yes"`), `${section}/proxy`, 'bypassonlocal="yes"'],
    ['usesystemdefault=""', proxy('usesystemdefault=""'), `${section}/proxy`, 'none of True'],
    ['autoDetect="2"', proxy('autoDetect="2"'), `${section}/proxy`, 'none of True'],
    [
      'an unknown attribute behind enabled="false"',
      net('<defaultProxy enabled="false"><proxy address="http://p:1"/></defaultProxy>'),
      `${section}/proxy`,
      'address is unknown',
    ],
    [
      'an attribute in another case',
      proxy('ProxyAddress="http://p:1"'),
      `${section}/proxy`,
      'proxyaddress is',
    ],
    [
      'an element in another case',
      net('<defaultProxy><Proxy/></defaultProxy>'),
      `${section}/Proxy`,
      'proxy is',
    ],
    ['enabled on proxy', proxy('enabled="true"'), `${section}/proxy`, 'enabled is unknown'],
    [
      'an unknown element',
      net('<defaultProxy><defaultProxy/></defaultProxy>'),
      `${section}/defaultProxy`,
      'unknown there',
    ],
    [
      'two proxies',
      net(`<defaultProxy><proxy ${good}/><proxy/></defaultProxy>`),
      `${section}/proxy`,
      'a second proxy',
    ],
    [
      'two lists',
      net(`<defaultProxy>${list('a')}${list('b')}</defaultProxy>`),
      `${section}/bypasslist`,
      'a second bypasslist',
    ],
    ...[
      '{proxy}',
      '[proxy-server]',
      '$(proxy)',
      '*',
      '+',
      'a,b',
      'a;b',
      'proxy..example',
      '.proxy',
      'pro%78y',
      'proxy\\path',
      'proxy server',
      '&amp;x;',
    ].map((host): [string, Buffer, string, string] => [
      `http://${host}:8080`,
      proxy(`proxyaddress="http://${host}:8080"`),
      `${section}/proxy`,
      'no absolute address',
    ]),
    ['one slash', proxy('proxyaddress="http:/proxy:8080"'), `${section}/proxy`, 'no absolute address'],
    ['a port in words', proxy('proxyaddress="http://proxy:PORT"'), `${section}/proxy`, 'no absolute address'],
    // Pasted from a web page: no-break spaces are text.
    ['a no-break space', net('<defaultProxy>\u00a0<proxy/></defaultProxy>'), section, 'text'],
    ['a no-break space between sections', config('\u00a0<system.net/>'), 'configuration', 'text'],
    ['an instruction between sections', config('<?x y?><system.net/>'), 'configuration', 'an instruction'],
    ['an instruction before all', config('<system.net/>', '<?x y?>'), 'the whole file', 'an instruction'],
    ['XML 1.1', config('<system.net/>', '<?xml version="1.1"?>'), 'the whole file', 'XML 1.1'],
    [
      'a prefix of a transformation',
      config('<appSettings xdt:Transform="Replace"/><system.net/>'),
      'the whole file',
      'the prefix xdt',
    ],
    ['an element with a prefix', config('<startup><a:b/></startup>'), 'the whole file', 'the prefix a'],
    [
      'configSource with a slash',
      net('<defaultProxy configSource="sub/a.config"/>'),
      section,
      'between folders',
    ],
    ['configSource in blanks', net('<defaultProxy configSource=" a.config"/>'), section, 'blanks'],
    ['configSource of a stream', net('<defaultProxy configSource="a.config:b"/>'), section, 'same folder'],
    [
      'configSource with text',
      net('<defaultProxy configSource="a">x</defaultProxy>'),
      section,
      'nothing else',
    ],
    [
      'configSections with a strange element',
      config('<configSections><sektion name="a" type="b"/></configSections>'),
      'configuration/configSections/sektion',
      'only section',
    ],
    [
      'a declaration without a name',
      config('<configSections><section type="b"/></configSections>'),
      'configuration/configSections/section',
      'no name',
    ],
    ...(
      [
        [
          'a section declared twice',
          '<section name="s" type="T"/><section name="s" type="T"/>',
          'section',
          'second',
        ],
        [
          'a group declared twice',
          '<sectionGroup name="g"/><sectionGroup name="g"/>',
          'sectionGroup',
          'second',
        ],
        ['a declaration without a type', '<section name="s"/>', 'section', 'no type'],
        [
          'a declaration with a strange attribute',
          '<section name="s" typ="T"/>',
          'section',
          'typ is unknown',
        ],
        [
          'a declaration that holds something',
          '<section name="s" type="T"><a/></section>',
          'section',
          'nothing',
        ],
        ['a name of .NET itself', '<section name="configProtectedData" type="T"/>', 'section', 'none that'],
        ['a path for a name', '<section name="a/b" type="T"/>', 'section', 'none that'],
        ['a removed section without a name', '<remove/>', 'remove', 'no name'],
      ] as const
    ).map(([what, inner, element, reason]): [string, Buffer, string, string] => [
      what,
      config(`<configSections>${inner}</configSections>`),
      `configuration/configSections/${element}`,
      reason,
    ]),
    [
      'a location with both kinds of a lock',
      config('<location allowOverride="true" overrideMode="Allow"/>'),
      'configuration/location',
      'side by side',
    ],
    [
      'configSections with text',
      config('<configSections>x</configSections>'),
      'configuration/configSections',
      'text',
    ],
    ['a location with a strange attribute', config('<location pfad="."/>'), 'configuration/location', 'pfad'],
    [
      'allowOverride="no"',
      config('<location allowOverride="no"/>'),
      'configuration/location',
      'neither true nor false',
    ],
    [
      'overrideMode="Maybe"',
      config('<location overrideMode="Maybe"/>'),
      'configuration/location',
      'none of Inherit',
    ],
    [
      'a location in a location',
      config('<location><location/></location>'),
      'configuration/location/location',
      'in another',
    ],
    ['a path in blanks', config('<location path=" ."/>'), 'configuration/location', 'path='],
    // Entities are never put in.
    ['an entity as address', proxy('proxyaddress="&proxy;"'), `${section}/proxy`, '"&proxy;" is no absolute'],
    [
      'a declared entity as address',
      Buffer.from(
        '<!DOCTYPE configuration [<!ENTITY proxy "http://p:8080">]><configuration><system.net><defaultProxy><proxy proxyaddress="&proxy;"/></defaultProxy></system.net></configuration>',
      ),
      `${section}/proxy`,
      '"&proxy;" is no absolute',
    ],
    ['an entity as truth', net('<defaultProxy enabled="&on;"/>'), section, 'neither true nor false'],
    ['an entity between sections', config('&x;<system.net/>'), 'configuration', 'text'],
    ['text', net('<defaultProxy>x</defaultProxy>'), section, 'text'],
    ['CDATA', net(`<defaultProxy><![CDATA[x]]></defaultProxy>`), section, 'text'],
    [
      'clear with an attribute',
      net('<defaultProxy><bypasslist><clear address="a"/></bypasslist></defaultProxy>'),
      `${section}/bypasslist/clear`,
      'unknown there',
    ],
    ['an expression', proxy(good, list('*.contoso.com')), `${section}/bypasslist/add`, 'quantifier'],
    ['one bad among good', proxy(good, list('a', '(b')), `${section}/bypasslist/add`, '(b'],
    ['an escape', proxy(good, list('contoso\\yz')), `${section}/bypasslist/add`, '\\y'],
    ['two sections', net('<defaultProxy/><defaultProxy/>'), section, 'a second defaultProxy'],
    [
      'two groups with it',
      config('<system.net><defaultProxy/></system.net><system.net><defaultProxy/></system.net>'),
      section,
      'a second defaultProxy',
    ],
    [
      'a group in another case',
      config('<system.Net><defaultProxy/></system.Net>'),
      'configuration/system.Net',
      'system.net is one',
    ],
    [
      'a section in another case',
      net('<defaultproxy/>'),
      'configuration/system.net/defaultproxy',
      'defaultProxy is one',
    ],
    ['an undeclared section', config('<contoso/>'), 'configuration/contoso', 'no such section'],
    ['late configSections', config('<startup/><configSections/>'), 'configuration/configSections', 'first'],
    [
      'configSections twice',
      config('<configSections/><configSections/>'),
      'configuration/configSections',
      'once',
    ],
    [
      'another section twice',
      config('<appSettings/><appSettings/>'),
      'configuration/appSettings',
      'a second',
    ],
    ['an attribute of the root', Buffer.from('<configuration a="b"/>'), 'configuration', 'unknown'],
    ['another namespace', Buffer.from('<configuration xmlns="urn:x"/>'), 'configuration', 'unknown'],
    ['another root', Buffer.from('<Configuration/>'), 'the whole file', 'outermost'],
    ['no XML', Buffer.from('<configuration>'), 'the whole file', 'no XML'],
    ['nothing', Buffer.from(''), 'the whole file', 'empty'],
    [
      'configSource with more',
      net('<defaultProxy configSource="p.config" enabled="true"/>'),
      section,
      'nothing else',
    ],
    ['configSource outside', net('<defaultProxy configSource="..\\p.config"/>'), section, 'same folder'],
  ])('%s', (_, file, place, reason) => {
    const way = defaultProxyIn(file);
    expect(way).toMatchObject({ kind: 'throws' });
    expect(way.kind === 'throws' && way.place.replace(/, line \d+$/, '')).toBe(place);
    expect(way.kind === 'throws' && way.reason).toContain(reason);
  });

  it.each<[string, Buffer, boolean | undefined]>([
    ['a value', proxy('proxyaddress=""'), true],
    ['a switch', proxy(`${good} bypassonlocal="yes"`), true],
    ['an expression', proxy(good, list('*.a')), true],
    ['an unknown attribute', proxy('address="http://p:1"'), undefined],
    ['an undeclared section', config('<contoso/>'), undefined],
  ])('%s: throws only where the section is used?', (_, file, whenUsed) => {
    const way = defaultProxyIn(file);
    expect(way.kind === 'throws' && way.whenUsed).toBe(whenUsed);
  });

  it('names the line', () => {
    const file = Buffer.from(
      '<configuration>\n<system.net>\n<defaultProxy>\n<proxy proxyaddress="p:1"/></defaultProxy></system.net></configuration>',
    );
    expect(defaultProxyIn(file)).toMatchObject({
      place: 'configuration/system.net/defaultProxy/proxy, line 4',
    });
  });

  it('repeats no account', () => {
    const way = JSON.stringify(defaultProxyIn(proxy('proxyaddress="https://svc:pa55@proxy:1"')));
    expect(way).not.toMatch(/pa55|svc/);
    const broken = JSON.stringify(defaultProxyIn(Buffer.from('<configuration><a secret="pa55')));
    expect(broken).not.toMatch(/pa55/);
  });
});

describe('how the file is read', () => {
  const text = `<configuration><!-- é --><system.net><defaultProxy><proxy ${good}/></defaultProxy></system.net></configuration>`;
  const wide = Buffer.from(text, 'utf16le');
  const mark = (bytes: number[], rest: Buffer) => Buffer.concat([Buffer.from(bytes), rest]);
  it.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(text), 'proxy'],
    ['UTF-8 with its mark', mark([0xef, 0xbb, 0xbf], Buffer.from(text)), 'proxy'],
    ['UTF-16 LE', mark([0xff, 0xfe], wide), 'proxy'],
    ['UTF-16 BE', mark([0xfe, 0xff], Buffer.from(wide).swap16()), 'proxy'],
    [
      'declared Windows-1252',
      Buffer.from(`<?xml version="1.0" encoding="windows-1252"?>${text}`, 'latin1'),
      'proxy',
    ],
    [
      'ANSI bytes under UTF-8',
      Buffer.from(`<?xml version="1.0" encoding="utf-8"?>${text}`, 'latin1'),
      'throws',
    ],
    ['ANSI bytes', Buffer.from(text, 'latin1'), 'throws'],
    [
      'declared UTF-16 without a mark',
      Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${text}`),
      'throws',
    ],
    [
      'an encoding that nobody knows',
      Buffer.from(`<?xml version="1.0" encoding="klingon"?>${text}`),
      'throws',
    ],
    ['a DOCTYPE', Buffer.from(`<!-- x --><!DOCTYPE configuration>${text}`), 'proxy'],
    [
      'the standard namespace',
      Buffer.from(
        text.replace(
          '<configuration',
          '<configuration xmlns="http://schemas.microsoft.com/.NetConfiguration/v2.0"',
        ),
      ),
      'proxy',
    ],
    ['in a comment', net(`<!-- <defaultProxy><proxy ${good}/></defaultProxy> -->`), 'unset'],
    [
      'elsewhere than below the root',
      config(`<runtime><system.net><defaultProxy/></system.net></runtime>`),
      'unset',
    ],
    [
      'two groups with different sections',
      config('<system.net><settings/></system.net><system.net><defaultProxy/></system.net>'),
      'system',
    ],
    [
      'in a location',
      config(`<location><system.net><defaultProxy><proxy ${good}/></defaultProxy></system.net></location>`),
      'proxy',
    ],
    [
      'a faulty location',
      config(`<location><nobody/></location><system.net><defaultProxy/></system.net>`),
      'system',
    ],
    [
      'in a location of another path',
      config(`<location path="x"><system.net><defaultProxy/></system.net></location>`),
      'open',
    ],
    [
      'an encrypted section',
      net('<defaultProxy configProtectionProvider="x"><EncryptedData/></defaultProxy>'),
      'open',
    ],
    ['moved', net('<defaultProxy configSource="proxy.config"/>'), 'elsewhere'],
    ['locked', net('<defaultProxy lockItem="true"/>'), 'system'],
    [
      'sections that it declares itself',
      config(
        '<configSections><sectionGroup name="g"><section name="s" type="T"/></sectionGroup></configSections><g><s/></g>',
      ),
      'unset',
    ],
  ])('%s', (_, file, kind) => expect(defaultProxyIn(file).kind).toBe(kind));

  it('knows the sections of this machine', () => {
    const machine = config('<configSections><section name="contoso" type="T"/></configSections>');
    expect(defaultProxyIn(config('<contoso/>'), sectionsDeclaredBy(machine)).kind).toBe('unset');
    expect(sectionsDeclaredBy(Buffer.from('x'))).toBeUndefined();
  });

  it.each([
    ['as Windows brings it', ''],
    [
      'with declarations in forms of its own',
      '<section name="configProtectedData" type="T"/><section name="x"/>',
    ],
  ])('reads a machine.config %s', (_, more) => {
    const machine = config(
      `<configSections><section name="appSettings" type="T"/><section name="connectionStrings" type="T"/><section name="runtime" type="T"/>${more}<section name="system.data" type="T"/><sectionGroup name="system.net" type="T"><section name="defaultProxy" type="T"/></sectionGroup><sectionGroup name="system.web" type="T"><section name="processModel" type="T"/></sectionGroup></configSections>
<configProtectedData defaultProvider="RsaProtectedConfigurationProvider"><providers/></configProtectedData><runtime/><connectionStrings/><system.data><DbProviderFactories/></system.data><system.web><processModel autoConfig="true"/></system.web>`,
    );
    expect(defaultProxyIn(machine, sectionsDeclaredBy(machine), true)).toEqual({ kind: 'unset' });
    const program = config('<configProtectedData><providers/></configProtectedData>');
    expect(defaultProxyIn(program, sectionsDeclaredBy(machine))).toEqual({ kind: 'unset' });
  });

  it('reads what configSource names', () => {
    expect(defaultProxyElsewhere(Buffer.from(`<defaultProxy><proxy ${good}/></defaultProxy>`)).kind).toBe(
      'proxy',
    );
    expect(defaultProxyElsewhere(Buffer.from('<configuration/>')).kind).toBe('throws');
  });
});
