/**
 * One run of so many tasks that do nothing, by the engine or by listr2 (silent, all at once), in a process of its own:
 * prints the CPU milliseconds that it took, modules loaded before. Arguments: `engine` or `listr2`, and how many.
 */
import { Listr } from 'listr2';
import { Ledger } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { Probe } from '../../src/engine/probe.ts';
import { Scheduler } from '../../src/engine/scheduler.ts';
import { describeEnds } from '../../src/results/judge.ts';

const [which, count = '1000'] = process.argv.slice(2);
const many = Array.from({ length: Number(count) }, (_, index) => index);

async function engine(): Promise<void> {
  const probes = many.map(
    (index): Probe<object, object> => ({
      id: `task.n${index}`,
      title: `task ${index}`,
      area: 'task',
      levels: { any: 'required' },
      requirements: [],
      source: '',
      needs: [],
      uses: [],
      deadlineMs: 10_000,
      work: {
        collect: async () => ({ usable: true }),
        judge: () => ({ status: 'pass', message: 'done' }),
      },
    }),
  );
  const scheduler = new Scheduler<object, object>({
    ledger: new Ledger(),
    plan: makePlan(probes),
    settings: () => settings,
    describe: describeEnds(
      () => settings,
      () => 'any',
    ),
    environment: () => settings,
    now: () => new Date().toISOString(),
  });
  scheduler.run(probes.map(({ id }) => id));
  await scheduler.settled();
}
const settings = {};

async function listr2(): Promise<void> {
  const tasks = many.map((index) => ({ title: `task ${index}`, task: async () => {} }));
  await new Listr(tasks, { concurrent: true, renderer: 'silent' }).run();
}

// What both load when they first need it, is loaded before.
performance.now();
new AbortController().abort();
const from = process.cpuUsage();
await (which === 'listr2' ? listr2() : engine());
const { user, system } = process.cpuUsage(from);
process.stdout.write(`${(user + system) / 1000}\n`);
