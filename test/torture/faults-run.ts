/**
 * `npm run faults [-- SEED [torture|floods|facts|kills [TARGET]]]`: every call of every probe in every way, floods against each client, changed facts through every
 * judge, and write tests killed at each of their calls; with figures. `npm test` holds a short slice of each.
 */

import { hasOdbc } from '../beds/odbc/drivers.ts';
import { hasPostgresql } from '../beds/odbc/postgresql.ts';
import { type Tortured, tortureAll, tortured, within } from './all-worlds.ts';
import { restsOnUnseen } from './answers-not-needed.ts';
import { driverDatabases } from './driver-databases.ts';
import { flooded, floods } from './floods.ts';
import { bundleVictim, directories, type Kill, killDatabaseRun, killDirectoryRun } from './kills.ts';
import { type OdbcKills, startOdbcKills } from './odbc-kills.ts';
import { makeOdbcWorld } from './odbc-world.ts';
import { huntSavedFacts } from './saved-facts-hunt.ts';
import { killWldap32Run } from './wldap32-kills.ts';
import { makeWldap32World } from './wldap32-world.ts';

const seed = Number(process.argv[2] ?? 22);
const say = (line: string) => process.stdout.write(`${line}\n`);
let wrong = 0;
const fault = (line: string) => {
  wrong += 1;
  say(`  FAULT ${line}`);
};

function counted<T>(all: readonly T[], by: (one: T) => string): string {
  const groups = [...Map.groupBy(all, by)].map(([name, of]) => [name, of.length] as const);
  return groups
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

async function torture(): Promise<void> {
  for (const one of await tortureAll()) tellTorture(one);
  tellTorture(
    await within(await makeWldap32World(), (world) => tortured("a directory behind Windows' client", world)),
  );
  if (hasOdbc && hasPostgresql)
    tellTorture(
      await within(await makeOdbcWorld(), (world) => tortured('a database behind its driver', world)),
    );
}

function tellTorture({ world, rows, cases, behind }: Tortured): void {
  say(`torture: ${cases.length} cases of ${rows.length} rows: ${world}`);
  for (const timer of behind) fault(`behind the last case: ${timer}`);
  for (const [layer, of] of Map.groupBy(cases, ({ layer }) => layer))
    say(`  ${layer}: ${of.length}: ${counted(of, ({ status }) => status.split('/')[0] ?? '')}`);
  for (const one of cases)
    if (
      (one.status.includes('crashed') && one.kind !== 'thrown') ||
      one.left.length > 0 ||
      one.message === '' ||
      restsOnUnseen(one)
    )
      fault(
        `${one.probe} ${one.call.slice(0, 80)} ${one.kind}: ${one.status} ${one.message}; open: ${one.left.join('; ') || 'nothing'}`,
      );
}

async function flood(): Promise<void> {
  say('floods, each client with a heap of 512 MB');
  for (const one of floods) {
    const { code, signal, said, peakMb } = await flooded(one);
    say(`  ${one.name}: peak ${peakMb} MB`);
    if (code !== 0 || !one.said.test(said)) fault(`${one.name}: ${signal ?? code} ${said.slice(0, 200)}`);
  }
}

function savedFacts(): void {
  const { inputs, refused, judged, faults } = huntSavedFacts(seed, 20);
  say(`saved facts: ${inputs} changed (seed ${seed}): ${refused} refused, ${judged} judged`);
  for (const [name, input] of faults) fault(`${name}: ${input.slice(0, 300)}`);
}

/** Until a call that the run does not come to. */
async function everyCall(kill: (at: number) => Promise<Kill>): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  for (let at = 1; at < 200; at += 1) {
    const one = await kill(at);
    if (!one.struck) break;
    kills.push(one);
  }
  return kills;
}

type Run = readonly [name: string, kill: (at: number) => Promise<Kill>];

/** Those whose names begin so; each target by whoever may be struck. */
async function killsOf(file: string, names: string) {
  const signals = ['SIGKILL', 'SIGTERM'] as const;
  const everyone = ['child', ...signals] as const;
  const odbc: (readonly [string, OdbcKills])[] = [];
  for (const [name, start] of Object.entries(driverDatabases))
    if (name.startsWith(names)) odbc.push([name, await startOdbcKills(start)]);
  const runs: readonly Run[] = [
    ...odbc.flatMap(([name, one]) =>
      everyone.map((who): Run => {
        const first = one.holds ? 1 : 0;
        return [name, (at) => one.kill(file, who, at === first ? 'held' : at - first)];
      }),
    ),
    ...everyone.map((who): Run => ['wldap32', (at) => killWldap32Run(file, who, at)]),
    ...Object.keys(directories).flatMap((name) =>
      signals.map((signal): Run => [name, (at) => killDirectoryRun(file, name, at, signal)]),
    ),
    ...signals.map((signal): Run => ['TDS', (at) => killDatabaseRun(file, at, signal)]),
  ];
  return {
    runs: runs.filter(([name]) => name.startsWith(names)).map(([, kill]) => kill),
    async stop() {
      for (const [, one] of odbc) await one.stop();
    },
  };
}

async function killed(): Promise<void> {
  const { file, remove } = await bundleVictim();
  const names = process.argv[4] ?? '';
  const { runs, stop } = await killsOf(file, names);
  say(`  through their drivers: ${Object.keys(driverDatabases).join(', ') || 'none is here'}`);
  const kills: Kill[] = [];
  // The same call again: a kill comes a little earlier or later each time.
  const most = names === '' ? 1_000 : 1;
  for (let again = false; kills.length < most; again = true) {
    for (const run of runs) {
      if (again && kills.length >= most) break;
      kills.push(...(await everyCall(run)));
      say(`  ${kills.length} kills, ${kills.filter(({ faults }) => faults.length > 0).length} with faults`);
    }
  }
  remove();
  await stop();
  say(`kills: ${kills.length}: ${counted(kills, ({ target, signal }) => `${target} ${signal}`)}`);
  say(
    `  left by the dead run: ${counted(kills, ({ left }) => String(left))}; the next run: ${counted(kills, ({ next }) => next.split(':')[0] ?? '')}`,
  );
  for (const one of kills)
    for (const what of one.faults) fault(`${one.target} at ${one.at} by ${one.signal}: ${what}; ${one.next}`);
}

const parts = { torture, floods: flood, facts: savedFacts, kills: killed };
const only = process.argv[3];
for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) await part();
say(wrong === 0 ? 'no faults' : `${wrong} faults`);
process.exitCode = wrong === 0 ? 0 : 1;
