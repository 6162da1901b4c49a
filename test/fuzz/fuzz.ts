/**
 * `npm run fuzz [-- target seed count]`: damaged input for every reader and client of what peers and files say. Each input
 * is made of its number alone: `npm run fuzz -- ldap 4711 1` makes that one again. Ends with 1 where there was a fault.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { fileTargets } from './file-targets.ts';
import { type Figures, fuzz } from './target.ts';
import { wireTargets } from './wire-targets.ts';

/** Inputs of one process: what a library keeps of each must not add up to what a machine has. */
const most = 10_000;

const [name = 'all', seed = '1', count = '100000', alone] = process.argv.slice(2);
const targets = [...wireTargets, ...fileTargets].filter((target) => name === 'all' || target.name === name);
if (targets.length === 0) {
  const known = [...wireTargets, ...fileTargets].map((target) => target.name).join(', ');
  process.stderr.write(`no target ${name}; known are all, ${known}\n`);
  process.exit(2);
}
const [first] = targets;
if (alone !== undefined && first !== undefined) {
  process.stdout.write(JSON.stringify(await fuzz(first, Number(seed), Number(count))), () => process.exit(0));
} else {
  let inputs = 0;
  let faults = 0;
  for (const target of targets) {
    const outcomes: Record<string, number> = {};
    let ms = 0;
    let own = 0;
    for (let at = 0; at < Number(count); at += most) {
      const figures = partOf(target.name, Number(seed) + at, Math.min(most, Number(count) - at));
      for (const [outcome, times] of Object.entries(figures.outcomes))
        outcomes[outcome] = (outcomes[outcome] ?? 0) + times;
      ms += figures.ms;
      own += figures.faults.length;
      for (const fault of figures.faults.slice(0, 20))
        process.stdout.write(`  ${target.name}, seed ${fault.seed}: ${fault.what.slice(0, 600)}\n`);
    }
    inputs += Number(count);
    faults += own;
    const listed = Object.entries(outcomes)
      .sort(([, one], [, other]) => other - one)
      .slice(0, 8)
      .map(([outcome, times]) => `${outcome} ${times}`)
      .join(', ');
    process.stdout.write(
      `${target.name}: ${count} inputs from seed ${seed} in ${Math.round(ms / 1000)} s, ${own} faults (${listed})\n`,
    );
  }
  process.stdout.write(`${inputs} inputs, ${faults} faults\n`);
  process.exit(faults === 0 ? 0 : 1);
}

/** In a process of its own, with little memory: one that ends without figures is a fault too. */
function partOf(target: string, from: number, times: number): Figures {
  const args = [fileURLToPath(import.meta.url), target, String(from), String(times), 'alone'];
  const heap = '--max-old-space-size=512';
  const none = { target, inputs: times, outcomes: {}, ms: 0 };
  try {
    const text = execFileSync(process.execPath, [heap, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    });
    const at = text.lastIndexOf('{"target":');
    return JSON.parse(text.slice(at)) as Figures;
  } catch (error) {
    return { ...none, faults: [{ seed: from, what: `the process ended: ${String(error).slice(0, 300)}` }] };
  }
}
