import { pbkdf2 } from 'node:crypto';
import { exitWithoutWaiting } from '../../../src/platform/process-exit.ts';
import { openWindows } from '../../../src/platform/windows/open.ts';

// A thread of the pool that is busy for minutes, as one is that waits for a name.
exitWithoutWaiting();
const windows = await openWindows();
await windows.identity();
pbkdf2('a', 'b', 2 ** 31 - 1, 64, 'sha512', () => {});
process.on('exit', () => process.stdout.write('said\n'));
setTimeout(() => process.exit(7), 200);
