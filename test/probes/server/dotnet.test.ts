import { describe, expect, it } from 'vitest';
import { serverDotnetProbe } from '../../../src/probes/server/dotnet.ts';
import { probeFrom } from '../context.ts';
import { look, said, server, withKey } from './servers.ts';

const serverDotnet = probeFrom(serverDotnetProbe);

const key = 'HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full';

describe('server.dotnet', () => {
  it.each([
    ['server-2016-fresh', 'fail: 4.6.2', 'fail: 4.6.2'],
    ['server-2012-r2', 'fail: 4.5.1', 'fail: 4.5.1'],
    ['server-2019', 'pass: 4.7.2', 'pass: 4.7.2'],
    ['server-2019-german', 'pass: 4.7.2', 'pass: 4.7.2'],
    ['server-2022', 'pass: 4.8', 'pass: 4.8'],
    ['server-2025', 'pass: 4.8.1', 'pass: 4.8.1'],
    ['windows-11', 'pass: 4.8.1', 'pass: 4.8.1'],
    ['server-2016-restart-outstanding', 'warn: 4.8, restart outstanding', 'warn: 4.8, restart outstanding'],
  ] as const)('on %s', async (name, preview, ga) => {
    expect(await said(serverDotnet, server(name), { profile: 'preview-2021' })).toBe(preview);
    expect(await said(serverDotnet, server(name), { profile: 'ga' })).toBe(ga);
  });

  it.each([
    [461_307, 'fail: 4.7', 'fail: 4.7'],
    [461_308, 'pass: 4.7.1', 'fail: 4.7.1'],
    [461_807, 'pass: 4.7.1', 'fail: 4.7.1'],
    [461_808, 'pass: 4.7.2', 'pass: 4.7.2'],
    [378_388, 'fail: older than 4.5, or none', 'fail: older than 4.5, or none'],
    [0, 'fail: older than 4.5, or none', 'fail: older than 4.5, or none'],
    [4_294_967_295, 'pass: 4.8.1', 'pass: 4.8.1'],
  ])('Release %i', async (release, preview, ga) => {
    const record = server('server-2019', withKey(key, { Release: release }));
    expect(await said(serverDotnet, record, { profile: 'preview-2021' })).toBe(preview);
    expect(await said(serverDotnet, record, { profile: 'ga' })).toBe(ga);
  });

  it('fails when the key or the value is not there, and does not know what text means', async () => {
    const { registry } = server('server-2019');
    const gone = Object.fromEntries(Object.entries(registry ?? {}).filter(([path]) => path !== key));
    expect(
      await said(serverDotnet, {
        restart: { bootedAt: '2026-11-20T00:00:00.000Z', pending: [] },
        registry: gone,
      }),
    ).toBe('fail: older than 4.5, or none');
    expect(await said(serverDotnet, server('server-2019', withKey(key, {})))).toMatch(/^fail/);
    expect(await said(serverDotnet, server('server-2019', withKey(key, { Release: '461814' })))).toBe(
      'unknown: Release is of another type',
    );
  });

  it('is unknown and not usable where Windows refuses', async () => {
    const { verdict, facts } = await look(
      serverDotnet,
      server('server-2019', { registry: { [key]: 'denied' } }),
    );
    expect(verdict.status).toBe('unknown');
    expect(facts).toMatchObject({ usable: false, notSeen: ['the version of .NET Framework'] });
  });

  it('asks for a restart where Windows Update waits for one, not for left-over file renames', async () => {
    const bootedAt = '2026-11-20T03:12:45.000Z';
    const waiting = server('server-2022', { restart: { bootedAt, pending: ['windows-update'] } });
    expect(await said(serverDotnet, waiting)).toBe('warn: 4.8, restart outstanding');
    const renames = server('server-2022', { restart: { bootedAt, pending: ['file-renames'] } });
    expect(await said(serverDotnet, renames)).toBe('pass: 4.8');
  });

  it('counts what is written in the first minute of a start as older', async () => {
    const at = (writtenAt: string) => server('server-2022', withKey(key, { Release: 528_449 }, writtenAt));
    expect(await said(serverDotnet, at('2026-11-20T03:13:40.000Z'))).toBe('pass: 4.8');
    expect(await said(serverDotnet, at('2026-11-20T03:13:46.000Z'))).toBe('warn: 4.8, restart outstanding');
  });

  it('gives the whole command, and the restart behind it', async () => {
    const { verdict } = await look(serverDotnet, server('server-2016-fresh'));
    expect(verdict.remedy?.steps.map((step) => step.command)).toEqual([
      '.\\ndp48-x86-x64-allos-enu.exe /q /norestart',
      'shutdown.exe /r /t 0',
    ]);
  });
});
