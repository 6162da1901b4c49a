import { RefusalStore } from '../../../src/state/refusal-store.ts';

// Records refusals of accounts of its own at "go", as fast as it can.
const [path = '', name = '', count = '0'] = process.argv.slice(2);
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  const refusals = new RefusalStore(path, Date.now, (problem) => process.stdout.write(`${problem?.code}\n`));
  for (let turn = 0; turn < Number(count); turn += 1) refusals.refused('ldap01:389', `${name}-${turn}`);
  process.stdin.destroy();
});
