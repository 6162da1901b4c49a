import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { EOL } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { objectName } from '../../../src/clients/sql/sqlserver/names.ts';
import { formatErrors, loadSettings } from '../../../src/settings/load.ts';
import { profiles } from '../../../src/settings/profiles.ts';
import { defaultPorts, engines } from '../../../src/settings/schema.ts';
import { engineStarter } from '../../../src/settings/starter/engines.ts';
import {
  isStarterKind,
  kindQuestion,
  nextStarterQuestion,
  profileQuestion,
  starterQuestions,
} from '../../../src/settings/starter/questions.ts';
import { starterText, writeStarter } from '../../../src/settings/starter/template.ts';
import { settingsFromText } from '../../../src/settings/validate.ts';
import { cleanUpFolders, freshFolder, plant } from '../scratch-folders.ts';

cleanUpFolders();

const kinds = ['ldap', 'sql', 'custom'] as const;

function settingsOf(text: string) {
  const parsed = settingsFromText(text, 'F');
  if (!parsed.ok) throw new Error(formatErrors(parsed.errors).join('\n'));
  return parsed.settings;
}

describe.each(kinds)('the starter for %s', (kind) => {
  test('is valid as it is, and with every default typed', () => {
    const plain = settingsOf(starterText(kind));
    const typed = Object.fromEntries(
      starterQuestions(kind).map((question) => [question.key, question.default]),
    );
    expect(settingsOf(starterText(kind, typed))).toEqual(plain);
    expect(plain.connectors).toHaveLength(1);
  });

  test('is valid, too, with all comments taken away', () => {
    const full = starterText(kind)
      .replace(/^( *)# (\w+:)/gm, '$1$2')
      .replace(/^# {3}/gm, '  ');
    expect(settingsOf(full).attest.licence).toBe(true);
    expect(settingsOf(full).tenant.id).toBe('contoso.onmicrosoft.com');
    expect(settingsOf(full).connectors[0]?.target).toBeDefined();
  });

  test('has the release that is told, and the default without', () => {
    expect(settingsOf(starterText(kind)).profile).toBe('preview-2021');
    for (const profile of profiles) expect(settingsOf(starterText(kind, { profile })).profile).toBe(profile);
  });

  test('takes its own defaults as answers', () => {
    for (const question of starterQuestions(kind)) {
      expect([question.key, question.validate(question.default)]).toEqual([question.key, undefined]);
    }
  });

  test('holds any text as the text it is', () => {
    for (const text of [
      "it's",
      'a: b # c',
      '"x"',
      'true',
      '12',
      ' spaced ',
      '\\n',
      '{}',
      '- x',
      '*a',
      'Zoë',
      '@x',
      '!!x',
    ]) {
      const answers = { bindDn: text, users: text, objectClass: text, user: text, table: text, anchor: text };
      const [connector] = settingsOf(starterText(kind, answers)).connectors;
      const target = connector?.target;
      if (target !== undefined && 'ldap' in target) {
        expect([target.ldap.bindDn, target.ldap.users, target.ldap.objectClass]).toEqual([text, text, text]);
      }
      if (target !== undefined && 'sql' in target) {
        expect([target.sql.user, target.sql.table, target.sql.anchor]).toEqual([text, text, text]);
      }
    }
  });
});

describe('the questions', () => {
  test.each([
    ['ldap', 'url', 'ldap:/h', 'expected an address such as ldap://ldap.contoso.example:389'],
    ['ldap', 'url', '', 'expected an address such as ldap://ldap.contoso.example:389'],
    ['ldap', 'url', 'ldaps://h', undefined],
    ['ldap', 'startTls', 'maybe', 'expected yes or no'],
    ['ldap', 'name', 'a/b', 'expected letters, digits, space, - and _, with no space at either end'],
    ['ldap', 'password', 'my password!', 'expected the name of an environment variable'],
    ['ldap', 'password', 'A, B: C', 'expected the name of an environment variable'],
    ['ldap', 'tenant', 'a b', 'expected a domain (contoso.onmicrosoft.com) or a GUID'],
    ['ldap', 'users', 'a\nb: c', expect.stringContaining('control character')],
    ['sql', 'port', '70000', 'expected a port from 1 to 65535'],
    ['sql', 'port', 'x', 'expected a number, without quotes'],
    ['sql', 'engine', 'mariadb', 'expected sqlserver, postgresql, mysql, oracle, db2 or other'],
    ['sql', 'engine', 'mysql', undefined],
    ['sql', 'dsn', 'DRIVER=x;PWD=y', 'expected the path of a file DSN, not a connection string'],
    ['sql', 'server', 'a\\b', expect.stringContaining('host name alone')],
    ['sql', 'database', '', 'expected text that is not empty'],
    ['custom', 'library', 'x.exe', expect.stringContaining('.dll')],
    ['custom', 'tcp', 'h', 'expected host:port, such as api.contoso.example:443'],
    ['custom', 'tcp', 'h:1', undefined],
  ] as const)('%s %s %j', (kind, key, answer, words) => {
    const question = starterQuestions(kind).find((one) => one.key === key);
    expect(question?.validate(answer)).toEqual(words);
  });

  test('an engine that nobody listed is asked for its port', () => {
    const port = nextStarterQuestion('sql', { tenant: '', name: 'HR', engine: 'other', server: 'h' });
    expect(port).toMatchObject({ key: 'port', default: '' });
    expect(port?.validate('')).toBe('expected a number, without quotes');
    expect(port?.validate('5000')).toBeUndefined();
  });

  test('begin with the kind', () => {
    expect(kindQuestion.validate(kindQuestion.default)).toBeUndefined();
    expect(kindQuestion.validate('x')).toBe('expected ldap, sql or custom');
    expect(kinds.every(isStarterKind)).toBe(true);
  });

  test('ask which release, and propose general availability', () => {
    expect(profileQuestion).toMatchObject({ key: 'profile', default: 'ga', choices: profiles });
    expect(profileQuestion.validate('ga')).toBeUndefined();
    expect(profileQuestion.validate('x')).toBe('expected preview-2021 or ga');
  });

  test('ldaps:// and StartTLS never stand together', () => {
    expect(settingsOf(starterText('ldap', { url: 'ldaps://h', startTls: 'yes' })).connectors).toHaveLength(1);
  });
});

describe.each(engines)('the starter for a database: %s', (engine) => {
  const given = { engine, ...(engine === 'other' ? { port: '5000' } : {}) };
  const sqlOf = (text: string) => {
    const target = settingsOf(text).connectors[0]?.target;
    return target !== undefined && 'sql' in target ? target.sql : undefined;
  };

  test('is valid with what it proposes, also with all comments taken away', () => {
    const text = starterText('sql', given);
    const full = text.replace(/^( *)# (\w+:)/gm, '$1$2').replace(/^# {3}/gm, '  ');
    expect(sqlOf(text)).toMatchObject({ engine, port: Number(given.port ?? defaultPorts[engine]) });
    expect(sqlOf(text)?.dsn).toBeUndefined();
    expect(sqlOf(full)).toMatchObject({ engine, user: 'ecma', dsn: 'contoso.dsn' });
    // By the driver alone the file DSN says what is encrypted.
    expect(text.includes('encrypt:')).toBe(engine === 'sqlserver');
  });

  test('asks on by the engine, and takes what it proposes', () => {
    const asked: string[] = [];
    const answers: Record<string, string> = {};
    for (;;) {
      const question = nextStarterQuestion('sql', answers);
      if (question === undefined) break;
      const answer =
        question.key in given ? (given as Record<string, string>)[question.key] : question.default;
      expect([question.key, question.validate(answer ?? '')]).toEqual([question.key, undefined]);
      answers[question.key] = answer ?? '';
      asked.push(question.key);
    }
    expect(asked.slice(0, 5)).toEqual(['tenant', 'name', 'engine', 'server', 'port']);
    expect(asked.at(-1)).toBe('dsn');
    expect(sqlOf(starterText('sql', answers))).toEqual(sqlOf(starterText('sql', given)));
  });

  test('takes the file DSN, and a name in quotes as it is', () => {
    const { inQuotes } = engineStarter(engine);
    const [table] = starterQuestions('sql', { engine }).filter(({ key }) => key === 'table');
    expect(table?.text).toContain(inQuotes);
    expect(table?.validate(inQuotes)).toBeUndefined();
    const sql = sqlOf(starterText('sql', { ...given, table: inQuotes, dsn: 'C:\\dsn\\hr data.dsn' }));
    expect(sql).toMatchObject({ table: inQuotes, dsn: 'C:\\dsn\\hr data.dsn' });
    expect(objectName(inQuotes, 'CONTOSO')).toEqual({
      schema: expect.stringMatching(/^hr( data)?$/i),
      name: 'Employees',
    });
  });
});

describe('writing', () => {
  test('makes one file, for its owner only, that loads', async () => {
    const folder = freshFolder();
    const file = path.join(folder, '.ecmarc');
    expect(await writeStarter(file, starterText('sql'))).toEqual({ ok: true });
    expect(readFileSync(file, 'utf8')).toBe(starterText('sql').replaceAll('\n', EOL));
    expect(readdirSync(folder)).toEqual(['.ecmarc']);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await loadSettings({ cwd: folder })).toMatchObject({ ok: true, path: file, warnings: [] });
  });

  test.each(['.ecmarc', '.ecmarc.json', '.ecmarc.yml'])('never over or beside %s', async (name) => {
    const folder = freshFolder();
    plant(folder, { [name]: 'mine' });
    const written = await writeStarter(path.join(folder, '.ecmarc'), 'x');
    expect(written).toEqual({
      ok: false,
      message: `${path.join(folder, name)} exists already: nothing was written`,
    });
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual([name]);
  });

  test('of two at once, one wins whole', async () => {
    const file = path.join(freshFolder(), '.ecmarc');
    const written = await Promise.all(['a', 'b'].map((letter) => writeStarter(file, letter.repeat(1000))));
    expect(written.filter(({ ok }) => ok)).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toMatch(/^(a{1000}|b{1000})$/);
    expect(readdirSync(path.dirname(file))).toEqual(['.ecmarc']);
  });

  test('into a folder that is not there says so', async () => {
    const file = path.join(freshFolder(), 'gone/.ecmarc');
    expect(await writeStarter(file, 'x')).toEqual({
      ok: false,
      message: `${file} was not written: its folder does not exist`,
    });
    expect(existsSync(path.dirname(file))).toBe(false);
  });
});
