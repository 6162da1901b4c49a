import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completionScript } from '../../src/cli/completion.ts';
import { explain } from '../../src/cli/explain.ts';
import { optionNames, shells } from '../../src/cli/options.ts';
import { catalogue } from '../../src/probes/index.ts';
import { mendsOfRequirements } from '../../src/report/explained-mends.ts';
import { whysOfProbes } from '../../src/report/explained-whys.ts';
import { explanationOf } from '../../src/report/explanations.ts';
import { requirements } from '../../src/requirements/index.ts';
import { defaultSettings } from '../../src/settings/default-settings.ts';
import { exampleText } from '../../src/settings/starter/example.ts';

/** Shells that a build server need not have. */
const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe('--explain', () => {
  test('of the requirement of a connector finds its row where there is no connector, too', () => {
    expect(explain('CON-10', false).text).toMatch(
      /^Look now +ecma-doctor --only "(?:.*,)?connector\.library\*/m,
    );
  });

  test('a probe: what, of whom, what is sent, why, whence, how it is mended', () => {
    const { ok, text } = explain('ldap.bind@Directory', false);
    expect(ok).toBe(true);
    for (const part of [
      'Binds as the service account',
      'Asked of',
      'What is sent',
      'Why           the connector signs in as this account',
      'Asks for      LDAP-10',
      'Source',
      'How mended',
    ])
      expect(text).toContain(part);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test('a requirement, with the checks that look at it; as JSON too', () => {
    const { ok, text } = explain('netfx-01', true);
    expect(ok).toBe(true);
    expect(JSON.parse(text)).toMatchObject({
      kind: 'requirement',
      id: 'NETFX-01',
      why: expect.stringContaining('programs of .NET Framework'),
      probes: ['server.dotnet'],
      requirements: [{ id: 'NETFX-01', source: { title: expect.any(String) } }],
    });
  });

  const flat = (text: string): string => text.replace(/\s+/g, ' ');

  test('a requirement at which several checks look: each with what it asks, sends and wants mended, all to look now', () => {
    const { text } = explain('TGT-01', false);
    for (const part of [
      'Asked of ldap.rights, ldap.write: the directory of ldap.url sql.write: the database server',
      'What is sent ldap.rights: one sign-in',
      'ldap.write: one test user',
      'sql.write: one row in a transaction that is rolled back',
      'How mended ldap.rights: grant',
      'Look now ecma-doctor --only "ldap.rights@*,ldap.write@*,sql.write@*"',
    ])
      expect(flat(text)).toContain(part);
    expect(JSON.parse(explain('TGT-01', true).text)).toMatchObject({
      asks: 'ldap.rights, ldap.write: the directory of ldap.url; sql.write: the database server of the target',
      looks: [
        { probe: 'ldap.rights' },
        { probe: 'ldap.write' },
        { probe: 'sql.write', sends: expect.any(String) },
      ],
    });
  });

  test('of every requirement: all that is sent, by all that look, and one command that is whole', () => {
    const probes = catalogue(defaultSettings);
    for (const { id } of requirements) {
      const looking = probes.filter((probe) => probe.requirements.includes(id));
      const text = flat(explain(id, false).text);
      for (const probe of looking) {
        expect(text, id).toContain(flat(explanationOf(probe.id).sends));
        expect(text, id).toContain(flat(explanationOf(probe.id, id).mend));
      }
      const command = /^Look now +ecma-doctor --only "([^"]+)"$/m.exec(explain(id, false).text)?.[1];
      expect(command?.replaceAll(/@?\*/g, '').split(',') ?? [], id).toEqual(looking.map((probe) => probe.id));
    }
  });

  test.each([
    ['SQL-14', /name all four procedures/, /on the table/],
    ['NET-09', /without a password/, /\.exe\.config/],
    ['OS-02', /Desktop Experience/, /restart/],
    ['SQL-05', /mixed mode/, /correct user/],
    ['LDAP-18', /that this server holds itself/, /correct the setting/],
  ])('%s is mended in words of its own', (id, own, others) => {
    const mended = flat(explain(id, false).text.split('How mended')[1] ?? '');
    expect(mended).toMatch(own);
    expect(mended).not.toMatch(others);
  });

  test('words of a requirement are of one at which that check looks', () => {
    const probes = catalogue(defaultSettings);
    for (const [requirement, mends] of Object.entries(mendsOfRequirements))
      for (const id of Object.keys(mends))
        expect(probes.find((probe) => probe.id === id)?.requirements, `${requirement} ${id}`).toContain(
          requirement,
        );
  });

  test('every probe has a reason of its own, and none is told of a probe that there is not', () => {
    const ids = catalogue(defaultSettings).map(({ id }) => id);
    expect(Object.keys(whysOfProbes).toSorted()).toEqual(ids.toSorted());
    for (const [id, why] of Object.entries(whysOfProbes)) {
      expect(why.length, id).toBeLessThan(140);
      expect(why, id).not.toMatch(/\.$/);
    }
  });

  test('keys of .ecmarc that the words name are keys', () => {
    for (const { id } of [...catalogue(defaultSettings), ...requirements])
      for (const [key = ''] of explain(id, false).text.matchAll(/\battest\.[a-zA-Z]+(?![\w-])/g))
        expect(exampleText, id).toMatch(new RegExp(`^#? *${key.slice(7)}:`, 'm'));
    for (const id of ['tenant.cloud', 'tenant.region', 'tenant.roles'])
      expect(explain(id, false).text).not.toMatch(/\battest\b/);
  });

  test('every id of the catalogue and of the requirements is explained', () => {
    for (const { id } of [...catalogue(defaultSettings), ...requirements])
      expect(explain(id, false), id).toMatchObject({ ok: true });
  });

  test('a mistyped one: did you mean', () => {
    expect(explain('server.dotnett', false)).toMatchObject({
      ok: false,
      text: expect.stringContaining('did you mean server.dotnet?'),
    });
  });
});

describe('--completion', () => {
  test.each(shells)('%s names every option', (shell) => {
    const script = completionScript(shell);
    const mark = shell === 'fish' ? ' -l ' : '--';
    for (const name of optionNames) expect(script).toMatch(new RegExp(`${mark}${name}(?![\\w-])`));
  });

  test('bash completes options and values', () => {
    const probe = `${completionScript('bash')}
COMP_WORDS=(ecma-doctor --prof); COMP_CWORD=1; _ecma_doctor; echo "\${COMPREPLY[@]}"
COMP_WORDS=(ecma-doctor --profile g); COMP_CWORD=2; _ecma_doctor; echo "\${COMPREPLY[@]}"`;
    const { stdout, status } = spawnSync('bash', ['-c', probe], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '--profile\nga\n']);
  });

  test('bash completes a file whose name has a space as one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ecma-bed-completion-'));
    writeFileSync(join(folder, 'my report.json'), '');
    const probe = `cd '${folder}'; ${completionScript('bash')}
COMP_WORDS=(ecma-doctor --from my); COMP_CWORD=2; _ecma_doctor; printf '%s|' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['-c', probe], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stdout).toBe('my report.json|');
  });

  test.skipIf(!has('zsh'))('zsh completes options and values', () => {
    const probe = `compdef() { :; }; _files() { echo files; }; compadd() { shift; print -l -- "$@" | grep -e "^\${words[CURRENT]}"; }
${completionScript('zsh')}
words=(ecma-doctor --prof); CURRENT=2; _ecma_doctor
words=(ecma-doctor --profile g); CURRENT=3; _ecma_doctor
words=(ecma-doctor --from a); CURRENT=3; _ecma_doctor`;
    const { stdout, status } = spawnSync('zsh', ['-fc', probe], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '--profile\nga\nfiles\n']);
  });

  test.skipIf(!has('fish'))('fish completes options and values', () => {
    const probe = `${completionScript('fish')}
complete -C 'ecma-doctor --prof'
complete -C 'ecma-doctor --profile g'
complete -C 'ecma-doctor --baseline /etc/hostn'`;
    const { stdout, status } = spawnSync('fish', ['--no-config', '-c', probe], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '--profile\nga\n/etc/hostname\n']);
  });
});

test('--init example writes .ecmarc.example, letter for letter', () => {
  expect(exampleText).toBe(readFileSync('.ecmarc.example', 'utf8'));
});
