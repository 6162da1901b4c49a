import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { reportDocument } from '../../src/report/report-document.ts';
import { nothing } from '../report/made-up.ts';
import { environment, makePlace, type Place, programCommand, removePlaces, run } from './program.ts';

/** What scripts do by mistake: an exit code that says so, words that name it, and nothing lost. */

afterAll(removePlaces);

const one = ['--plain', '--only', 'server.memory'];

function placeWith(files: Readonly<Record<string, string>>): Place {
  const place = makePlace();
  for (const [name, text] of Object.entries(files)) place.write(name, text);
  return place;
}

interface Case {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly says: RegExp;
}

const directory = (more: string): string =>
  `connectors: [{ name: Directory, library: generic-ldap, target: { ldap: { url: "ldap://localhost:1"${more} } } }]\n`;

describe('2, with an empty stdout, and what stood there stays', () => {
  test.concurrent.each<[string, Case]>([
    [
      'a mistyped check beside one that fits',
      {
        args: ['--only', 'server.memory,sever.os'],
        says: /--only sever\.os: fits no check, did you mean server\.os\?/,
      },
    ],
    [
      'a mistyped check to be left out',
      {
        args: [...one, '--skip', 'ldap.wirte'],
        says: /--skip ldap\.wirte: fits no check, did you mean ldap\.write\?/,
      },
    ],
    [
      'a connector that there is not',
      {
        args: ['--only', 'server.memory,*@Directroy'],
        files: { '.ecmarc': directory('') },
        says: /--only \*@Directroy: fits no check/,
      },
    ],
    [
      'a report over the settings that were found',
      {
        args: [...one, '--report', '.ecmarc.json'],
        files: { '.ecmarc.json': '{"profile":"ga"}' },
        says: /\.ecmarc\.json: settings are looked for under this name/,
      },
    ],
    [
      'a report over the settings behind a link',
      {
        args: [...one, '--config', 'link', '--report', 'settings.json'],
        files: { 'settings.json': '{"profile":"ga"}' },
        says: /--report settings\.json: is read by this run, and would be lost/,
      },
    ],
    [
      'a report over a file that the settings name',
      {
        args: [...one, '--report', 'password.md'],
        files: {
          '.ecmarc': directory(', bindDn: cn=x, password: { file: password.md }'),
          'password.md': 'hush',
        },
        says: /--report password\.md: is read by this run, and would be lost/,
      },
    ],
    [
      'a write test of a connector whose variable is not set',
      {
        args: [...one, '--write-test='],
        files: { '.ecmarc': directory('') },
        says: /--write-test= names no connector/,
      },
    ],
    [
      'a twin of a comma',
      { args: one, env: { ECMA_DOCTOR_FROM: ',' }, says: /ECMA_DOCTOR_FROM names nothing/ },
    ],
    [
      'two choices that leave nothing',
      {
        args: ['--only', 'server.*', '--skip', 'server.*'],
        says: /--only server\.\* and --skip server\.\* leave no check to run/,
      },
    ],
    [
      'a report without a check',
      {
        args: ['--from', 'none.json'],
        files: { 'none.json': JSON.stringify({ ...reportDocument(nothing), probes: [] }) },
        says: /--from: there is no check in it/,
      },
    ],
    [
      'a baseline without an end',
      { args: [...one, '--baseline', '/dev/zero'], says: /zero: too big for a report/ },
    ],
    ['a saved report without an end', { args: ['--from', '/dev/zero'], says: /zero: too big for a report/ }],
  ])('%s', async (_, { args, env = {}, files = {}, says }) => {
    const place = placeWith(files);
    symlinkSync(join(place.folder, 'settings.json'), join(place.folder, 'link'));
    const ended = await run(args, { place, env });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    for (const [name, text] of Object.entries(files))
      expect(readFileSync(join(place.folder, name), 'utf8')).toBe(text);
  });

  test('a folder that is gone', () => {
    const place = makePlace();
    const gone = join(place.folder, 'gone');
    mkdirSync(gone);
    const { file, args } = programCommand(one);
    const command = [file, ...args].map((part) => `'${part}'`).join(' ');
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', `rmdir '${gone}'; exec ${command}`], {
      cwd: gone,
      env: environment(place),
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^ecma-doctor: the current folder cannot be used \(ENOENT\)/m);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('a check that is not here but in other .ecmarc is told beside what ran', async () => {
  const { code, stdout } = await run(['--plain', '--only', 'server.memory,sql.*'], {});
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Note: --only sql\.\*: fits no check of this run$/m);
});

test('of a server side by side of which nothing was chosen nobody says that it is ready', async () => {
  const place = makePlace();
  const saved = (only: string, name: string) => run(['--only', only, '--report', name], { place });
  await Promise.all([saved('server.memory', 'a.json'), saved('server.address', 'b.json')]);
  const args = ['--from', 'a.json', '--from', 'b.json', '--only', 'server.memory', '--json'];
  const { code, stdout } = await run(args, { place });
  expect(code).toBe(3);
  const { ready, servers } = JSON.parse(stdout);
  expect(ready).toBe(false);
  expect(servers).toMatchObject([
    { ready: true, exitCode: 0 },
    { ready: false, exitCode: 3 },
  ]);
});
