import { writeFileSync } from 'node:fs';
import { serveStandIn } from '../../beds/wldap32/child.ts';

/**
 * The child that asks a directory through wldap32. With arguments it is ended, or its parent by that signal, at a call
 * that asks the server: odd numbers before it, even ones when the server has answered and nobody has heard of it.
 * Counted from the first entry that is added.
 */

const [who = '', at = '', struck = ''] = process.argv.slice(2);

let calls = 0;
function strike(name: string): void {
  calls += 1;
  if (calls !== Number(at)) return;
  writeFileSync(struck, name);
  if (who === 'child') process.kill(process.pid, 'SIGKILL');
  else process.kill(process.ppid, who);
}

let counting = false;
await serveStandIn({
  now: (_, ask) => ask(),
  async call(name, ask) {
    if (name === 'add') counting = true;
    if (counting) strike(`before ${name}`);
    const code = await ask();
    if (counting) strike(`behind ${name}`);
    return code;
  },
});
