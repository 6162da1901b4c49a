import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createPlatform } from '../../src/platform/node.ts';
import type { DatabaseBed } from '../beds/odbc/postgresql.ts';
import { runSite } from '../probes/sql/site.ts';
import { startHrDatabase } from './hr-database.ts';
import type { Kill, KillSignal } from './kills.ts';
import { odbcSite } from './odbc-site.ts';

/** A real PostgreSQL, and write tests through its driver that end at a call of the driver manager. */
export interface OdbcKills {
  /** `child`: the process that holds the driver; else the doctor, by that signal. */
  kill(file: string, who: 'child' | KillSignal, at: number): Promise<Kill>;
  stop(): Promise<void>;
}

export async function startOdbcKills(): Promise<OdbcKills> {
  const { bed, folder, dsn, stop } = await startHrDatabase();
  return { kill: (file, who, at) => killOdbcRun(bed, { folder, dsn, file }, who, at), stop };
}

interface Place {
  readonly folder: string;
  readonly dsn: string;
  readonly file: string;
}

async function killOdbcRun(
  bed: DatabaseBed,
  { folder, dsn, file }: Place,
  who: 'child' | KillSignal,
  at: number,
): Promise<Kill> {
  const mark = join(folder, 'struck');
  rmSync(mark, { force: true });
  const args = [join(import.meta.dirname, 'children', 'odbc-victim.ts'), who, String(at), mark];
  const run = async (args: readonly string[]) => {
    const program = { file: process.execPath, args };
    const platform = createPlatform({ program, roots: async () => ({ pems: [], source: 'the test' }) });
    const ran = await runSite({ ...odbcSite(bed.port, dsn), platform });
    if (ran.outcome('sql.write') !== 'facts') return { status: ran.outcome('sql.write'), message: 'no row' };
    return ran.verdict('sql.write');
  };
  let told: { readonly status: string; readonly message?: string } | undefined;
  if (who === 'child') told = await run(args);
  else {
    const site = ['odbc', String(bed.port), dsn, process.execPath, ...args];
    const doctor = spawn(process.execPath, [file, ...site], { stdio: ['ignore', 'ignore', 'inherit'] });
    await once(doctor, 'close');
  }
  const struck = nameIn(mark);
  const left = await settled(bed);
  rmSync(mark, { force: true });
  const next = struck === undefined ? told : await run([...args.slice(0, 2), '0', mark]);
  const faults = [
    ...(left === 0 ? [] : [`${left} rows are left`]),
    ...(struck !== undefined && told?.status === 'pass' ? ['a cut test passes'] : []),
    ...(told?.message === '' ? ['nothing is told'] : []),
    ...(next === undefined || next.status === 'pass' ? [] : ['the next run does not pass']),
  ];
  const name = `PostgreSQL by ODBC, ${who === 'child' ? 'its child' : 'the doctor'}`;
  const words = next === undefined ? '' : `${next.status}: ${next.message}`;
  const signal = who === 'child' ? 'SIGKILL' : who;
  return { target: name, at, signal, struck: struck !== undefined, left, faults, next: words };
}

function nameIn(mark: string): string | undefined {
  try {
    return readFileSync(mark, 'utf8');
  } catch {
    return undefined;
  }
}

/** Rows in the table, once the account's sessions are over: no transaction of theirs is open then. */
async function settled(bed: DatabaseBed): Promise<number> {
  const sessions = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'ecma'";
  while (Number(await bed.sql(sessions)) > 0) await setTimeout(50);
  return Number(await bed.sql('SELECT count(*) FROM hr.employees', 'CONTOSO'));
}
