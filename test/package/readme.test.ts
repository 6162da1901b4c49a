import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readmeForUsers } from '../../.tools/package-readme.mjs';
import { buildFacts } from '../../src/cli/build-facts.ts';
import { optionNames } from '../../src/cli/options.ts';
import { idMatcher } from '../../src/engine/glob.ts';
import { catalogue } from '../../src/probes/index.ts';
import { eventOfNoRun } from '../../src/report/event-log.ts';
import { explanationOf, isSilent } from '../../src/report/explanations.ts';
import { formatEntries } from '../../src/report/format-entries.ts';
import { defaultSettings } from '../../src/settings/default-settings.ts';
import { stateFolder } from '../../src/state/state-folder.ts';

/** What README says of the program, held against it. */

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = (heading: string, text = readme): string =>
  text.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`)) ?? '';

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .trim()
    .replaceAll(' ', '-');
}

test('its links lead somewhere', () => {
  const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
  for (const [, to = ''] of readme.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(to);
  const files = [...readme.matchAll(/(?:\]\(|src="|srcset=")([^)#"][^)"]*)[)"]/g)].map(([, to = '']) => to);
  expect(files.length).toBeGreaterThan(10);
  for (const to of files) if (!to.startsWith('https:')) expect(existsSync(join(root, to)), to).toBe(true);
});

test('what an administrator needs first is about a screen and a half, and stands on top', () => {
  const top = readme.slice(0, readme.indexOf('<picture>')).trimEnd().split('\n');
  // Of a terminal or a page of some 30 lines.
  expect(top.length).toBeLessThanOrEqual(48);
  const text = top.join('\n');
  for (const step of ['Run it', 'Read it', 'Mend it', 'Send it']) expect(text).toContain(`**${step}`);
});

test('the table of exit codes is that of the events and of the task scheduler', () => {
  const rows = [...section('Exit codes').matchAll(/^\| (\d+) \| (\d+) (\w+) \| (0x\w+) \|/gm)];
  expect(rows.map(([, code]) => Number(code))).toEqual([2, 130, 1, 3, 0]);
  for (const [, code, id, level, task] of rows) {
    const event = eventOfNoRun(Number(code), '');
    expect([id, level?.toLowerCase()]).toEqual([String(event.id), event.kind]);
    expect(Number(task)).toBe(Number(code));
  }
});

test('the options, and the endings of reports, are those that there are', () => {
  const named = new Set(
    [...readme.matchAll(/ecma-doctor(?:\.exe)? ([^`\n|]*)/g)].flatMap(([, args = '']) =>
      [...args.matchAll(/(?<![\w-])--([a-z][\w-]*)/g)].map(([, name = '']) => name),
    ),
  );
  expect(named.size).toBeGreaterThan(12);
  for (const name of named) expect(optionNames).toContain(name);
  // `--color` undoes what a variable says, and `--help` is what everybody tries.
  const untold = optionNames.filter((name) => !new RegExp(`--${name}\\b`).test(readme));
  expect(['color', 'help']).toEqual(expect.arrayContaining(untold));
  for (const { ending } of formatEntries) expect(section('Unattended')).toContain(`\`${ending}\``);
});

function sentRows(): readonly string[] {
  const [table = ''] = /^\| to \|.*?\n\n/ms.exec(section('What is sent, kept and changed')) ?? [];
  return table.split('\n').slice(2, -2);
}

test('the table of what is sent has every row that sends something, and none that --explain says sends nothing', () => {
  const rows = sentRows();
  expect(rows.length).toBeGreaterThan(10);
  const globs = rows.flatMap((row) =>
    [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, id = '']) => id),
  );
  const isNamed = idMatcher(globs);
  const isNamedAlone = idMatcher(globs.filter((glob) => !glob.includes('*')));
  const all = catalogue(defaultSettings);
  for (const glob of globs)
    expect(
      all.some(({ id }) => idMatcher([glob])(id)),
      glob,
    ).toBe(true);
  for (const { id } of all) {
    if (isSilent(explanationOf(id))) expect(isNamedAlone(id), id).toBe(false);
    else expect(isNamed(id), id).toBe(true);
  }
});

test('that table counts sign-ins: each row of which --explain says that it is one is named there', () => {
  const signingIn = catalogue(defaultSettings)
    .map(({ id }) => id)
    .filter((id) =>
      /^(?:one|the same) sign-in(?! as the service account, then)/.test(explanationOf(id).sends),
    );
  expect(signingIn).toEqual(['ldap.bind', 'ldap.windows', 'sql.login', 'sql.odbc']);
  const what = sentRows().map((row) => row.split('|').at(3) ?? '');
  for (const id of signingIn) expect(what.join(), id).toContain(`sign-in (\`${id}\`)`);
});

test('one table each for exit codes, unattended runs and fleets', () => {
  for (const heading of ['Exit codes', 'Unattended', 'More servers than one'])
    expect(section(heading).match(/^\| --- /gm), heading).toHaveLength(1);
});

test('what was not tried is said to those who have the program alone, too', () => {
  const users: string = readmeForUsers(root, []);
  const limits = section('What was tried, and what was not', users);
  for (const words of [
    'nothing has run on a real Windows Server yet',
    'Oracle, DB2 and MySQL itself',
    'ansible.windows',
    'authentication: entra',
  ])
    expect(limits).toContain(words);
  expect(users.slice(0, 4000)).toContain('no real Windows Server has run it yet');
});

describe('the task of each morning', () => {
  const blocks = [...readme.matchAll(/^( *)```powershell\n(.*?)^ *```$/gms)].map(([, , text = '']) => text);
  const holding = (word: string) => blocks.filter((text) => text.includes(word)).join('');
  const made = holding('Register-ScheduledTask');
  const removed = `${holding('Unregister-ScheduledTask')}${holding('Remove-Item')}`;
  const values = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, value]) => value);

  test('starts and reads what stands in its folder, copied there from that of the first step', () => {
    const [, first] = /^ *cd (\S+)$/m.exec(readme) ?? [];
    const [copied = ''] = /^Copy-Item .* \$folder\b/m.exec(made) ?? [];
    const used = values(made, /\$folder\\([\w.-]+)/g);
    expect(used).toEqual(['ecma-doctor.exe', '.ecmarc']);
    for (const name of used) expect(copied).toContain(`"${first}\\${name}"`);
    expect(made.indexOf('New-Item')).toBeLessThan(made.indexOf('Copy-Item'));
  });

  test('is tried, and its result read, by the name that it has', () => {
    const names = values(made, /-ScheduledTask(?:Info)? -TaskName (\S+?)[\s)]/g);
    expect(names).toEqual(["'ecma-doctor'", "'ecma-doctor'", "'ecma-doctor'"]);
    expect(made).toContain('LastTaskResult');
  });

  test('goes with all that it made, and what SYSTEM keeps', () => {
    const of = (verb: string) =>
      new RegExp(`\\b${verb}-(?:ScheduledTask -TaskName|EventLog .*-Source) (\\S+)`, 'g');
    expect(values(made, of('(?:Register|New)'))).toEqual(['ecma-doctor', "'ecma-doctor'"]);
    for (const words of [
      "Unregister-ScheduledTask -TaskName 'ecma-doctor'",
      'Remove-EventLog -Source ecma-doctor',
    ])
      expect(removed).toContain(words);
    const [, folder] = /^\$folder = (\S+)/m.exec(made) ?? [];
    const profile = '$env:SystemRoot\\System32\\config\\systemprofile';
    expect(removed).toContain(folder);
    expect(removed).toContain(`"${stateFolder({}, 'win32', profile)}"`);
    expect(removed).toContain(`"${stateFolder({ LOCALAPPDATA: '$env:LOCALAPPDATA' }, 'win32', '')}"`);
  });
});

test('what --version --json tells is said of the kind that tells it', () => {
  const { commit, parts, kind } = buildFacts();
  expect([commit, parts, kind]).toEqual([undefined, undefined, 'package']);
  expect(readme.replaceAll(/\s+/g, ' ')).toMatch(
    /`--version --json` tells [^,]+, of an executable also the commit and/,
  );
});
