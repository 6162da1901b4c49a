import { describe, expect, it } from 'vitest';
import { queryText, readEvents } from '../../../src/platform/windows/events.ts';
import type { EventQuery } from '../../../src/platform/windows/types.ts';
import { fakeWindows } from './fake-native.ts';

const query: EventQuery = { log: 'ECMA2Host', levels: [1, 2], days: 7, most: 100 };
const live = () => new AbortController().signal;

interface Log {
  readonly texts: readonly string[];
  /** Win32 error of EvtQuery instead of a handle. */
  readonly refuses?: number;
  /** Win32 error of EvtNext behind the last event. */
  readonly endsWith?: number;
  readonly onNext?: () => void;
}

/** wevtapi and what goes with it, as documented: errors are told to the calling thread only. */
function windowsWith({ texts, refuses, endsWith = 259, onNext }: Log) {
  const open = new Set<bigint>();
  let [at, asked, most] = [0, '', 0];
  const opened = (handle: bigint) => {
    open.add(handle);
    return handle;
  };
  const { native } = fakeWindows(({ errors }) => ({
    EvtQuery(thread, _session: number, log: string, text: string) {
      asked = `${log} ${text}`;
      if (refuses === undefined) return opened(1n);
      errors[thread] = refuses;
      return 0n;
    },
    EvtNext(
      thread,
      _results: bigint,
      size: number,
      events: Buffer,
      _timeout: number,
      _flags: number,
      count: Buffer,
    ) {
      onNext?.();
      most = Math.max(most, size);
      const some = texts.slice(at, at + size);
      some.forEach((_, index) => void events.writeBigUInt64LE(opened(BigInt(100 + at + index)), 8 * index));
      at += some.length;
      count.writeUInt32LE(some.length, 0);
      if (some.length > 0) return 1;
      errors[thread] = endsWith;
      return 0;
    },
    EvtRender(
      thread,
      _context: number,
      event: bigint,
      _flags: number,
      size: number,
      text: Buffer,
      used: Buffer,
    ) {
      const bytes = Buffer.from(`${texts[Number(event) - 100]}\0`, 'utf16le');
      used.writeUInt32LE(bytes.length, 0);
      if (bytes.length <= size) return bytes.copy(text) > 0 ? 1 : 0;
      errors[thread] = 122;
      return 0;
    },
    EvtClose: (_thread, handle: bigint) => (open.delete(handle) ? 1 : 0),
  }));
  return { native, open, asked: () => asked, most: () => most };
}

const numbered = (count: number, text = '') =>
  Array.from({ length: count }, (_, index) => `<E>${index}${text}</E>`);

describe('reading an event log', () => {
  it.each([0, 1, 15, 16, 17, 32, 99])('gives all of %i events, and closes what it opened', async (count) => {
    const { native, open, asked } = windowsWith({ texts: numbered(count) });
    expect(await readEvents(native, query, live())).toEqual({
      state: 'seen',
      value: { xml: numbered(count), cut: false, lost: 0 },
    });
    expect(open.size).toBe(0);
    expect(asked()).toMatch(/^ECMA2Host \*\[System\[/);
  });

  it('stops at the number that was asked for', async () => {
    const { native, open } = windowsWith({ texts: numbered(500) });
    const read = await readEvents(native, query, live());
    expect(read).toMatchObject({ state: 'seen', value: { cut: true, lost: 0 } });
    expect(read.state === 'seen' && read.value.xml).toEqual(numbered(100));
    expect(open.size).toBe(0);
  });

  it('asks for no more at once than Windows hands over, however long they are', async () => {
    const { native, most } = windowsWith({ texts: numbered(99) });
    await readEvents(native, query, live());
    expect(most() * 64 * 1024).toBeLessThan(2 * 1024 * 1024);
  });

  it('makes room for a long event, and leaves out one that is far too long', async () => {
    const texts = [...numbered(1, 'x'.repeat(100_000)), ...numbered(1, 'x'.repeat(300_000)), '<E>last</E>'];
    const { native } = windowsWith({ texts });
    expect(await readEvents(native, query, live())).toEqual({
      state: 'seen',
      value: { xml: [texts[0], texts[2]], cut: false, lost: 1 },
    });
  });

  it('stops when all of them are too much', async () => {
    const { native, open } = windowsWith({ texts: numbered(90, 'x'.repeat(200_000)) });
    const read = await readEvents(native, query, live());
    expect(read).toMatchObject({ state: 'seen', value: { cut: true } });
    expect(read.state === 'seen' && read.value.xml.length).toBeLessThan(30);
    expect(open.size).toBe(0);
  });

  it.each([
    [15_007, { state: 'absent' }],
    [5, { state: 'denied' }],
    [
      1722,
      {
        state: 'failed',
        problem: { code: '1722', text: 'opening it: Windows error 1722' },
      },
    ],
    [0, { state: 'failed', problem: { code: 'ERROR', text: 'opening it: no answer' } }],
  ])('tells error %i', async (refuses, answer) => {
    const { native, open } = windowsWith({ texts: [], refuses });
    expect(await readEvents(native, query, live())).toEqual(answer);
    expect(open.size).toBe(0);
  });

  it('keeps what it has when the log breaks off, and fails when it has nothing', async () => {
    const some = windowsWith({ texts: numbered(3), endsWith: 1717 });
    expect(await readEvents(some.native, query, live())).toMatchObject({
      state: 'seen',
      value: { xml: numbered(3), cut: true },
    });
    const none = windowsWith({ texts: [], endsWith: 5 });
    expect(await readEvents(none.native, query, live())).toEqual({ state: 'denied' });
    expect(none.open.size).toBe(0);
  });

  it('ends with its signal, and closes what it opened', async () => {
    const stop = new AbortController();
    const { native, open } = windowsWith({
      texts: numbered(500),
      onNext: () => stop.abort(new Error('enough')),
    });
    await expect(readEvents(native, query, stop.signal)).rejects.toThrow('enough');
    expect(open.size).toBe(0);
  });
});

it('ends with its signal while the log is opened, and closes it', async () => {
  const stop = new AbortController();
  const { native, open } = windowsWith({ texts: numbered(3) });
  const read = readEvents(native, query, stop.signal);
  stop.abort(new Error('enough'));
  await expect(read).rejects.toThrow('enough');
  expect(open.size).toBe(0);
});

describe('the query', () => {
  it.each<[string, Partial<EventQuery>, string]>([
    [
      'levels and days',
      {},
      '*[System[(Level=1 or Level=2) and TimeCreated[timediff(@SystemTime) <= 604800000]]]',
    ],
    [
      'all of it',
      { ids: [7, 8], providers: ['A B', "it's"], levels: [2], days: 1 },
      "*[System[(Level=2) and (EventID=7 or EventID=8) and Provider[(@Name='A B' or @Name='its')] and TimeCreated[timediff(@SystemTime) <= 86400000]]]",
    ],
  ])('%s', (_name, more, text) => {
    expect(queryText({ ...query, ...more })).toBe(text);
  });
});
