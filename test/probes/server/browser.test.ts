import { describe, expect, it } from 'vitest';
import type { RecordedKey } from '../../../src/platform/windows/recorded.ts';
import { serverBrowserProbe } from '../../../src/probes/server/browser.ts';
import { probeFrom } from '../context.ts';
import { look, said, server, serverNames } from './servers.ts';

const serverBrowser = probeFrom(serverBrowserProbe);
const components = 'HKLM\\SOFTWARE\\Microsoft\\Active Setup\\Installed Components';
const administratorsKey = `${components}\\{A509B1A7-37EF-4b3f-8CFC-4F3A74704073}`;
const usersKey = `${components}\\{A509B1A8-37EF-4b3f-8CFC-4F3A74704073}`;
const versionKey =
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\EdgeUpdate\\Clients\\{56EB18F8-B008-4CBD-B6D2-8C97FE7E9062}';
const programKey = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\msedge.exe';

type Values = RecordedKey['values'];
const on: Values = { IsInstalled: 1 };
const off: Values = { IsInstalled: 0 };
/** Server Core has none of these keys. */
const browsers = (administrators?: Values, users?: Values, version?: Values, program?: Values) => {
  const all = {
    [administratorsKey]: administrators,
    [usersKey]: users,
    [versionKey]: version,
    [programKey]: program,
  };
  const registry = Object.fromEntries(
    Object.entries(all).flatMap(([key, values]) => (values === undefined ? [] : [[key, { values }]])),
  );
  return server('server-2022-core', { registry });
};

const verdicts: Readonly<Partial<Record<(typeof serverNames)[number], string>>> = {
  'server-2012-r2': 'warn: Enhanced Security on, no Edge',
  'server-2016-fresh': 'warn: Enhanced Security on, no Edge',
  'server-2016-restart-outstanding': 'warn: Enhanced Security on, no Edge',
  'server-2019': 'warn: Enhanced Security on, no Edge',
  'server-2019-german': 'pass: Enhanced Security is off',
  'server-2022-core': 'pass: no Enhanced Security',
  'windows-11': 'pass: no Enhanced Security',
  'windows-11-multi-session': 'pass: no Enhanced Security',
};

describe('server.browser', () => {
  it.each(serverNames)('on %s', async (name) => {
    expect(await said(serverBrowser, server(name))).toBe(verdicts[name] ?? 'pass: Edge is installed');
  });

  it.each([
    ['on, Edge by its version', browsers(on, on, { pv: '131.0.2903.70' }), 'pass: Edge is installed'],
    ['on, Edge by its program', browsers(on, on, undefined, {}), 'pass: Edge is installed'],
    ['on, an empty version', browsers(on, on, { pv: '' }), 'warn: Enhanced Security on, no Edge'],
    ['on, Edge taken off again', browsers(on, on, { pv: '0.0.0.0' }), 'warn: Enhanced Security on, no Edge'],
    ['on for administrators alone', browsers(on, off), 'warn: Enhanced Security on, no Edge'],
    ['off for administrators alone', browsers(off, on), 'pass: Enhanced Security is off'],
    ['said of users alone', browsers(undefined, on), 'unknown: not said for administrators'],
    ['keys without a value', browsers({}, {}), 'pass: no Enhanced Security'],
    ['another number', browsers({ IsInstalled: 7 }, on), 'unknown: IsInstalled has the value 7'],
    ['another type', browsers({ IsInstalled: '1' }, on), 'unknown: IsInstalled is of another type'],
    ['another type, users', browsers(off, { IsInstalled: '1' }), 'unknown: IsInstalled is of another type'],
    ['another type of version', browsers(on, on, { pv: 131 }), 'unknown: pv is of another type'],
  ])('%s', async (_name, record, expected) => {
    for (const profile of ['preview-2021', 'ga'] as const)
      expect(await said(serverBrowser, record, { profile })).toBe(expected);
  });

  it.each([
    [administratorsKey, "Internet Explorer's Enhanced Security for administrators"],
    [usersKey, "Internet Explorer's Enhanced Security for users"],
    [versionKey, 'the version of Microsoft Edge'],
    [programKey, 'whether msedge.exe is there'],
  ])('says what was refused: %s', async (key, label) => {
    const record = server('server-2019', { registry: { [key]: 'denied' } });
    const { verdict, facts } = await look(serverBrowser, record);
    expect(verdict).toMatchObject({ status: 'unknown', message: 'not allowed to look' });
    expect(facts.notSeen).toEqual([label]);
  });

  it('notes that Enhanced Security is on beside Edge', async () => {
    const { verdict } = await look(serverBrowser, server('server-2022'));
    expect(verdict.found).toContain('blocks the sign-in');
    expect(verdict.evidence).toContainEqual({ label: 'Microsoft Edge', value: '131.0.2903.70' });
  });

  it('gives the commands whole, off before setup and on after it', async () => {
    const { verdict } = await look(serverBrowser, server('server-2019'));
    const commands = verdict.remedy?.steps.flatMap(({ command }) => command ?? []);
    expect(commands).toEqual([
      `reg add "${administratorsKey}" /v IsInstalled /t REG_DWORD /d 0 /f`,
      `reg add "${administratorsKey}" /v IsInstalled /t REG_DWORD /d 1 /f`,
    ]);
    expect(verdict.remedy?.steps.every(({ owner }) => owner === 'server')).toBe(true);
  });
});
