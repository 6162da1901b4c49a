import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createPlatform } from '../../src/platform/node.ts';
import { temporaryFolder } from '../beds/program.ts';
import { scriptCommand } from '../beds/script.ts';
import { runSite } from '../probes/sql/site.ts';
import type { DriverDatabase } from './driver-databases.ts';
import type { Kill, KillSignal } from './kills.ts';

/** `child`: the process that holds the driver is killed; else the doctor, by that signal. */
export type Struck = 'child' | KillSignal;

/** Write tests through a driver, ended at a call of the driver manager, or (`held`) while the transaction stands open. */
export interface OdbcKills {
  /** Can a transaction be held open? */
  readonly holds: boolean;
  kill(file: string, who: Struck, at: number | 'held'): Promise<Kill>;
  stop(): Promise<void>;
}

export async function startOdbcKills(start: () => Promise<DriverDatabase>): Promise<OdbcKills> {
  const database = await start();
  const folder = await temporaryFolder();
  const mark = join(folder, 'struck');
  return {
    holds: database.hold !== undefined,
    kill: (file, who, at) => killOdbcRun(database, { mark, file }, who, at),
    async stop() {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Place {
  /** A file that tells at which call it was struck; beside it stands one that tells the child's number. */
  readonly mark: string;
  readonly file: string;
}

async function killOdbcRun(
  { name, site, env, hold, left: leftIn }: DriverDatabase,
  { mark, file }: Place,
  who: Struck,
  at: number | 'held',
): Promise<Kill> {
  rmSync(mark, { force: true });
  const victim = (number: number) =>
    scriptCommand(join(import.meta.dirname, 'children', 'odbc-victim.ts'), who, String(number), mark);
  const variables = { ...process.env, ...env };
  const run = async (number: number) => {
    const roots = async () => ({ pems: [], source: 'the test' });
    const ran = await runSite({
      ...site,
      platform: createPlatform({ program: victim(number), env: variables, roots }),
    });
    if (ran.outcome('sql.write') !== 'facts') return { status: ran.outcome('sql.write'), message: 'no row' };
    return ran.verdict('sql.write');
  };
  let heldAt: string | undefined;
  const holdFor = (strike: () => void) => {
    if (at === 'held')
      hold?.(() => {
        heldAt = 'an open transaction';
        strike();
      });
  };
  const number = at === 'held' ? 0 : at;
  let told: { readonly status: string; readonly message?: string } | undefined;
  if (who === 'child') {
    holdFor(() => process.kill(Number(readFileSync(`${mark}.pid`, 'utf8')), 'SIGKILL'));
    told = await run(number);
  } else {
    const child = victim(number);
    const args = ['odbc', JSON.stringify(site), child.file, ...child.args];
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    const doctor = spawn(process.execPath, [file, ...args], { stdio: [...stdio], env: variables });
    holdFor(() => doctor.kill(who));
    await once(doctor, 'close');
  }
  const struck = heldAt ?? nameIn(mark);
  const left = await leftIn();
  rmSync(mark, { force: true });
  const next = struck === undefined ? told : await run(0);
  const after = await leftIn();
  const faults = [
    ...(left === 0 ? [] : [`${left} are left`]),
    ...(after === 0 ? [] : [`${after} are left behind the next run`]),
    ...(struck !== undefined && told?.status === 'pass' ? ['a cut test passes'] : []),
    ...(told?.message === '' ? ['nothing is told'] : []),
    ...(next === undefined || next.status === 'pass' ? [] : ['the next run does not pass']),
  ];
  return {
    target: `${name}, ${who === 'child' ? 'its child' : 'the doctor'}`,
    at: number,
    signal: who === 'child' ? 'SIGKILL' : who,
    struck: struck !== undefined,
    left,
    faults,
    next: next === undefined ? '' : `${next.status}: ${next.message}`,
  };
}

function nameIn(mark: string): string | undefined {
  try {
    return readFileSync(mark, 'utf8');
  } catch {
    return undefined;
  }
}
