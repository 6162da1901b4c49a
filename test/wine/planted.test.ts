import { X509Certificate } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, makeAuthority } from '../beds/certificates.ts';
import { type Cloud, healthy, startCloud } from '../beds/loopback.ts';
import { Screen } from '../flows/pty.ts';
import { keys } from '../terminal/fake-terminal.ts';
import { cacheFolder, canRun, koffiFile, wine10 } from './bed.ts';
import { windowsPath } from './cli.ts';
import { type Ran, WinePrefix } from './prefix.ts';
import { makeScriptedPowerShell } from './scripted-powershell.ts';
import { dotnetKeys, systemKeys } from './servers.ts';
import { shippedExecutable } from './shipped.ts';
import { certificateKey } from './staged-certificate.ts';
import { wine10Folder } from './wine-10.ts';
import { withoutWrapping } from './wrapping.ts';

/**
 * What an elevated administrator starts trusts nothing of the folder, the path or the environment that it is started in.
 * Every name that it could load or start lies planted in the current folder, beside it and first in the path; the
 * variables by which programs find Windows lead to a planted one.
 */
const able = canRun(wine10);
const programs = [
  'powershell',
  'pwsh',
  'clip',
  'notepad',
  'cmd',
  'tasklist',
  'wmic',
  'reg',
  'conhost',
  'where',
  'chcp',
];
/** What it asks Windows by, and what those load late; what it loads in a run beside that is added by looking. */
const libraries =
  'advapi32 authz bcrypt bcryptprimitives cryptsp crypt32 cryptbase dbghelp dnsapi iphlpapi mswsock ncrypt netapi32 netutils nsi odbc32 ole32 powrprof profapi rasapi32 rsaenh schannel secur32 shell32 sspicli user32 userenv version wevtapi winhttp winmm winnsi wintrust wldap32 wldp ws2_32';
/** Of Wine's own making in each process: they come from nowhere else. */
const core = new Set(['ntdll', 'kernel32', 'kernelbase']);
const slow = 90_000;

describe.skipIf(!able)('planted programs and libraries', () => {
  let authority: Authority;
  let cloud: Cloud;
  let prefix: WinePrefix;
  let scripted: string;

  beforeAll(async () => {
    authority = await makeAuthority('/CN=Contoso Test Root');
    cloud = await startCloud(await authority.issue('good', { names: ['localhost'], days: 1 }), healthy);
    scripted = mkdtempSync(join(tmpdir(), 'doctor-planted-'));
    makeScriptedPowerShell(wine10, join(scripted, 'program.exe'));
    prefix = new WinePrefix([
      ...systemKeys('2019', 'Server'),
      ...dotnetKeys(394_802),
      certificateKey('AuthRoot', new X509Certificate(authority.cert)),
    ]);
    for (const folder of ['here', 'beside', 'path', 'temp', 'pf']) mkdirSync(join(prefix.driveC, folder));
    mkdirSync(at('beside', 'ecma-doctor.exe.local'));
    plantFiles();
    mkdirSync(join(prefix.driveC, 'root/System32/WindowsPowerShell/v1.0'), { recursive: true });
    copyFileSync(shippedExecutable(), join(prefix.driveC, 'beside/ecma-doctor.exe'));
    for (const [folder, names] of [
      ['', ['clip', 'notepad']],
      ['WindowsPowerShell/v1.0/', ['powershell']],
    ] as const) {
      prefix.stage(`system32/${folder}script.json`, JSON.stringify(script));
      for (const name of names) {
        const file = prefix.stage(`system32/${folder}${name}.exe`, '');
        rmSync(file);
        symlinkSync(join(scripted, 'program.exe'), file);
      }
    }
    writeFileSync(
      join(prefix.driveC, 'doctor.yaml'),
      `tenant: { cloud: { signIn: "https://localhost:${cloud.port}" } }\n`,
    );
    writeFileSync(join(prefix.driveC, 'start.cmd'), poisoned);
  });

  afterAll(async () => {
    prefix?.remove();
    rmSync(scripted, { recursive: true, force: true });
    await cloud?.stop();
    await authority?.stop();
  });

  const script = { readyAfter: 0, answerAfter: 0, answer: { value: { status: 200 } } };
  /** What names code, or files that name code: to Node, OpenSSL, .NET, Kerberos, ODBC, Windows' loader. */
  const naming = [
    'set NODE_OPTIONS=--require=C:\\here\\planted.cjs',
    ...['NODE_PATH', 'NODE_COMPILE_CACHE', 'OPENSSL_MODULES', 'OPENSSL_ENGINES', 'ODBCSYSINI'].map(
      (name) => `set ${name}=C:\\here`,
    ),
    ...['OPENSSL_CONF', 'KRB5_CONFIG', 'ODBCINI'].map((name) => `set ${name}=C:\\here\\openssl.cnf`),
    ...['COR_PROFILER_PATH', 'DOTNET_STARTUP_HOOKS'].map((name) => `set ${name}=C:\\here\\planted.dll`),
    'set COR_ENABLE_PROFILING=1',
    'set COR_PROFILER={00000000-0000-0000-0000-000000000001}',
    'set COMPlus_Version=v2.0.50727',
    'set __COMPAT_LAYER=RunAsInvoker',
  ];
  const poisoned = [
    '@echo off',
    'set SystemRoot=C:\\root',
    'set windir=C:\\root',
    'set SystemDrive=C:\\root',
    'set ProgramFiles=C:\\pf',
    'set ProgramW6432=C:\\pf',
    'set CommonProgramFiles=C:\\pf',
    'set ProgramData=C:\\pf',
    'set ALLUSERSPROFILE=C:\\pf',
    'set ComSpec=C:\\path\\cmd.exe',
    'set PATHEXT=.CMD;.BAT;.COM;.EXE',
    'set TEMP=C:\\temp',
    'set TMP=C:\\temp',
    'set PSModulePath=C:\\path',
    'set EDITOR=C:\\path\\notepad.exe',
    'set VISUAL=C:\\path\\notepad.exe',
    'set Path=C:\\path;%Path%',
    ...naming,
    'cd /d C:\\here',
    'C:\\beside\\ecma-doctor.exe %*',
    '',
  ].join('\r\n');

  /** What the environment names, and what lies where OpenSSL and Node would look for it. */
  function plantFiles(): void {
    const engine =
      'nodejs_conf = a\n[a]\nengines = b\n[b]\nc = d\n[d]\nengine_id = c\ndynamic_path = C:/here/planted.dll\ninit = 0\n';
    const common = join(prefix.driveC, 'Program Files/Common Files');
    // A link to that of all prefixes.
    unlinkSync(common);
    const ssl = join(common, 'SSL');
    mkdirSync(ssl, { recursive: true });
    for (const file of [at('here', 'openssl.cnf'), at('beside', 'openssl.cnf'), join(ssl, 'openssl.cnf')])
      writeFileSync(file, engine);
    for (const ending of ['manifest', 'config'])
      writeFileSync(at('beside', `ecma-doctor.exe.${ending}`), '<planted');
    for (const place of ['here', 'beside']) {
      writeFileSync(at(place, 'planted.cjs'), "require('node:fs').writeFileSync('C:/ran.txt', '');");
      writeFileSync(at(place, 'package.json'), '{"main":"planted.cjs","imports":{"#*":"./planted.cjs"}}');
    }
  }

  /** Where files lie planted, and how README calls it. */
  const places = [
    'here',
    'beside',
    // Both would say what it loads, had it no manifest in itself.
    'beside/ecma-doctor.exe.local',
    'path',
    'temp',
    'root/System32',
    'root/System32/WindowsPowerShell/v1.0',
    'root',
  ];

  const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    prefix.run('cmd', {
      args: ['/c', 'C:\\start.cmd', ...args],
      env: { ECMA_DOCTOR_STATE: windowsPath(join(prefix.folder, 'state')), NODE_PATH: '', ...env },
    });

  /** README's table, as a run fills it in. */
  function plantedTable(seen: {
    readonly loaded: readonly string[];
    readonly started: readonly string[];
  }): string {
    const folders =
      'current folder, beside the executable, its `.local` folder, first in the path, `TEMP`, the Windows of `SystemRoot`';
    const named = naming.map((line) => /^set ([^=]+)=/.exec(line)?.[1]);
    const told = (list: readonly string[]) => (list.length === 0 ? 'none' : list.join(', '));
    const rows = [
      ['planted', 'where', 'started or loaded'],
      ['---', '---', '---'],
      [`${programs.join(', ')}: as .exe, .com, .cmd, .bat`, folders, told(seen.started)],
      ['every library that a run loads, or that is asked of', folders, told(seen.loaded)],
      [
        'openssl.cnf, package.json, a script; a manifest and a .config of the executable',
        "current folder, beside the executable, OpenSSL's own folder",
        told([...seen.started, ...seen.loaded]),
      ],
      [named.map((name) => `\`${name}\``).join(' '), 'environment', told([...seen.started, ...seen.loaded])],
    ];
    return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  }

  const loaded = (trace: string): readonly string[] =>
    [...trace.matchAll(/Loaded L"([^"]+)"/g)].map(([, path = '']) => path.replaceAll('\\\\', '\\'));

  const libraryNames = (trace: string): ReadonlySet<string> =>
    new Set(loaded(trace).flatMap((path) => /([^\\]+)\.dll$/i.exec(path)?.[1]?.toLowerCase() ?? []));

  const at = (place: string, name: string) => join(prefix.driveC, place, name);

  function plantPrograms(): void {
    for (const place of places) {
      for (const name of programs) {
        for (const ending of ['exe', 'com'])
          symlinkSync(join(scripted, 'program.exe'), at(place, `${name}.${ending}`));
        for (const ending of ['cmd', 'bat'])
          writeFileSync(at(place, `${name}.${ending}`), 'echo ran>>C:\\ran.txt\r\n');
      }
      writeFileSync(at(place, 'script.json'), JSON.stringify(script));
    }
  }

  function plantLibraries(names: ReadonlySet<string>, atStart: ReadonlySet<string>): void {
    const library = join(wine10Folder(cacheFolder()), 'usr/x86_64-w64-mingw32/lib/zlib1.dll');
    for (const place of places)
      for (const name of names)
        if (place !== 'beside' || !atStart.has(name)) symlinkSync(library, at(place, `${name}.dll`));
  }

  /** Where a planted program was started: it writes down what it hears. */
  const started = (): readonly string[] => [
    ...places.filter((place) => existsSync(join(prefix.driveC, place, 'heard.txt'))),
    ...['ran.txt'].filter((name) => existsSync(join(prefix.driveC, name))),
  ];

  const args = ['--json', '--config', 'C:\\doctor.yaml', '--only', 'server.*,network.sign-in,network.proxy'];
  const heardBySystem = (name: string) => join(prefix.driveC, 'windows/system32', name, 'heard.txt');
  let overrides: string | undefined;

  const trusting = (what: string, flags = '--openssl-config=NUL'): Promise<Ran> => {
    writeFileSync(at('here', 'trusting.js'), what);
    // Node itself goes by names, and by what the environment names: its own start is not to end there.
    const lines = poisoned.split('\r\n').filter((line) => !naming.includes(line));
    const start = lines.join('\r\n').replace('ecma-doctor.exe %*', `node.exe ${flags} C:\\here\\trusting.js`);
    writeFileSync(join(prefix.driveC, 'trust.cmd'), start);
    const env = overrides === undefined ? {} : { WINEDEBUG: '+loaddll', WINEDLLOVERRIDES: overrides };
    return prefix.run('cmd', { args: ['/c', 'C:\\trust.cmd'], env });
  };

  it('clip.exe and notepad.exe are those of Windows', async () => {
    plantPrograms();
    const command = prefix.ptyCommand('cmd', {
      args: ['/c', 'C:\\start.cmd', '--config', 'C:\\doctor.yaml', '--only', 'server.dotnet'],
      env: {
        ECMA_DOCTOR_STATE: windowsPath(join(prefix.folder, 'state')),
        NODE_PATH: '',
        // Wine has a notepad in itself.
        WINEDLLOVERRIDES: 'mscoree,mshtml=;notepad.exe=n',
      },
    });
    const screen = new Screen(command, { columns: 100, rows: 30 }, withoutWrapping());
    try {
      await screen.waitFor(/\.NET Framework new enough +4\.6\.2/, slow);
      await screen.waitFor(/Enter open/, slow);
      screen.type('n');
      await screen.waitFor(/> +\.NET Framework/, slow);
      screen.type('c');
      await screen.waitFor(/Copy which command/, slow);
      screen.type(keys.enter);
      await screen.waitFor(/Copied/, slow);
      screen.type('o');
      await screen.waitFor(/not changed/, slow);
      // clip.exe was given UTF-16, notepad.exe the file's name.
      const heard = () => readFileSync(heardBySystem(''), 'utf8').replaceAll('\0', '');
      await expect.poll(heard).toMatch(/ndp48[\s\S]*doctor\.yaml/);
      expect(started()).toEqual([]);
    } finally {
      await screen.end();
    }
  });

  it('one that goes by names would start them', async () => {
    copyFileSync(wine10.nodeExe(), at('beside', 'node.exe'));
    await trusting("require('node:child_process').spawnSync('clip', { input: 'x' })");
    expect(started()).toHaveLength(1);
    for (const place of started()) rmSync(at(place, 'heard.txt'));
    // Nor would it start: it reads what lies in OpenSSL's own folder.
    expect((await trusting('', '')).exitCode).not.toBe(0);
  });

  it('none is loaded or started', async () => {
    const plain = await run({ WINEDEBUG: '+loaddll' }, ...args);
    const names = new Set([...libraries.split(' '), ...libraryNames(plain.stderr)]);
    for (const name of core) names.delete(name);
    expect(names.size).toBeGreaterThan(40);
    // Wine heeds no DependentLoadFlags: what is loaded before any code of ours would be taken from beside it there. That
    // the file bears that flag, test/exe/windows.test.ts sees.
    plantLibraries(names, libraryNames((await run({ WINEDEBUG: '+loaddll' }, '--version')).stderr));
    // A file that is found counts before Wine's own, as on Windows.
    overrides = `mscoree,mshtml=;${[...names].join(',')}=n,b`;
    rmSync(heardBySystem('WindowsPowerShell/v1.0'), { force: true });
    const ran = await run({ WINEDEBUG: '+loaddll', WINEDLLOVERRIDES: overrides }, ...args);
    expect(JSON.parse(ran.stdout).probes).toContainEqual(
      expect.objectContaining({ id: 'network.sign-in', status: 'pass' }),
    );
    const [program, module = '', ...others] = loaded(ran.stderr).filter(
      (path) => !/^C:\\windows\\/i.test(path),
    );
    expect([program, others]).toEqual(['C:\\beside\\ecma-doctor.exe', []]);
    // Our own bytes, whatever lay there.
    expect(module).toMatch(/^C:\\pf\\ecma-doctor\\native\\[0-9a-f]{32}\\koffi\.node$/);
    const unpacked = join(prefix.driveC, module.slice(3).replaceAll('\\', '/'));
    expect(readFileSync(unpacked).equals(readFileSync(koffiFile()))).toBe(true);
    expect(started()).toEqual([]);
    expect(readFileSync('README.md', 'utf8')).toContain(plantedTable({ loaded: others, started: started() }));
    // Windows' own PowerShell was, with Windows' own places.
    const heard = readFileSync(heardBySystem('WindowsPowerShell/v1.0'), 'utf8');
    expect(heard).toContain(
      String.raw`"Path":"C:\\windows\\system32;C:\\windows;C:\\windows\\system32\\Wbem;`,
    );
    expect(heard).toContain(String.raw`"SystemRoot":"C:\\windows"`);
    expect(heard).toContain(String.raw`"ProgramFiles":"C:\\Program Files"`);
    expect(heard).toContain(
      String.raw`"PSModulePath":"C:\\windows\\system32\\WindowsPowerShell\\v1.0\\Modules"`,
    );
    expect(heard).not.toMatch(/C:\\\\(?:root|path|here|pf)|COR_|DOTNET_|COMPlus|__COMPAT/);
    // No compiled code was kept for the next start either.
    expect(readdirSync(join(prefix.driveC, 'here')).filter((name) => name.startsWith('v24'))).toEqual([]);
  });

  it('nothing is started where the native module was refused, and the words say by whom', async () => {
    rmSync(heardBySystem('WindowsPowerShell/v1.0'), { force: true });
    const ran = await run({ WINEDEBUG: '+loaddll', WINEDLLOVERRIDES: `${overrides};koffi.node=` }, ...args);
    const { probes } = JSON.parse(ran.stdout) as { readonly probes: readonly { readonly id: string }[] };
    expect(probes.find(({ id }) => id === 'server.dotnet')).toMatchObject({
      status: 'unknown',
      found: expect.stringMatching(/AppLocker, App Control.*endpoint protection/),
    });
    // What Wine starts for itself, and the shell that set the environment.
    const own =
      /\\(?:wineboot|winemenubuilder|services|winedevice|explorer|plugplay|svchost|rpcss|conhost|cmd|start)\.exe$/i;
    const programsOf = loaded(ran.stderr).filter((path) => /\.exe$/i.test(path) && !own.test(path));
    expect(new Set(programsOf)).toEqual(new Set(['C:\\beside\\ecma-doctor.exe']));
    expect([existsSync(heardBySystem('WindowsPowerShell/v1.0')), started()]).toEqual([false, []]);
  });

  it('one that goes by names would load them', async () => {
    const { stderr } = await trusting(`require('Z:${koffiFile()}').load('wevtapi.dll')`);
    expect(loaded(stderr)).toContain('C:\\beside\\wevtapi.dll');
  });
});
