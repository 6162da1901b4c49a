import { setImmediate } from 'node:timers/promises';
import { clean } from '../../../base/text.ts';
import { type LoggedEvent, readEvent } from '../../../formats/event-log/event.ts';
import type { EventGroup, EventsFacts } from './facts.ts';
import { withoutPeople, withoutSecrets } from './secrets.ts';

/** Milliseconds without a look at keys, deadlines and the screen: what stands in an event may make it take a second. */
const atOnceMs = 50;
const mostGroups = 40;
const longest = { text: 1600, line: 300, words: 200 } as const;
const firstLines = 3;

/** `events` newest first, as XML, with the log that each is of; `wanted` chooses by what stands in them. */
export async function groupEvents(
  events: readonly { readonly log: string; readonly xml: string }[],
  wanted: (log: string, event: LoggedEvent) => boolean,
  signal: AbortSignal,
): Promise<Pick<EventsFacts, 'groups' | 'more' | 'unread'>> {
  const groups = new Map<string, EventGroup>();
  let [more, unread] = [0, 0];
  let since = Number.NEGATIVE_INFINITY;
  for (const { log, xml } of events) {
    if (performance.now() - since > atOnceMs) {
      await setImmediate(undefined, { signal });
      since = performance.now();
    }
    const event = readEvent(xml);
    if (event === undefined) {
      unread += 1;
      continue;
    }
    if (!wanted(log, event)) continue;
    const text = gist(event);
    const key = [log, event.provider, event.id, words(text)].join('\n');
    const known = groups.get(key);
    if (known !== undefined)
      groups.set(key, {
        ...known,
        count: known.count + 1,
        level: gravest(known.level, event.level),
        newest: event.at > known.newest ? event.at : known.newest,
      });
    else if (groups.size >= mostGroups) more += 1;
    else {
      const { provider, id, level, at } = event;
      groups.set(key, { log, provider: clean(provider), id, level, count: 1, newest: at, text });
    }
  }
  const sorted = [...groups.values()].sort((one, other) => (one.newest < other.newest ? 1 : -1));
  return { groups: sorted, more, unread };
}

/** Parts that no language changes and that judges look for. */
const tellTale =
  /\w+Exception\b|\bdata [57]\d[\da-e]\b|\bcode:? 49\b|0x8[0-9a-f]{7}|\b[A-Z]+ \[\w{5}\]|Target Site|^Message\b|ECMA\\Cache|ServiceInstaller|\.resources|per syntax|invalid ?resource|CrossDomainIdentity|importing data|metrics collector|TLS 1\.2|\bError Number:|\bMsg \d|\bORA-\d{5}|\bSQL\d{4,5}N|\bAADSTS\d|\bLDAP\b.*\bcode\b|SSPI/i;

function gist({ data }: LoggedEvent): string {
  const safe = withoutPeople(withoutSecrets(data.join('\n')));
  const lines = clean(safe, true)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const kept = lines.flatMap((line, index) => {
    const found = line.length > longest.line ? tellTale.exec(line)?.index : undefined;
    if (index < firstLines) {
      const start = line.slice(0, longest.line);
      return found === undefined || found < longest.line - 60 ? [start] : [start, around(line, found)];
    }
    return tellTale.test(line) ? [around(line, found ?? 0)] : [];
  });
  return [...new Set(kept)].join('\n').slice(0, longest.text).toWellFormed();
}

function around(line: string, at: number): string {
  const start = Math.max(0, at - 100);
  return line.slice(start, start + longest.line);
}

/** What two events of a kind have in common. */
function words(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/gi, '#')
    .replace(/(["'])[^"'\n]*\1/g, '#')
    .replace(/(?<!0x[0-9a-f]*)\d+/gi, '#')
    .slice(0, longest.words);
}

function gravest(one: number, other: number): number {
  return one === 0 || other === 0 ? Math.max(one, other) : Math.min(one, other);
}
