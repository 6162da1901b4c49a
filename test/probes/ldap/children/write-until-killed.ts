import type { WriteJournal } from '../../../../src/clients/environment.ts';
import { Journal } from '../../../../src/state/journal.ts';
import { takeLock } from '../../../../src/state/lock.ts';
import { directorySite } from '../site.ts';

// Runs the write test and kills itself: before the step that `at` names, or so many milliseconds after the create began.
const [target = '', journalPath = '', lockPath = '', at = ''] = process.argv.slice(2);
const lock = takeLock(lockPath);
if (!lock.held) throw new Error('the lock is not free');
const real = new Journal(journalPath, lock);
const die = () => process.kill(process.pid, 'SIGKILL');
const journal: WriteJournal = {
  plan: (entry) => {
    if (at === 'plan') die();
    return real.plan(entry);
  },
  settle: (id) => {
    if (at === 'settle') die();
    return real.settle(id);
  },
  open: () => real.open(),
};
const delay = Number(at);
await directorySite({
  target: JSON.parse(target) as object,
  writeTest: true,
  journal,
  onWait(id, what) {
    if (!id.startsWith('ldap.write')) return;
    if (what.endsWith(`(${at})`)) die();
    if (what.endsWith('(create)') && !Number.isNaN(delay)) setTimeout(die, delay);
  },
}).run();
// A kill that was to come later than the test took.
if (!Number.isNaN(delay)) die();
