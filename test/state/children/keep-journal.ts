import { writeSync } from 'node:fs';
import { Journal } from '../../../src/state/journal.ts';
import { takeLock } from '../../../src/state/lock.ts';

// Plans and settles until it is killed. Each acknowledgement is printed at once, and the wish before it.
const [path = '', lockPath = ''] = process.argv.slice(2);
const lock = takeLock(lockPath);
if (!lock.held) throw new Error('the lock is not free');
const journal = new Journal(path, lock);
const say = (text: string) => writeSync(1, `${text}\n`);
say('ready');
for (let turn = 0; ; turn += 1) {
  const planned = journal.plan({ connector: 'Directory', target: 'ldap01:389', what: { dn: `cn=${turn}` } });
  if (!planned.ok) throw new Error(planned.problem.text);
  say(`planned ${planned.id}`);
  if (turn % 3 === 0) continue;
  say(`settling ${planned.id}`);
  const problem = journal.settle(planned.id);
  if (problem !== undefined) throw new Error(problem.text);
  say(`settled ${planned.id}`);
}
