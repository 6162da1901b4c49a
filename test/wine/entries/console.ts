import { writeFileSync } from 'node:fs';
import { openWindows } from '../../../src/platform/windows/open.ts';

/** Runs under Wine in a pty: what the console says before, while and after QuickEdit is held off. */
const windows = await openWindows();
const states = [windows.console()];
const hold = windows.holdConsole();
process.stdin.setRawMode(true);
states.push(windows.console());
// Node's own changes of the mode must not bring QuickEdit back.
process.stdin.setRawMode(false);
process.stdin.setRawMode(true);
states.push(windows.console());
process.stdin.setRawMode(false);
hold.restore();
states.push(windows.console());
hold.restore();
writeFileSync(process.env.RESULT_FILE ?? 'result.json', JSON.stringify(states));
process.exit(7);
