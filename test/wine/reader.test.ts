import { X509Certificate } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeAuthority } from '../beds/certificates.ts';
import { wine8, wine10 } from './bed.ts';
import { bundle } from './bundle.ts';
import { windowsPath } from './cli.ts';
import { onEachWine } from './each-wine.ts';
import { WinePrefix } from './prefix.ts';
import { serviceKeys } from './servers.ts';
import { certificateKey } from './staged-certificate.ts';

/** A user's proxies as their dialogue writes them, for `reg`: magic, version, flags (proxy 2, script 4), three texts. */
function userSettings(...texts: readonly [proxy: string, bypass: string, script: string]): string {
  const numbers = [0x46, 1, 1 | 2 | 4].map(uint32);
  return Buffer.concat([...numbers, ...counted(texts), Buffer.alloc(32)]).toString('hex');
}

function counted(texts: readonly string[]): readonly Buffer[] {
  return texts.flatMap((text) => [uint32(text.length), Buffer.from(text, 'latin1')]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** WinHttpSettings: version, counter, flags (2 is "a proxy"), proxy and bypass, each behind its length. */
function winHttpSettings(proxy: string, bypass: string): Buffer {
  return Buffer.concat([...[0x18, 0, 3].map(uint32), ...counted([proxy, bypass])]);
}

const internet = 'Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const services = 'System\\CurrentControlSet\\Services';
const bytes = Buffer.from([0, 1, 254, 255]);
const keySet = {
  container: 'ecma-doctor-test',
  provider: 'Microsoft Enhanced RSA and AES Cryptographic Provider',
};

interface Result {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly ms: Readonly<Record<string, number>>;
}

onEachWine('the reader on Windows code', (wine) => {
  let result: Result;
  let certificate: X509Certificate;

  beforeAll(async () => {
    const authority = await makeAuthority('/CN=Contoso Test Root');
    certificate = new X509Certificate(authority.cert);
    rmSync(authority.folder, { recursive: true });
    const thumbprint = certificate.fingerprint.replaceAll(':', '');
    const script = bundle('reader');
    const prefix = new WinePrefix(
      [
        {
          path: 'Software\\DoctorTest',
          values: { d: 0xffffffff, s: 'Größe "\\" €', m: ['a', 'ß'], b: bytes },
        },
        { path: 'Software\\DoctorTest\\Sub', writtenAt: new Date('2024-02-29T12:00:00.500Z') },
        { path: `${services}\\Eventlog`, values: { Start: 2 } },
        ...serviceKeys('VaultSvc', 'Anmeldeinformationsverwaltung', 4),
        certificateKey('My', certificate, keySet),
        certificateKey('Disallowed', certificate),
        { path: `${services}\\HTTP\\Parameters\\UrlAclInfo`, values: { 'https://+:8585/': bytes } },
        {
          path: `Software\\${internet}\\Connections`,
          values: {
            WinHttpSettings: winHttpSettings('svc:pw@proxy.contoso.example:8080', '*.contoso.example'),
          },
        },
        {
          path: `Software\\${internet}`,
          values: {
            ProxyEnable: 1,
            ProxyServer: 'machine:3128',
            AutoConfigURL: 'http://pac.contoso.example/x.pac',
          },
        },
        {
          path: 'Software\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
          values: { ProxySettingsPerUser: 0 },
        },
        {
          path: 'System\\CurrentControlSet\\Control\\Session Manager\\Environment',
          values: { HTTPS_PROXY: 'http://u:p@proxy:8080', SECRET: 'never read' },
        },
        { path: 'Software\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending' },
        {
          path: 'Software\\Microsoft\\Virtual Machine\\Guest\\Parameters',
          values: { VirtualMachineName: 'vm' },
        },
      ],
      wine,
    );
    writeFileSync(join(prefix.driveC, 'shared.txt'), 'x', { mode: 0o644 });
    writeFileSync(join(prefix.driveC, 'private.txt'), 'x', { mode: 0o600 });
    try {
      const connections = `HKCU\\Software\\${internet}\\Connections`;
      const ofUser = userSettings(
        'me:pw@user.contoso.example:3128',
        '<local>',
        'http://pac.contoso.example/u.pac',
      );
      const control = 'HKLM\\System\\CurrentControlSet\\Control';
      // Wine's own start clears these, and between two programs it may end: all are set and read in one shell.
      const lines = [
        '@echo off',
        `reg add "${control}\\ComputerName\\ComputerName" /v ComputerName /d NEXT /f >NUL`,
        `reg add "${control}\\Session Manager" /v PendingFileRenameOperations /t REG_MULTI_SZ /d x\\0y /f >NUL`,
        `reg add "${connections}" /v DefaultConnectionSettings /t REG_BINARY /d ${ofUser} /f >NUL`,
        `${windowsPath(wine.nodeExe())} ${windowsPath(script.file)} ${thumbprint}`,
      ];
      writeFileSync(join(prefix.driveC, 'start.cmd'), `${lines.join('\r\n')}\r\n`);
      const ran = await prefix.run('cmd', {
        args: ['/c', 'C:\\start.cmd'],
        env: wine === wine10 ? { SILENT_POWERSHELL: '1' } : {},
      });
      expect(ran.stderr).toBe('');
      expect(ran.exitCode).toBe(0);
      result = JSON.parse(ran.stdout) as Result;
    } finally {
      prefix.remove();
      script.remove();
    }
  });

  afterAll(() => {
    if (process.env.DOCTOR_TIMES) process.stderr.write(`${JSON.stringify(result.ms, null, 1)}\n`);
  });

  const answer = (name: string) =>
    result.answers[name] as { readonly state: string; readonly value: unknown };
  const seen = (value: unknown) => ({ state: 'seen', value });

  it('reads values of all types, in any case, and when a key was written', () => {
    expect(answer('registry')).toEqual(
      seen({
        writtenAt: '2020-01-01T00:00:00.000Z',
        values: {
          d: { type: 'dword', data: 4_294_967_295 },
          s: { type: 'sz', data: 'Größe "\\" €' },
          m: { type: 'multi-sz', data: ['a', 'ß'] },
          b: { type: 'binary', data: '0001feff' },
        },
      }),
    );
    expect(answer('registry, second')).toMatchObject({ value: { values: { D: { data: 4_294_967_295 } } } });
    expect(answer('registry, absent')).toEqual({ state: 'absent' });
    expect(answer('registryNames')).toEqual(seen({ values: ['b', 'd', 'm', 's'], subkeys: ['Sub'] }));
  });

  it('tells services: running, staged and absent ones', () => {
    expect(answer('service')).toMatchObject(seen({ name: 'RpcSs', account: 'LocalSystem', start: 'manual' }));
    expect(answer('service, staged')).toEqual(
      seen({
        name: 'VaultSvc',
        displayName: 'Anmeldeinformationsverwaltung',
        state: 'stopped',
        start: 'disabled',
        account: 'LocalSystem',
        path: 'C:\\windows\\system32\\lsass.exe',
        pid: 0,
        exitCode: 1077,
      }),
    );
    expect(answer('service, absent')).toEqual({ state: 'absent' });
    const all = answer('services').value as { name: string; displayName: string; state: string }[];
    expect(all).toContainEqual({
      name: 'VaultSvc',
      displayName: 'Anmeldeinformationsverwaltung',
      state: 'stopped',
      pid: 0,
    });
    expect(all.some(({ name, state }) => name === 'Eventlog' && state === 'running')).toBe(true);
  });

  it('reads the stores of the machine', () => {
    const thumbprint = certificate.fingerprint.replaceAll(':', '');
    const one = [{ pem: certificate.toString(), thumbprint }];
    expect(answer('certificates, LocalMachine\\My')).toEqual(
      seen([{ ...one[0], key: { ...keySet, machine: true } }]),
    );
    expect(answer('certificates, LocalMachine\\Disallowed')).toEqual(seen(one));
    const roots = answer('certificates, LocalMachine\\Root').value as { pem: string }[];
    expect(roots.length).toBeGreaterThan(50);
    const known = new Set(rootCertificates.map((pem) => new X509Certificate(pem).fingerprint256));
    expect(roots.some(({ pem }) => known.has(new X509Certificate(pem).fingerprint256))).toBe(true);
  });

  it('sees listening ports on both families, and tries one', () => {
    const { ports } = result.answers.own as { ports: [number, number] };
    const listeners = answer('listeners').value as { address: string; port: number }[];
    expect(listeners).toContainEqual(expect.objectContaining({ address: '127.0.0.1', port: ports[0] }));
    expect(listeners).toContainEqual(expect.objectContaining({ address: '::1', port: ports[1] }));
    expect(answer('tryPort, in use')).toEqual(seen('in-use'));
    expect(answer('tryPort, free')).toEqual(seen('free'));
    expect(answer('urlReservations')).toEqual(seen(['https://+:8585/']));
  });

  it('reads file versions and access lists', () => {
    const { node } = result.answers.own as { readonly node: string };
    expect(answer('fileVersion')).toEqual(seen({ file: `${node}.0`, product: `${node}.0` }));
    expect(answer('fileVersion, none')).toMatchObject({ state: 'failed', problem: { code: 'NO_VERSION' } });
    expect(answer('fileVersion, absent')).toEqual({ state: 'absent' });
    const sids = (name: string) =>
      (answer(name).value as { entries: { sid: string }[] }).entries.map(({ sid }) => sid);
    expect(sids('access, shared')).toContain('S-1-1-0');
    expect(sids('access, private')).not.toContain('S-1-1-0');
    expect(sids('access, private')).toContain('S-1-5-18');
    expect(answer('access, absent')).toEqual({ state: 'absent' });
  });

  it('knows who it is', () => {
    expect(answer('identity')).toMatchObject(
      seen({
        user: expect.stringMatching(/^S-1-5-21-/),
        elevated: wine === wine8,
        administrators: 'enabled',
      }),
    );
    // Wine knows no account rights: that the call is made and ends is all that can be seen.
    expect(answer('accountsWithRight')).toEqual(seen([]));
    expect(answer('join')).toMatchObject(seen({ kind: 'workgroup' }));
  });

  it('knows accounts by their names, and who is nobody', () => {
    expect(answer('account, NT AUTHORITY\\SYSTEM')).toMatchObject({
      state: 'seen',
      // Wine has no authorization manager: a group that is not told is never taken for none.
      value: {
        sid: 'S-1-5-18',
        groups: {
          state: 'failed',
          // ERROR_CALL_NOT_IMPLEMENTED.
          problem: { code: '120', text: 'Windows could not tell its groups: Windows error 120' },
        },
      },
    });
    expect(answer('account, CONTOSO\\gmsa$')).toEqual({ state: 'absent' });
  });

  it('reads who may use a private key', () => {
    expect(answer('keyAccess, absent')).toEqual({ state: 'absent' });
    expect(answer('keyAccess, no key set')).toEqual({ state: 'absent' });
    for (const asked of ['keyAccess', 'keyAccess, by certificate'])
      expect(answer(asked)).toMatchObject({
        state: 'seen',
        value: {
          everyone: false,
          entries: expect.arrayContaining([expect.objectContaining({ kind: 'allow' })]),
        },
      });
  });

  it('says that event logs cannot be read here, and goes on', () => {
    for (const log of ['ECMA2Host', 'System', 'NoSuchLog'])
      expect(answer(`events, ${log}`)).toEqual({
        state: 'failed',
        problem: { code: 'ERROR', text: 'opening it: no answer' },
      });
  });

  it('knows memory, boot time and what waits for a restart', () => {
    const memory = answer('memory').value as { visible: number; installed: number };
    expect(memory).toMatchObject({ hyperV: true });
    expect(memory.visible).toBeGreaterThan(2 ** 28);
    expect(memory.installed).toBeGreaterThanOrEqual(memory.visible);
    const restart = answer('restart').value as { bootedAt: string; pending: string[] };
    expect(Date.parse(restart.bootedAt)).toBeLessThan(Date.now());
    expect(restart.pending).toEqual(['component-servicing', 'computer-rename', 'file-renames']);
    expect(answer('remoteSession')).toEqual(seen(false));
  });

  it('finds every proxy, without passwords', () => {
    expect(result.answers.proxies).toMatchObject({
      winHttp: seen({ proxy: 'svc@proxy.contoso.example:8080', bypass: '*.contoso.example' }),
      user: seen({
        proxy: 'me@user.contoso.example:3128',
        bypass: '<local>',
        autoConfigUrl: 'http://pac.contoso.example/u.pac',
        autoDetect: false,
      }),
      machine: seen({ proxy: 'machine:3128', autoConfigUrl: 'http://pac.contoso.example/x.pac' }),
      perMachine: true,
      environment: { HTTPS_PROXY: 'http://u@proxy:8080' },
    });
    expect(JSON.stringify(result.answers.proxies)).not.toMatch(/pw@|never read/);
  });

  it.skipIf(wine === wine10)('takes an empty answer of PowerShell for no answer', () => {
    expect(answer('powershell')).toMatchObject({ state: 'failed' });
  });

  it('has no console where output goes into files', () => {
    expect(answer('console')).toEqual({ state: 'absent' });
  });

  it('gives addresses of its own memory', () => {
    expect(result.answers.addressOf).toBe('abc');
  });
});
