import { expect, test } from 'vitest';
import { type EventLog, withEventLog } from '../../src/cli/event-log.ts';
import type { Sink } from '../../src/cli/streams.ts';
import type { LogEvent } from '../../src/report/event-log.ts';
import { allWell, madeUp } from '../report/made-up.ts';

/** Standard output and error: `lost` is why the first is not whole. */
function outputs(lost?: string) {
  const said: string[] = [];
  const write = (text: string) => void said.push(text);
  const sink: Sink = { write, command: write, flushed: async () => undefined };
  return { said, sinks: { out: { flushed: async () => lost }, err: sink } };
}

test.skipIf(process.platform === 'win32')('off Windows nothing runs: exit 2, and why', async () => {
  const { said, sinks } = outputs();
  expect(await withEventLog(sinks, () => Promise.reject(new Error('it ran')))).toBe(2);
  expect(said.join('')).toMatch(/^ecma-doctor: --event-log .* there is none here\n$/);
});

const missing = '//files/ecma/SRV1.json: no such file or folder (ENOENT)';
const ready = { ...allWell, exitCode: 0 };
const notReady = { ...madeUp, exitCode: 1 };
const ended = { ...ready, exitCode: 3, unwritten: true };

test.each([
  ['all written', ready, [], undefined, 0, 0, /^READY[\s\S]*Exit code 0: ready/],
  [
    'a report is missing',
    ended,
    [missing],
    undefined,
    3,
    3,
    /Could not be written: \/\/files\/ecma\/SRV1\.json: no such/,
  ],
  [
    'a report is missing: why 3',
    ended,
    [missing],
    undefined,
    3,
    3,
    /Exit code 3: ready; not all that was asked for could/,
  ],
  [
    'not ready, and a report is missing',
    notReady,
    [missing],
    undefined,
    1,
    1,
    /Exit code 1: not ready[\s\S]*SRV1\.json/,
  ],
  [
    'standard output is not whole',
    ready,
    [],
    'ENOSPC',
    0,
    3,
    /Exit code 3: ready; not all[\s\S]*standard output \(ENOSPC\)/,
  ],
  ['cut on the screen', ready, [], undefined, 130, 130, /Exit code 130: cancelled/],
] as const)(
  'the event has the code of the process: %s',
  async (_, input, problems, lost, code, ends, text) => {
    const events: LogEvent[] = [];
    const run = withEventLog(
      outputs(lost).sinks,
      async (_err, log) => {
        log({ input, problems });
        // Reports first: nothing is told while the run goes on.
        expect(events).toEqual([]);
        return code;
      },
      async (event) => void events.push(event),
    );
    expect(await run).toBe(ends);
    expect(events).toMatchObject([
      { id: 100 + ends, texts: [expect.stringMatching(text), expect.any(String)] },
    ]);
    expect(JSON.parse(events[0]?.texts[1] ?? '')).toMatchObject({ exitCode: ends });
  },
);

test('no run: what was said; an event that cannot be written is no success', async () => {
  const events: LogEvent[] = [];
  const write = async (event: LogEvent) => void events.push(event);
  const { sinks } = outputs();
  const refuse = async (err: Sink) => {
    err.write('ecma-doctor: no\n');
    return 2;
  };
  expect(await withEventLog(sinks, refuse, write)).toBe(2);
  expect(events).toMatchObject([{ id: 102, texts: ['ecma-doctor: no', '{"exitCode":2}'] }]);

  const { said, sinks: others } = outputs();
  const end = async (_err: Sink, log: EventLog) => {
    log({ input: ready, problems: [] });
    return 0;
  };
  expect(await withEventLog(others, end, async () => 'access denied')).toBe(3);
  expect(said.join('')).toMatch(/the event was not written: access denied\n.*exit code 3, not 0/);
});
