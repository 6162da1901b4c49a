import { describe, expect, it } from 'vitest';
import type { RegistryValue } from '../../../src/platform/windows/types.ts';
import { serverLanguageProbe } from '../../../src/probes/server/language.ts';
import { probeFrom } from '../context.ts';
import { look, said, server, serverNames } from './servers.ts';

const serverLanguage = probeFrom(serverLanguageProbe);
const setUpKey = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Nls\\Language';
const displayKey = 'HKCU\\Control Panel\\Desktop';

const shown = (...data: readonly string[]): RegistryValue => ({ type: 'multi-sz', data });
const languages = (InstallLanguage: string | number | undefined, display?: RegistryValue | string) =>
  server('server-2022', {
    registry: {
      [setUpKey]: { values: InstallLanguage === undefined ? {} : { InstallLanguage } },
      ...(display === undefined ? {} : { [displayKey]: { values: { PreferredUILanguages: display } } }),
    },
  });

describe('server.language', () => {
  it.each(serverNames)('on %s', async (name) => {
    expect(await said(serverLanguage, server(name))).toBe(
      name === 'server-2019-german' ? 'warn: set up in German' : 'pass: English',
    );
  });

  it.each([
    ['British English', '0809', undefined, 'pass: English'],
    ['Polish', '0415', undefined, 'warn: set up in Polish'],
    ['Dutch', '0413', undefined, 'warn: set up in Dutch'],
    ['one that Windows Server does not come in', '042a', undefined, 'warn: set up in language 042A'],
    ['English, shown in English first', '0409', shown('en-GB', 'de-DE'), 'pass: English'],
    ['English, shown in German', '0409', shown('de-DE', 'en-US'), 'warn: shown in de-DE'],
    ['German, shown in English', '0407', shown('en-US'), 'warn: set up in German'],
    ['not said', undefined, undefined, 'unknown: language not said'],
    ['no identifier', 'English', undefined, 'unknown: language not said'],
    ['another type', 1033, undefined, 'unknown: InstallLanguage is of another type'],
    ['another type of list', '0409', 'de-DE', 'unknown: PreferredUILanguages is of another type'],
  ])('%s', async (_name, setUp, display, expected) => {
    expect(await said(serverLanguage, languages(setUp, display))).toBe(expected);
  });

  it('is over once the host is installed, but for the next update', async () => {
    const uses = { 'host.installed': { usable: true, installed: true } };
    const { verdict } = await look(serverLanguage, server('server-2019-german'), { uses });
    expect(verdict).toMatchObject({ status: 'pass', message: 'set up in German; the agent is installed' });
    expect(verdict.found).toContain('1.1.2505.0');
    const notYet = { 'host.installed': { usable: true, installed: false } };
    expect(await said(serverLanguage, server('server-2019-german'), { uses: notYet })).toBe(
      'warn: set up in German',
    );
  });

  it.each([
    [setUpKey, 'the language of Windows'],
    [displayKey, 'the display language of this user'],
  ])('says what was refused: %s', async (key, label) => {
    const record = server('server-2019-german', { registry: { [key]: 'denied' } });
    const { verdict, facts } = await look(serverLanguage, record);
    expect(verdict).toMatchObject({ status: 'unknown', message: 'not allowed to look' });
    expect(facts.notSeen).toEqual([label]);
  });

  it('tells the fault and what to ask about, and gives no order', async () => {
    const { verdict } = await look(serverLanguage, server('server-2019-german'));
    expect(verdict.found).toContain('0x80070643');
    expect(JSON.stringify(verdict.remedy)).toContain('1.1.2334.0');
    expect(verdict.evidence).toContainEqual({ label: 'Shown to this user', value: 'de-DE' });
  });
});
