/**
 * `npm run fuzz [-- target seed count]`: damaged input for every reader and client of what peers and files say. Each input
 * is made of its number alone: `npm run fuzz -- ldap 4711 1` makes that one again. Ends with 1 where there was a fault.
 */
import { fileTargets } from './file-targets.ts';
import { fuzz } from './target.ts';
import { wireTargets } from './wire-targets.ts';

const [name = 'all', seed = '1', count = '100000'] = process.argv.slice(2);
const targets = [...wireTargets, ...fileTargets].filter((target) => name === 'all' || target.name === name);
if (targets.length === 0) {
  const known = [...wireTargets, ...fileTargets].map((target) => target.name).join(', ');
  process.stderr.write(`no target ${name}; known are all, ${known}\n`);
  process.exit(2);
}
let inputs = 0;
let faults = 0;
for (const target of targets) {
  const figures = await fuzz(target, Number(seed), Number(count));
  inputs += figures.inputs;
  faults += figures.faults.length;
  const outcomes = Object.entries(figures.outcomes)
    .sort(([, one], [, other]) => other - one)
    .slice(0, 8)
    .map(([outcome, times]) => `${outcome} ${times}`)
    .join(', ');
  process.stdout.write(
    `${target.name}: ${figures.inputs} inputs from seed ${seed} in ${Math.round(figures.ms / 1000)} s, ${figures.faults.length} faults (${outcomes})\n`,
  );
  for (const fault of figures.faults.slice(0, 20))
    process.stdout.write(`  seed ${fault.seed}: ${fault.what.slice(0, 600)}\n`);
}
process.stdout.write(`${inputs} inputs, ${faults} faults\n`);
process.exit(faults === 0 ? 0 : 1);
