import { failed, fromErrorCode, seen } from './answer.ts';
import { callOffThread, setLastError, slowCallMs, timedOut } from './call-off-thread.ts';
import type { NativeCalls } from './native.ts';
import type { EventQuery, EventTexts, WindowsAnswer } from './types.ts';

/** winevt.h: EvtQueryChannelPath with EvtQueryReverseDirection, and EvtRenderEventXml. */
const newestFirst = 0x1 | 0x200;
const asXml = 1;
/** winerror.h. */
const insufficientBuffer = 122;
const noMoreItems = 259;

const openQuery = 'uintptr_t EvtQuery(uintptr_t session, str16 log, str16 query, uint32_t flags)';
const next =
  'int EvtNext(uintptr_t results, uint32_t size, void *events, uint32_t timeout, uint32_t flags, void *count)';
const render =
  'int EvtRender(uintptr_t context, uintptr_t event, uint32_t flags, uint32_t size, void *text, void *used, void *properties)';
const close = 'int EvtClose(uintptr_t handle)';

/** Milliseconds: for all of one log (a row asks some, one by one), for one call off this thread, and for one on it. */
const limitsMs = { all: 4000, call: slowCallMs, here: 50 } as const;
/**
 * Events at once. An event is at most 64 KB, and all of one answer at most 2 MB (MS-EVEN6, MAX_RPC_BATCH_SIZE), else Windows gives
 * RPC_S_INVALID_BOUND (1734) and none of them.
 */
const batch = 16;
/** In bytes of UTF-16: an event's XML is longer than the event. */
const mostBytes = { usual: 64 * 1024, one: 512 * 1024, all: 8 * 1024 * 1024 } as const;

/** The newest events that fit. Whatever was opened is closed when it returns or throws. */
export async function readEvents(
  native: NativeCalls,
  query: EventQuery,
  signal: AbortSignal,
): Promise<WindowsAnswer<EventTexts>> {
  const until = performance.now() + limitsMs.all;
  const opened = await open(native, query);
  if (typeof opened === 'number') return refusal(opened, 'opening it');
  try {
    signal.throwIfAborted();
    return await collect(native, opened, query, until, signal);
  } finally {
    native.call('wevtapi.dll', close, opened);
  }
}

/** The query's handle, or the Windows error. */
function open(native: NativeCalls, query: EventQuery): Promise<bigint | number> {
  return callOffThread(native, 'wevtapi.dll', openQuery, 0, query.log, queryText(query), newestFirst);
}

async function collect(
  native: NativeCalls,
  results: bigint,
  query: EventQuery,
  until: number,
  signal: AbortSignal,
): Promise<WindowsAnswer<EventTexts>> {
  const xml: string[] = [];
  let [bytes, lost] = [0, 0];
  for (;;) {
    const events = await nextEvents(native, results);
    if (typeof events === 'number') {
      if (events === noMoreItems) return seen({ xml, cut: false, lost });
      const late = performance.now() > until;
      if (events !== timedOut || late)
        return xml.length > 0 ? seen({ xml, cut: true, lost }) : refusal(events, 'reading it');
    } else
      for (const event of events) {
        const text = xml.length < query.most && bytes < mostBytes.all ? renderOne(native, event) : '';
        native.call('wevtapi.dll', close, event);
        if (text === undefined) lost += 1;
        else if (text !== '') xml.push(text);
        bytes += 2 * (text?.length ?? 0);
      }
    signal.throwIfAborted();
    const full = xml.length >= query.most || bytes >= mostBytes.all || performance.now() > until;
    if (full) return seen({ xml, cut: true, lost });
  }
}

/** Some handles, or the Windows error. A log may be searched for long: off this thread. */
async function nextEvents(native: NativeCalls, results: bigint): Promise<bigint[] | number> {
  const [events, count] = [Buffer.alloc(8 * batch), Buffer.alloc(4)];
  const args = (timeout: number) => [results, batch, events, timeout, 0, count] as const;
  const done = await native.callAsync('wevtapi.dll', next, ...args(limitsMs.call));
  if (done === 0) {
    // Why is known to the other thread only; this call says it, or goes on.
    native.call('kernel32.dll', setLastError, 0);
    if (native.call('wevtapi.dll', next, ...args(limitsMs.here)) === 0) return native.lastError();
  }
  return Array.from({ length: count.readUInt32LE(0) }, (_, index) => events.readBigUInt64LE(8 * index));
}

/** Undefined when Windows cannot render it, or it is far too large. */
function renderOne(native: NativeCalls, event: bigint): string | undefined {
  const [used, properties] = [Buffer.alloc(4), Buffer.alloc(4)];
  let text = Buffer.alloc(mostBytes.usual);
  for (let tries = 0; tries < 2; tries += 1) {
    if (native.call('wevtapi.dll', render, 0, event, asXml, text.length, text, used, properties) !== 0)
      return text.toString('utf16le', 0, used.readUInt32LE(0)).replace(/\0+$/, '');
    const needed = used.readUInt32LE(0);
    if (native.lastError() !== insufficientBuffer || needed > mostBytes.one) return undefined;
    text = Buffer.alloc(needed + 2);
  }
  return undefined;
}

/** The XPath that Windows understands of a query (Consuming Events, in the Windows Event Log reference). */
export function queryText({ providers, ids, levels, days }: EventQuery): string {
  const any = (values: readonly (string | number)[], one: (value: string | number) => string) =>
    `(${values.map(one).join(' or ')})`;
  const parts = [
    any(levels, (level) => `Level=${level}`),
    ...(ids === undefined ? [] : [any(ids, (id) => `EventID=${id}`)]),
    ...(providers === undefined
      ? []
      : // XPath 1.0 cannot quote a quote; no provider has one in its name.
        [`Provider[${any(providers, (name) => `@Name='${String(name).replaceAll("'", '')}'`)}]`]),
    `TimeCreated[timediff(@SystemTime) <= ${days * 24 * 60 * 60 * 1000}]`,
  ];
  return `*[System[${parts.join(' and ')}]]`;
}

/** No handle and no error: a Windows whose functions do nothing. */
function refusal(code: number, doing: string): WindowsAnswer<never> {
  return code === 0 ? failed(new Error(`${doing}: no answer`)) : fromErrorCode(code, doing);
}
