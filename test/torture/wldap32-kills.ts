import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../../src/results/row.ts';
import { Journal } from '../../src/state/journal.ts';
import { takeLock } from '../../src/state/lock.ts';
import { temporaryFolder } from '../beds/program.ts';
import { startScriptedLdap } from '../beds/scripted-ldap.ts';
import * as servers from '../clients/ldap/servers.ts';
import { entriesOf } from '../probes/ldap/scripted-entries.ts';
import { directorySite, type SiteOptions } from '../probes/ldap/site.ts';
import { ticketTarget } from './directory-target.ts';
import { type Kill, lookAfterwards, usersLeft } from './kills.ts';
import type { Struck } from './odbc-kills.ts';
import { wldap32Child } from './wldap32-child.ts';

/** A write test through Windows' own client, ended at a call of it, before or behind what the server did. */
export async function killWldap32Run(file: string, who: Struck, at: number): Promise<Kill> {
  const folder = await temporaryFolder();
  const [mark, journalPath, lockPath] = ['struck', 'journal', 'lock'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const bed = await startScriptedLdap({ rootDse: servers.openDj, entries: entriesOf(servers.openDj, 3) });
  const target = ticketTarget(bed.port);
  const siteWith = (number: number): SiteOptions => {
    return { target, windows: true, program: wldap32Child(who, number, mark) };
  };
  let told: Row | undefined;
  if (who === 'child') {
    const lock = takeLock(lockPath);
    if (!lock.held) throw new Error('the lock is not free');
    const journal = new Journal(journalPath, lock);
    const rows = await directorySite({ ...siteWith(at), writeTest: true, journal }).run();
    told = rows('write');
    lock.release();
  } else {
    const child = wldap32Child(who, at, mark);
    const site = ['ticket', String(bed.port), journalPath, lockPath, child.file, ...child.args];
    const doctor = spawn(process.execPath, [file, ...site], { stdio: ['ignore', 'ignore', 'inherit'] });
    await once(doctor, 'close');
  }
  // Its child is gone too then.
  await bed.opened(0);
  const struck = wasStruck(mark);
  const left = usersLeft(bed);
  const { faults, next } = await lookAfterwards(bed, siteWith(0), { journalPath, lockPath });
  await bed.opened(0);
  await bed.stop();
  rmSync(folder, { recursive: true, force: true });
  return {
    target: `by wldap32, ${who === 'child' ? 'its child' : 'the doctor'}`,
    at,
    signal: who === 'child' ? 'SIGKILL' : who,
    struck,
    left,
    faults: [...faults, ...(left > 0 && told !== undefined ? notTold(told) : [])],
    next,
  };
}

/** Of a user that is left. */
function notTold(row: Row): readonly string[] {
  return [
    ...(row.status === 'pass' ? ['a user is left, and the test passes'] : []),
    ...(JSON.stringify(row).includes('ecma-doctor-test-') ? [] : ['a user is left, and the row names none']),
  ];
}

function wasStruck(mark: string): boolean {
  try {
    return readFileSync(mark, 'utf8') !== '';
  } catch {
    return false;
  }
}
