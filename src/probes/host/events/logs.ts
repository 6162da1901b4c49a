import type { LoggedEvent } from '../../../formats/event-log/event.ts';
import type { EventQuery, WindowsReader } from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import {
  installer,
  installerEvents,
  runtime,
  runtimeEvents,
  serviceEvents,
  serviceManager,
} from '../../common/windows-events.ts';

/** Where errors of the connector host and of the agent are logged, and which of those events are theirs. */

const { sources } = requirement('HOST-08').values;
const { eventLogKey } = requirement('HOST-07').values;
const { agent, agentDisplayNames } = requirement('HOST-03').values;

/** Days that count: an error that was mended does not stand for ever. */
export const days = 7;
const most = 400;
const levels = [1, 2, 3];

/** The log's name for programs; the Event Viewer shows it as "Microsoft ECMA2Host Logs". */
export const [ownLog = ''] = sources;

/** The agent's own log, as Microsoft's module AADCloudSyncTools collects it: its requests to Microsoft and to the host. */
export const agentLog = 'Microsoft-AzureADConnect-ProvisioningAgent/Admin';

/** Sources that belong to the host: also as a published .exe.config names one, with "Microsoft" before it. */
function isOwnSource(name: string): boolean {
  return sources.some((source) => new RegExp(`^(microsoft )?${source}( logs)?$`, 'i').test(name));
}

/** The logs that Windows keeps for the host's sources, by their registration; none before its wizard made them. */
export async function registeredLogs(windows: WindowsReader): Promise<readonly string[]> {
  const logs = await windows.registryNames(eventLogKey);
  if (logs.state !== 'seen') return [];
  const found: string[] = [];
  for (const log of logs.value.subkeys) {
    if (shared(log)) continue;
    const names = isOwnSource(log) ? undefined : await windows.registryNames(`${eventLogKey}\\${log}`);
    if (names === undefined || (names.state === 'seen' && names.value.subkeys.some(isOwnSource)))
      found.push(log);
  }
  return found;
}

/** Logs of all programs are asked for single events only. */
function shared(log: string): boolean {
  return /^(application|system|security)$/i.test(log);
}

export function queriesFor(own: readonly string[]): readonly EventQuery[] {
  const base = { levels, days, most };
  return [
    ...own.map((log) => ({ ...base, log })),
    { ...base, log: agentLog },
    {
      ...base,
      log: 'System',
      providers: [serviceManager],
      ids: Object.values(serviceEvents).flat(),
    },
    {
      ...base,
      log: 'Application',
      providers: [runtime, installer],
      ids: [...runtimeEvents, ...installerEvents],
    },
    // Where the host wrote before it had a log of its own.
    { ...base, log: 'Application', providers: sources.flatMap((source) => [source, `Microsoft ${source}`]) },
  ];
}

const ours = new RegExp(
  ['ecma2host', agent, ...agentDisplayNames]
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|'),
  'i',
);

/** Is it about the host or the agent? In a log that all programs share that is to be asked. */
export function isOurs(log: string, { provider, data }: LoggedEvent): boolean {
  return !shared(log) || isOwnSource(provider) || data.some((part) => ours.test(part));
}
