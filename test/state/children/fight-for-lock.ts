import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { sleepSync } from '../../../src/platform/rename.ts';
import { takeLock } from '../../../src/state/lock.ts';

// Takes and releases a lock again and again, and dies with it in hand in the end. While it holds the lock a file
// bears its number: meeting the number of another that lives means that two held it.
const [path = '', inside = '', turns = '0'] = process.argv.slice(2);

function livingInside(): number | undefined {
  try {
    const pid = Number(readFileSync(inside, 'utf8'));
    const state = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1];
    return state?.startsWith('Z') ? undefined : pid;
  } catch {
    return undefined;
  }
}

let taken = 0;
while (taken < Number(turns)) {
  const lock = takeLock(path);
  if (!lock.held) {
    sleepSync(1);
    continue;
  }
  taken += 1;
  const other = livingInside();
  if (other !== undefined) process.stdout.write(`met ${other}\n`);
  writeFileSync(inside, String(process.pid));
  sleepSync(Math.random() * 3);
  if (taken === Number(turns)) process.kill(process.pid, 'SIGKILL');
  if (readFileSync(inside, 'utf8') !== String(process.pid)) process.stdout.write('was disturbed\n');
  rmSync(inside);
  lock.release();
}
