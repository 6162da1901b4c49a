import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { sinkOf } from '../../src/cli/streams.ts';

/** A stream whose first write fails. */
function failing(code: string, isTTY: boolean): NodeJS.WritableStream {
  const stream = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });
  return Object.assign(stream, { isTTY });
}

test.each([
  ['a pipe that nobody reads any more', 'EPIPE', false, undefined],
  ['a window that was closed', 'EIO', true, undefined],
  ['a file on a share that fails', 'EIO', false, 'EIO'],
  ['a file on a full disk', 'ENOSPC', false, 'ENOSPC'],
  ['a closed descriptor', 'EBADF', false, undefined],
])('%s: %s', async (_, code, isTTY, lost) => {
  const sink = sinkOf(failing(code, isTTY));
  sink.write('text');
  expect(await sink.flushed()).toBe(lost);
});
