import type { EventQuery, WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { levels } from '../../requirements/requirement.ts';
import { refused, type WindowsFacts, windowsOf } from '../common/windows.ts';
import type { MakeProbe } from '../describe.ts';
import { type EventGroup, groupEvents } from './event-groups.ts';
import { days, isOurs, ownLog, queriesFor, registeredLogs } from './event-logs.ts';
import { judgeEvents } from './events-judge.ts';
import { hostRow } from './row.ts';

/** One log, as it was asked. */
export type LogFacts = {
  readonly log: string;
  /** Is it one of the host's own? */
  readonly own: boolean;
  readonly read: WindowsAnswer<{ readonly events: number; readonly cut: boolean; readonly lost: number }>;
};

export interface EventsFacts extends WindowsFacts {
  /** False before: then its own logs are not missed. */
  readonly installed: boolean;
  /** How far back was looked. */
  readonly days: number;
  readonly logs: readonly LogFacts[];
  /** Newest first. */
  readonly groups: readonly EventGroup[];
  readonly more: number;
  readonly unread: number;
}

/**
 * Recent errors of the host and of the agent in the event logs, matched with known causes. Before the host is
 * installed, those of an installation that failed.
 */
export const hostEvents: MakeProbe = (scope) =>
  hostRow(scope, {
    id: 'host.events',
    title: 'No known errors logged',
    levels: levels('info', 'info'),
    requirements: [
      'HOST-08',
      'ERR-01',
      'ERR-02',
      'ERR-05',
      'ERR-06',
      'ERR-07',
      'ERR-08',
      'ERR-09',
      'ERR-10',
      'ERR-11',
      'ERR-13',
      'ERR-14',
      'ERR-16',
      'ERR-17',
      'ERR-18',
      'ERR-20',
      'ERR-21',
      'ERR-24',
    ],
    needs: ['host.installed'],
    work: {
      async collect(context, signal): Promise<EventsFacts> {
        const windows = await windowsOf(context);
        const registered = await registeredLogs(windows);
        // Not registered, or not to be seen: then by its usual name.
        const own = registered.length === 0 ? [ownLog] : registered;
        const found: { readonly log: string; readonly xml: string }[] = [];
        const byLog = new Map<string, LogFacts>();
        for (const query of queriesFor(own)) {
          const { log } = query;
          context.waitingFor(`the event log ${log}`);
          const one = await readLog(windows, query, own.includes(log), found, signal);
          byLog.set(log, together(byLog.get(log), one));
        }
        const logs = [...byLog.values()];
        const grouped = await groupEvents(found, isOurs, signal);
        return {
          usable: logs.some(({ read }) => read.state === 'seen'),
          installed: context.facts('host.installed')?.installed !== false,
          days,
          logs,
          ...grouped,
          ...refused(Object.fromEntries(logs.map(({ log, read }) => [`the event log ${log}`, read]))),
        };
      },
      judge: judgeEvents,
    },
  });

/** A log that was asked twice. */
function together(first: LogFacts | undefined, second: LogFacts): LogFacts {
  if (first?.read.state !== 'seen') return first ?? second;
  if (second.read.state !== 'seen') return second;
  const [one, other] = [first.read.value, second.read.value];
  const value = {
    events: one.events + other.events,
    cut: one.cut || other.cut,
    lost: one.lost + other.lost,
  };
  return { ...second, read: { state: 'seen', value } };
}

async function readLog(
  windows: WindowsReader,
  query: EventQuery,
  own: boolean,
  found: { readonly log: string; readonly xml: string }[],
  signal: AbortSignal,
): Promise<LogFacts> {
  const { log } = query;
  const read = await windows.events(query, signal);
  if (read.state !== 'seen') return { log, own, read };
  const { xml, cut, lost } = read.value;
  found.push(...xml.map((text) => ({ log, xml: text })));
  return { log, own, read: { state: 'seen', value: { events: xml.length, cut, lost } } };
}
