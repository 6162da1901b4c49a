import { createPlatform } from '../../../src/platform/node.ts';
import { Journal } from '../../../src/state/journal.ts';
import { takeLock } from '../../../src/state/lock.ts';
import { directorySite } from '../../probes/ldap/site.ts';
import { type RunOptions, runSite } from '../../probes/sql/site.ts';
import { directoryTarget, ticketTarget } from '../directory-target.ts';

/** A run with its write test, which the parent ends at some call. SIGTERM stops it as the program does. */

const [kind = '', where = '', ...more] = process.argv.slice(2);

if (kind === 'sql') {
  process.once('SIGTERM', () => process.exit(143));
  await runSite({ port: Number(where), writeTest: true });
} else if (kind === 'odbc') {
  const [file = '', ...args] = more;
  const platform = createPlatform({
    program: { file, args },
    roots: async () => ({ pems: [], source: 'the test' }),
  });
  process.once('SIGTERM', () => process.exit(143));
  const { target, ...site } = JSON.parse(where) as RunOptions;
  // A log-in by a ticket names nobody; JSON keeps no member that is undefined.
  const byTicket = target !== undefined && 'authentication' in target;
  const whole = { ...target, ...(byTicket && { user: undefined, password: undefined }) };
  await runSite({ ...site, target: whole, platform });
} else {
  const [journalPath = '', lockPath = '', classOrFile = '', ...args] = more;
  const lock = takeLock(lockPath);
  if (!lock.held) throw new Error('the lock is not free');
  const site = directorySite({
    ...(kind === 'ticket'
      ? { target: ticketTarget(Number(where)), windows: true, program: { file: classOrFile, args } }
      : { target: directoryTarget(Number(where), classOrFile) }),
    writeTest: true,
    journal: new Journal(journalPath, lock),
  });
  process.once('SIGTERM', () => {
    void site.stop().then(() => {
      lock.release();
      process.exit(143);
    });
  });
  await site.run();
  lock.release();
}
