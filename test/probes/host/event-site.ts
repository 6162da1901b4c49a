import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import type { EventsFacts } from '../../../src/probes/host/events/facts.ts';
import { hostEventsProbe } from '../../../src/probes/host/events/index.ts';
import { classicEvent, type MadeEvent } from '../../beds/event-xml.ts';
import { ask } from './site.ts';

export const folder = 'C:\\Program Files\\Microsoft ECMA2Host';
export const eventLog = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog';
/** As the wizard leaves it: a log of its own with both sources. */
export const wizardRan = {
  registry: {
    [eventLog]: { subkeys: ['Application', 'ECMA2Host', 'Security', 'System'] },
    [`${eventLog}\\ECMA2Host`]: { subkeys: ['ConnectorsLog', 'ECMA2Host', 'Microsoft ECMA2Host'] },
  },
} satisfies WindowsRecord;

export function look(events: NonNullable<WindowsRecord['events']>) {
  return ask<EventsFacts>(hostEventsProbe, { folder, record: { ...wizardRan, events } });
}

/** An event of the host's own log with this text. */
export function logged(text: string, more: Partial<MadeEvent> = {}) {
  return look({ ECMA2Host: [classicEvent({ provider: 'ECMA2Host', data: [text], ...more })] });
}
