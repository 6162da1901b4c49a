import type { ProbeContext } from '../../../clients/environment.ts';
import type { EventQuery, WindowsReader } from '../../../platform/windows/types.ts';
import { windowsOf } from '../../common/windows.ts';
import { hostInstalled } from '../installed/facts.ts';
import type { EventsFacts, LogFacts } from './facts.ts';
import { groupEvents } from './groups.ts';
import { days, isOurs, ownLog, queriesFor, registeredLogs } from './logs.ts';

export async function collectEvents(context: ProbeContext, signal: AbortSignal): Promise<EventsFacts> {
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
    installed: context.facts.of(hostInstalled)?.installed !== false,
    days,
    logs,
    ...grouped,
  };
}

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
