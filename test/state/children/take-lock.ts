import { createInterface } from 'node:readline';
import { type HeldLock, takeLock } from '../../../src/state/lock.ts';

// For each line, a path: gives back the lock that it holds, takes that one and says what came of it. Ends when its input does.
let last: HeldLock | undefined;
process.stdout.write('ready\n');
createInterface({ input: process.stdin }).on('line', (path) => {
  last?.release();
  const lock = takeLock(path);
  last = lock.held ? lock : undefined;
  if (lock.held) process.stdout.write(`held ${path}\n`);
  else if ('by' in lock) process.stdout.write(`by ${lock.by.pid} ${path}\n`);
  else process.stdout.write(`problem ${lock.problem.code} ${lock.problem.text}\n`);
});
