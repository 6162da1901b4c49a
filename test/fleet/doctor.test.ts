import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readReport } from '../../src/report/read.ts';
import { comparisonSchema } from '../../src/report/side-by-side/comparison-schema.ts';
import { reportSchema } from '../../src/results/report-schema.ts';
import { freePort, installed } from '../beds/program.ts';
import { type ScriptedLdap, startScriptedLdap } from '../beds/scripted-ldap.ts';
import { makePlace, type Place, programFile, removePlaces, run } from '../flows/program.ts';
import { type Fleet, makeFleet, type Played, play, recapOf } from './playbook.ts';

/** The Ansible playbook that ships with the program, run by Debian's ansible-core on hosts that are this machine. */

const account = 'cn=ecma,dc=x';
const password = `it's "$HOME" \`id\` \\n * ü`;

const beds: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(beds.map((bed) => bed.stop()));
  removePlaces();
});

/** Command lines of all processes of this machine, as anybody on it can read them. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
}

/** A directory that accepts or refuses the account, and calls `during` each time that it is asked. */
async function directory(accepts: boolean, during: () => void): Promise<ScriptedLdap> {
  const bed = await startScriptedLdap({
    rootDse: { supportedLDAPVersion: ['3'], namingContexts: ['dc=x'], vendorName: 'Made up' },
    bind: () => {
      during();
      return { code: accepts ? 0 : 49 };
    },
  });
  beds.push(bed);
  return bed;
}

function settings(place: Place, name: string, port: number): string {
  const target = `{ ldap: { url: "ldap://127.0.0.1:${port}", bindDn: "${account}", password: { env: ECMA_PW } } }`;
  return place.write(name, `connectors:\n  - { name: D, library: generic-ldap, target: ${target} }\n`);
}

/** Also while folders come and go. */
function filesUnder(folder: string): string[] {
  let entries: Dirent[] = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

const reportOf = ({ reports }: Fleet, host: string) =>
  reportSchema.strict().parse(JSON.parse(readFileSync(join(reports, `${host}.json`), 'utf8')));
const statusIn = (fleet: Fleet, host: string) =>
  reportOf(fleet, host).probes.find(({ id }) => id === 'ldap.bind@D')?.status;

describe.skipIf(!installed('ansible-playbook'))('the playbook', () => {
  test('fails when the comparison could not be made, leaves none of an earlier run, tells of hosts that are gone', async () => {
    const place = makePlace();
    const doctor_options = ['--only', 'server.memory'];
    const fleet = makeFleet(place, { one: { doctor_options }, two: { doctor_options } });
    mkdirSync(fleet.reports);
    for (const name of ['comparison.html', 'fleet.csv', 'gone.json'])
      writeFileSync(join(fleet.reports, name), '{}');
    const broken = await play(fleet, ['-e', JSON.stringify({ doctor_here: ['/bin/false'] })]);
    expect(broken.code, broken.output).not.toBe(0);
    expect(broken.output).toContain('the reports could not be compared');
    expect(existsSync(join(fleet.reports, 'comparison.html'))).toBe(false);
    expect(existsSync(join(fleet.reports, 'fleet.csv'))).toBe(false);
    const whole = await play(fleet);
    expect(whole.code, whole.output).toBe(0);
    expect(whole.output).toContain('gone.json: of a host that this run does not have');
    expect(existsSync(join(fleet.reports, 'comparison.html'))).toBe(true);
    expect(readFileSync(join(fleet.reports, 'fleet.csv'), 'utf8').split('\n')).toHaveLength(4);
  });

  test('of one host makes a page and a table too; not ready fails it where it must be ready, whatever --fail-on says', async () => {
    const doctor_options = ['--only', 'server.os', '--fail-on', 'never'];
    const fleet = makeFleet(makePlace(), { one: { doctor_options, doctor_must_be_ready: true } });
    const played = await play(fleet);
    expect(played.code, played.output).toBe(2);
    expect(played.output).toMatch(/fatal: \[one\].*one: not ready \(1 fail\)/);
    expect(readFileSync(join(fleet.reports, 'comparison.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(readFileSync(join(fleet.reports, 'fleet.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
  });

  test('of one host that could not be looked at makes them too', async () => {
    const fleet = makeFleet(makePlace(), { one: { doctor_command: ['/nowhere/ecma-doctor'] } });
    const { code, output } = await play(fleet);
    expect(code, output).toBe(2);
    const page = readFileSync(join(fleet.reports, 'comparison.html'), 'utf8');
    expect(page).toContain('<title>NOT READY: 0 of 1 server is ready, 1 could not be looked at, ecma-doctor');
    expect(readFileSync(join(fleet.reports, 'fleet.csv'), 'utf8')).toMatch(
      /^one,,,false,,3,+could not be looked at: the doctor could not be started: .*,one$/m,
    );
  });

  describe('on servers that differ', () => {
    let fleet: Fleet;
    let good: ScriptedLdap;
    let bad: ScriptedLdap;
    let first: Played;
    const seen = { commandLines: [] as string[], files: [] as string[] };

    beforeAll(async () => {
      const place = makePlace();
      const during = () => {
        seen.commandLines.push(...commandLines());
        seen.files.push(...filesUnder(place.folder));
      };
      [good, bad] = await Promise.all([directory(true, during), directory(false, during)]);
      const program = place.write('program', `#!/bin/sh\nexec '${process.execPath}' '${programFile}' "$@"\n`);
      const common = { doctor_secrets: { ECMA_PW: password }, doctor_options: ['--only', 'ldap.bind@*'] };
      const copied = { doctor_program: program, doctor_command: [] };
      fleet = makeFleet(place, {
        // What is done once is done on the first host: it must not be one that can be reached.
        'gone.example': {
          ansible_connection: 'ssh',
          ansible_host: '127.0.0.1',
          ansible_port: await freePort(),
        },
        'good.example': { ...common, ...copied, doctor_config: settings(place, 'good.yml', good.port) },
        'bad.example': { ...common, doctor_config: settings(place, 'bad.yml', bad.port) },
        'windows.example': {
          ...common,
          ...copied,
          // Without Windows, Ansible writes this one onto the command line of a shell.
          doctor_secrets: { ECMA_PW: 'of the stand-in' },
          doctor_form: 'windows',
          doctor_config: settings(place, 'windows.yml', await freePort()),
        },
        'without.example': { doctor_command: ['/nowhere/ecma-doctor'] },
      });
      mkdirSync(fleet.reports);
      for (const name of ['without', 'gone'])
        writeFileSync(join(fleet.reports, `${name}.example.json`), 'of last week');
      first = await play(fleet, ['-vvv']);
    });

    test('fetches a report of each that could be looked at, ready or not', () => {
      expect(statusIn(fleet, 'good.example'), first.output).toBe('pass');
      expect(statusIn(fleet, 'bad.example')).toBe('fail');
      expect(first.output).toContain('"good.example: ready for the chosen probes (');
      expect(first.output).toMatch(/"bad\.example: not ready \(1 fail/);
    });

    test('tells a server that could not be looked at, and fails for it alone', () => {
      expect(first.output).toMatch(
        /"without\.example: the doctor could not be started: .*\/nowhere\/ecma-doctor: not found"/,
      );
      expect(first.output).toMatch(/"gone\.example: could not be looked at: .*"/);
      expect(first.code).toBe(2);
      const failed = ['good', 'bad', 'without', 'gone'].map(
        (name) => recapOf(first, `${name}.example`).failed,
      );
      expect(failed).toEqual([0, 0, 1, 1]);
    });

    test('leaves no report of an earlier run to be taken for this one', () => {
      const kept = readdirSync(fleet.reports).filter((name) => name.endsWith('.json'));
      const isReport = (name: string) =>
        readReport(readFileSync(join(fleet.reports, name), 'utf8')).ok === true;
      expect(kept.filter(isReport)).toEqual([
        'bad.example.json',
        'good.example.json',
        'windows.example.json',
      ]);
    });

    test('names them on the page and in the table, and whenever the folder is shown again', async () => {
      const names = ['gone.example', 'without.example'];
      const page = readFileSync(join(fleet.reports, 'comparison.html'), 'utf8');
      expect(page).toMatch(
        /<title>NOT READY: \d of 5 servers (?:is|are) ready.*, 2 could not be looked at, /,
      );
      const table = readFileSync(join(fleet.reports, 'fleet.csv'), 'utf8').trimEnd().split('\n');
      expect(table).toHaveLength(6);
      for (const name of names) {
        expect(page).toMatch(new RegExp(`<td><bdi>${name}</bdi></td>.*could not be looked at: .`));
        expect(table.some((line) => line.startsWith(`${name},,,false,`))).toBe(true);
      }
      // All hosts are this machine: the last column tells them apart.
      const labels = table.slice(1, 4).map((line) => line.split(',').at(-1) ?? '');
      expect(labels.join()).toMatch(
        /\(good\.example\.json\).*\(bad\.example\.json\).*\(windows\.example\.json\)/,
      );
      const { code, stdout } = await run(['--from', fleet.reports, '--json']);
      expect(code).toBe(1);
      const { notSeen, servers } = comparisonSchema.parse(JSON.parse(stdout));
      expect(notSeen?.map(({ name }) => name)).toEqual(names);
      expect(servers).toHaveLength(3);
    });

    test('goes the Windows way too, with stand-ins for the modules of ansible.windows', () => {
      expect(first.output).toMatch(/"windows\.example: not ready \(1 fail/);
      // Here a backslash is a character like any other: the files stand beside the folder, not in it.
      const left = readdirSync(join(fleet.place.folder, 'hosts')).filter((name) =>
        name.startsWith('windows'),
      );
      expect(left.sort()).toEqual([
        'windows.example',
        'windows.example\\.ecmarc',
        'windows.example\\ecma-doctor.exe',
      ]);
    });

    test('shows the reports side by side', async () => {
      const files = ['good', 'bad', 'windows'].map((name) => join(fleet.reports, `${name}.example.json`));
      const { code, stdout } = await run([
        '--ascii',
        '--no-color',
        ...files.flatMap((file) => ['--from', file]),
      ]);
      expect(code).not.toBe(2);
      const sentence = stdout.split('\n')[0] ?? '';
      expect(sentence).not.toBe('');
      expect(first.output).toContain(sentence);
      expect(readFileSync(join(fleet.reports, 'comparison.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    });

    test('a secret reaches the doctor as it is, and stands on no command line, in no output and no file', () => {
      expect(good.binds.map((bind) => bind.password)).toEqual([password]);
      expect(seen.commandLines.some((line) => line.includes('report.json'))).toBe(true);
      const part = '`id`';
      expect(seen.commandLines.filter((line) => line.includes(part))).toEqual([]);
      // Ansible's own file for the step, with all that it was told, packed.
      expect(seen.files.filter((file) => file.endsWith('AnsiballZ_command.py'))).toEqual([]);
      expect(first.output).not.toContain(part);
      const holders = filesUnder(fleet.place.folder).filter((file) =>
        readFileSync(file, 'utf8').includes(part),
      );
      expect(holders).toEqual([join(fleet.place.folder, 'inventory.json')]);
    });

    test('leaves on the host the program and .ecmarc, for the owner alone, and what the doctor remembers', () => {
      const folder = fleet.folderOf('good.example');
      expect(readdirSync(folder).sort()).toEqual(['.ecmarc', 'ecma-doctor']);
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(readdirSync(join(fleet.place.folder, 'remote'))).toEqual([]);
      expect(readdirSync(fleet.place.state)).toContain('refusals');
    });

    test('once more: nothing to change, and a refused password is not sent again until that is asked for', async () => {
      const second = await play(fleet, ['--limit', 'bad.example']);
      expect(second.code, second.output).toBe(0);
      expect(recapOf(second, 'bad.example').changed).toBe(0);
      expect(bad.binds.length).toBe(1);
      expect(statusIn(fleet, 'bad.example')).toBe('fail');

      const again = '{doctor_try_again: true, doctor_must_be_ready: true}';
      const third = await play(fleet, ['-e', again, '--limit', 'bad.example']);
      expect(bad.binds.length).toBe(2);
      expect(third.code).toBe(2);
      expect(third.output).toMatch(/fatal: \[bad\.example\].*bad\.example: not ready/);

      const without = await play(fleet, [
        '-e',
        '{doctor_try_again: true, doctor_config: ""}',
        '--limit',
        'bad.example',
      ]);
      expect(bad.binds.length).toBe(2);
      expect(without.code).toBe(2);
      expect(without.output).toMatch(
        /bad\.example: could not be looked at: Try again: .*doctor_config is empty: save the \.ecmarc on the host anew/,
      );
    });

    test('in check mode runs nothing', async () => {
      const before = good.binds.length;
      const checked = await play(fleet, ['--check', '--limit', 'good.example']);
      expect(checked.code, checked.output).toBe(0);
      expect(good.binds.length).toBe(before);
      expect(existsSync(join(fleet.reports, 'good.example.json'))).toBe(true);
    });
  });
});
