import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Journal } from '../../src/state/journal.ts';
import { takeLock } from '../../src/state/lock.ts';
import { temporaryFolder } from '../beds/program.ts';
import { type LdapScript, type ScriptedLdap, startScriptedLdap } from '../beds/scripted-ldap.ts';
import { startTds } from '../beds/tds/server.ts';
import * as servers from '../clients/ldap/servers.ts';
import { entriesOf } from '../probes/ldap/scripted-entries.ts';
import { directorySite, type SiteOptions } from '../probes/ldap/site.ts';
import { answers, catalogue } from '../probes/sql/catalogues.ts';
import { directoryTarget } from './directory-target.ts';

export type KillSignal = 'SIGKILL' | 'SIGTERM';

/** A run that was ended when its call of this number arrived, and what was found afterwards. */
export interface Kill {
  readonly target: string;
  readonly at: number;
  readonly signal: KillSignal;
  /** False: the run was over before it came so far. */
  readonly struck: boolean;
  /** Test objects that the dead run left at its target. */
  readonly left: number;
  /** What is wrong after the next run: nothing may be left, no transaction open, no record unsettled. */
  readonly faults: readonly string[];
  /** Peak memory of the next run's process is that of this one. */
  readonly next: string;
}

/** One file starts many times faster than its hundred sources. */
export async function bundleVictim(): Promise<{ readonly file: string; remove(): void }> {
  const folder = await temporaryFolder();
  const file = join(folder, 'victim.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'children', 'write-test.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

interface Victim {
  strike(number: number): void;
  ended(): Promise<boolean>;
}

function start(file: string, args: readonly string[], at: number, signal: KillSignal): Victim {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const closed = once(child, 'close');
  let struck = false;
  return {
    strike(number) {
      if (number !== at) return;
      struck = true;
      child.kill(signal);
    },
    async ended() {
      await closed;
      return struck;
    },
  };
}

export const directories: Readonly<Record<string, LdapScript['rootDse']>> = {
  OpenDJ: servers.openDj,
  'AD LDS': servers.adLds,
  eDirectory: servers.eDirectory,
  'Oracle Unified Directory': servers.oud,
  'IBM Directory': servers.ibm,
};

export async function killDirectoryRun(
  file: string,
  name: string,
  at: number,
  signal: KillSignal,
): Promise<Kill> {
  const rootDse = directories[name];
  if (rootDse === undefined) throw new Error(`no directory ${name}`);
  const folder = await temporaryFolder();
  const [journalPath, lockPath] = [join(folder, 'journal'), join(folder, 'lock')];
  let victim: Victim | undefined;
  const [schema, objectClass] =
    rootDse === servers.adLds ? [servers.ldsSchema, 'user'] : [servers.schema, 'inetOrgPerson'];
  const bed = await startScriptedLdap({
    rootDse,
    entries: entriesOf(rootDse, 3, schema),
    onOperation: (number) => victim?.strike(number),
  });
  victim = start(file, ['ldap', String(bed.port), journalPath, lockPath, objectClass], at, signal);
  const struck = await victim.ended();
  victim = undefined;
  const left = usersLeft(bed);
  const target = directoryTarget(bed.port, objectClass);
  const { faults, next } = await lookAfterwards(bed, { target }, { journalPath, lockPath });
  await bed.stop();
  rmSync(folder, { recursive: true, force: true });
  return { target: name, at, signal, struck, left, faults, next };
}

/** Test users that are there. */
export function usersLeft({ entries }: ScriptedLdap): number {
  return [...entries.keys()].filter((dn) => dn.includes('ecma-doctor-test-')).length;
}

/** The next run of a directory: its write test, and what is wrong behind it. */
export async function lookAfterwards(
  bed: ScriptedLdap,
  site: SiteOptions,
  { journalPath, lockPath }: { readonly journalPath: string; readonly lockPath: string },
): Promise<Pick<Kill, 'faults' | 'next'>> {
  const left = usersLeft(bed);
  const lock = takeLock(lockPath);
  if (!lock.held) throw new Error('the dead run holds its lock');
  const journal = new Journal(journalPath, lock);
  const planned = journal.open();
  const rows = await directorySite({ ...site, writeTest: true, journal }).run();
  const write = rows('write');
  const settled = journal.open();
  lock.release();
  const faults = [
    ...(usersLeft(bed) > 0 ? [`${usersLeft(bed)} test users are left`] : []),
    ...(left > 0 && (!planned.ok || planned.entries.length === 0) ? ['left, and not in the journal'] : []),
    ...(left > 0 && !`${write.found} ${JSON.stringify(write.evidence)}`.includes('deleted first')
      ? ['the next run does not say what it deleted']
      : []),
    ...(settled.ok && settled.entries.length === 0 ? [] : ['a record is unsettled']),
    // One that did not come to its write test shows nothing of the leftovers.
    ...(write.status === 'pass' ? [] : [`the next run does not pass: ${write.status}: ${write.message}`]),
  ];
  return { faults, next: `${write.status}: ${write.message}` };
}

export async function killDatabaseRun(file: string, at: number, signal: KillSignal): Promise<Kill> {
  let victim: Victim | undefined;
  let statements = 0;
  const given = answers(catalogue());
  const bed = await startTds({
    encryption: 'none',
    answer: (statement) => {
      statements += 1;
      victim?.strike(statements);
      return given(statement);
    },
  });
  victim = start(file, ['sql', String(bed.port)], at, signal);
  const struck = await victim.ended();
  await bed.opened(0);
  const { begun, rolledBack, abandoned, committed } = bed;
  await bed.stop();
  const faults = [
    ...(begun === rolledBack + abandoned ? [] : ['a transaction is open']),
    ...(committed === 0 ? [] : ['something was committed']),
  ];
  return {
    target: 'SQL Server',
    at,
    signal,
    struck,
    left: begun - rolledBack - abandoned,
    faults,
    next: 'rolled back',
  };
}
