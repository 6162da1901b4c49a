import { createPlatform } from '../../../src/platform/node.ts';
import { Journal } from '../../../src/state/journal.ts';
import { takeLock } from '../../../src/state/lock.ts';
import { directorySite } from '../../probes/ldap/site.ts';
import { runSite } from '../../probes/sql/site.ts';
import { directoryTarget } from '../directory-target.ts';
import { odbcSite } from '../odbc-site.ts';

/** A run with its write test, which the parent ends at some call. SIGTERM stops it as the program does. */

const [kind = '', port = '', ...more] = process.argv.slice(2);

if (kind === 'sql') {
  process.once('SIGTERM', () => process.exit(143));
  await runSite({ port: Number(port), writeTest: true });
} else if (kind === 'odbc') {
  const [dsn = '', file = '', ...args] = more;
  const platform = createPlatform({
    program: { file, args },
    roots: async () => ({ pems: [], source: 'the test' }),
  });
  process.once('SIGTERM', () => process.exit(143));
  await runSite({ ...odbcSite(Number(port), dsn), platform });
} else {
  const [journalPath = '', lockPath = '', objectClass = ''] = more;
  const lock = takeLock(lockPath);
  if (!lock.held) throw new Error('the lock is not free');
  const site = directorySite({
    target: directoryTarget(Number(port), objectClass),
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
