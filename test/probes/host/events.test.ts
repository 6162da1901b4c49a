import { describe, expect, it } from 'vitest';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { EventsFacts } from '../../../src/probes/host/events/facts.ts';
import { hostEventsProbe } from '../../../src/probes/host/events/index.ts';
import { classicEvent } from '../../beds/event-xml.ts';
import { eventLog, folder, logged, look, wizardRan } from './event-site.ts';
import { ask } from './site.ts';

describe('host.events', () => {
  it.each<[string, WindowsRecord, string]>([
    ['an empty log', { events: { ECMA2Host: [] } }, 'pass: none'],
    [
      'warnings only',
      { events: { ECMA2Host: [classicEvent({ provider: 'ECMA2Host', level: 3, data: ['slow'] })] } },
      'pass: no errors, 1 warning',
    ],
    [
      'information only',
      { events: { ECMA2Host: [classicEvent({ provider: 'ECMA2Host', level: 4, data: ['started'] })] } },
      'pass: none',
    ],
    ['no log, no registration', { registry: {}, events: {} }, 'warn: the host has no event log yet'],
    ['no right', { events: { ECMA2Host: 'denied' } }, 'unknown: not allowed to look'],
    [
      'what is no event',
      { events: { ECMA2Host: ['<Event><Level>2</Level>'] } },
      'unknown: some events cannot be read',
    ],
    [
      'a log of another name',
      {
        registry: {
          [eventLog]: { subkeys: ['Application', 'Microsoft ECMA2Host Logs'] },
        },
        events: {
          'Microsoft ECMA2Host Logs': [classicEvent({ provider: 'ConnectorsLog', data: ['[IM002]'] })],
        },
      },
      'warn: the ODBC data source was not found',
    ],
    [
      'a log that holds one of its sources',
      {
        registry: {
          [eventLog]: { subkeys: ['Connectors'] },
          [`${eventLog}\\Connectors`]: { subkeys: ['ConnectorsLog'] },
        },
        events: { Connectors: [classicEvent({ provider: 'ConnectorsLog', data: ['[IM002]'] })] },
      },
      'warn: the ODBC data source was not found',
    ],
    [
      'events in the log of all programs',
      {
        events: {
          ECMA2Host: [],
          Application: [classicEvent({ provider: 'Microsoft ECMA2Host', data: ['ValidByLdapStyle'] })],
        },
      },
      "warn: a user's DN is not in LDAP's form",
    ],
    [
      "the agent's own log",
      {
        events: {
          ECMA2Host: [],
          'Microsoft-AzureADConnect-ProvisioningAgent/Admin': [
            classicEvent({
              provider: 'Microsoft-AzureADConnect-ProvisioningAgent',
              data: [
                "System.Net.WebException: The remote name could not be resolved: 'login.microsoftonline.com'",
              ],
            }),
          ],
        },
      },
      'warn: a name was not found',
    ],
    [
      "the agent's own log, closed to this account",
      { events: { ECMA2Host: [], 'Microsoft-AzureADConnect-ProvisioningAgent/Admin': 'denied' } },
      'unknown: not allowed to look',
    ],
  ])('%s', async (_name, record, expected) => {
    const { said } = await ask(hostEventsProbe, { folder, record: { ...wizardRan, ...record } });
    expect(said).toBe(expected);
  });

  it('an unreadable Windows is unknown, with its reason', async () => {
    const { verdict, facts } = await ask<EventsFacts>(hostEventsProbe, {
      folder,
      record: { ...wizardRan, events: { ECMA2Host: 'denied', System: 'denied', Application: 'denied' } },
    });
    expect(verdict.status).toBe('unknown');
    expect(facts.usable).toBe(false);
    expect(facts.notSeen).toEqual([
      'the event log ECMA2Host',
      'the event log System',
      'the event log Application',
    ]);
  });

  it('shows the first lines of others, bounded, safe and without secrets or people', async () => {
    const text = `\u001b[31mStrange\u202e failure for jane.doe@contoso.example, Server=s;Pwd=Pl4nted;\r\n   at X.Y()\r\n{"userName":"jdoe","password":"Pl4nted"}\n${'z '.repeat(20_000)}`;
    const { verdict, facts } = await logged(text, { id: 17 });
    expect(verdict.message).toBe('1 error, none known here');
    expect(verdict.evidence?.[0]).toEqual({
      label: '2026-11-23 14:05 UTC',
      value: 'ECMA2Host 17: [31mStrange failure for [address], Server=s;Pwd=[secret];',
    });
    const kept = JSON.stringify([facts, verdict]);
    expect(kept).not.toMatch(/Pl4nted|jane|jdoe|\\u001b|\u202e/);
    expect(kept.length).toBeLessThan(6000);
    expect(verdict.remedy?.steps[0]?.command).toContain('wevtutil.exe qe "ECMA2Host"');
  });

  it('shows what went wrong before where it did', async () => {
    const { verdict } = await logged(
      'Method Name : Open\nat X\nat Y\nat Z\n--------- Outer Exception Data ---------\nMessage: Strange failure\nmore',
    );
    expect(verdict.evidence?.[0]?.value).toBe('ECMA2Host 0: Message: Strange failure');
  });

  it('keeps a bounded number of kinds, however many there are', async () => {
    const words = (index: number) => String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26));
    const { facts, verdict } = await look({
      ECMA2Host: Array.from({ length: 300 }, (_, index) =>
        classicEvent({ provider: 'ECMA2Host', data: [`kind ${words(index)}`] }),
      ),
    });
    expect(facts.groups.length).toBe(40);
    expect(facts.more).toBe(260);
    expect(verdict.evidence).toContainEqual({ label: 'More', value: '294 other kinds' });
    expect(JSON.stringify(facts).length).toBeLessThan(20_000);
  });

  describe('before the host is installed', () => {
    const early = (record: WindowsRecord) =>
      ask(hostEventsProbe, {
        folder,
        record,
        facts: { 'host.installed': { usable: true, installed: false } },
      });

    it('does not miss its log', async () => {
      expect((await early({ events: { System: [], Application: [] } })).said).toBe('pass: none of its setup');
    });

    it('tells why an installation failed', async () => {
      const xml = classicEvent({
        provider: 'MsiInstaller',
        id: 11_923,
        data: ['製品: Microsoft Entra Provisioning Agent -- エラー 1923 (AADConnectProvisioningAgent)'],
      });
      expect((await early({ events: { System: [], Application: [xml] } })).said).toBe(
        'warn: a service may not log on',
      );
    });

    it('is unknown where Windows tells nothing', async () => {
      expect((await early({ events: { System: 'denied' } })).said).toBe('unknown: not allowed to look');
    });
  });
});
