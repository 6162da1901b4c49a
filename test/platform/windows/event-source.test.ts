import { expect, it } from 'vitest';
import { type NewEvent, reportEvent } from '../../../src/platform/windows/event-source.ts';
import { fakeWindows } from './fake-native.ts';

const event: NewEvent = { id: 101, kind: 'error', texts: ['NOT READY\r\nhäß 漢', '{"exitCode":1}'] };

/** advapi32 as documented. `refuses`: the function that fails, and its Win32 error. */
function windowsWith(refuses?: readonly [name: string, code: number]) {
  const seen: unknown[] = [];
  let open = 0;
  const windows = fakeWindows(({ errors }) => {
    const fails = (name: string) => {
      if (refuses?.[0] !== name) return false;
      errors.here = refuses[1];
      return true;
    };
    return {
      RegisterEventSourceW(_thread, server: null, source: string) {
        if (fails('RegisterEventSourceW')) return 0n;
        open += 1;
        seen.push([server, source]);
        return 77n;
      },
      ReportEventW(
        _thread,
        log: bigint,
        kind: number,
        category: number,
        id: number,
        user: null,
        count: number,
        size: number,
        texts: Buffer,
        data: null,
      ) {
        if (fails('ReportEventW')) return 0;
        const strings = Array.from({ length: count }, (_, index) =>
          windows.native.bytes(texts.readBigUInt64LE(8 * index), 200).toString('utf16le'),
        );
        seen.push([log, kind, category, id, user, size, data, strings]);
        return 1;
      },
      DeregisterEventSource(_thread, log: bigint) {
        if (log === 77n) open -= 1;
        return 1;
      },
    };
  });
  return { native: windows.native, seen, open: () => open };
}

it('writes one event of our source, its texts one by one, and closes what it opened', () => {
  const { native, seen, open } = windowsWith();
  expect(reportEvent(native, 'ecma-doctor', event)).toEqual({ state: 'seen', value: 'written' });
  expect(seen).toEqual([
    [null, 'ecma-doctor'],
    [77n, 1, 0, 101, null, 0, null, ['NOT READY\r\nhäß 漢\0', '{"exitCode":1}\0']],
  ]);
  expect(open()).toBe(0);
});

it.each([
  ['RegisterEventSourceW', 5, { state: 'denied' }],
  ['ReportEventW', 1500, { state: 'failed', problem: { code: '1500' } }],
] as const)('%s that fails is told, and nothing stays open', (name, code, answer) => {
  const { native, open } = windowsWith([name, code]);
  expect(reportEvent(native, 'ecma-doctor', event)).toMatchObject(answer);
  expect(open()).toBe(0);
});
