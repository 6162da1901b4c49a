import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/platform/types.ts';
import { accountName, isActive, refusalMs, targetName } from '../../src/state/refusal-rules.ts';
import { RefusalStore } from '../../src/state/refusal-store.ts';
import { childRunner, scratchFolders } from './scratch.ts';

const scratch = scratchFolders();
const run = childRunner();
const start = Date.parse('2026-11-24T08:00:00Z');
const minute = 60_000;

let now = start;
let heard: (string | undefined)[] = [];
beforeEach(() => {
  now = start;
  heard = [];
});

/** The one file there, or the file that stands for this account. */
function stored(path: string): string {
  const [name, more] = readdirSync(path);
  if (name === undefined || more !== undefined) throw new Error('not one file');
  return join(path, name);
}

function open(path: string): RefusalStore {
  return new RefusalStore(
    path,
    () => now,
    (problem: Problem | undefined) => heard.push(problem?.code),
  );
}

describe('one spelling', () => {
  it.each([
    ['ldap://LDAP01.contoso.example:389/', 'ldap01.contoso.example:389'],
    ['ldap01.contoso.example.:389', 'ldap01.contoso.example:389'],
    ['LDAP01.contoso.example.', 'ldap01.contoso.example'],
    ['  ldap01:389 ', 'ldap01:389'],
    ['http://user:hunter2@proxy:8080', 'proxy:8080'],
    ['user:hunter2@proxy:8080', 'proxy:8080'],
    ['https://login.example/contoso/?token=hunter2#hunter2', 'login.example/contoso'],
    ['sql01\\INSTANCE', 'sql01\\instance'],
    ['[fe80::1]:389', '[fe80::1]:389'],
  ])('target %s', (given, expected) => {
    expect(targetName(given)).toBe(expected);
  });

  it.each([
    ['CN=Ecma, OU = Services,DC=contoso', 'cn=ecma,ou=services,dc=contoso'],
    ['CONTOSO\\Ecma', 'contoso\\ecma'],
    ['ecma@Contoso.example', 'ecma@contoso.example'],
    ['ＥＣＭＡ', 'ecma'],
  ])('account %s', (given, expected) => {
    expect(accountName(given)).toBe(expected);
  });

  it('has no control characters', () => {
    expect(accountName('ec\u0000ma\u001b[31m')).toBe('ecma');
    expect(targetName('ldap01\u0007:389')).toBe('ldap01:389');
  });

  it('has a bounded length', () => {
    expect(targetName('x'.repeat(100_000)).length).toBeLessThan(1000);
    expect(accountName('x'.repeat(100_000)).length).toBeLessThan(1000);
  });
});

describe('stands', () => {
  const at = start;
  it.each([
    ['at once', 0, {}, true],
    ['until the hour is over', refusalMs - 1, {}, true],
    ['no longer', refusalMs, {}, false],
    ['with an older file', minute, { newerThan: at - 1 }, true],
    ['with a file of the same moment', minute, { newerThan: at }, true],
    ['not with a newer file', minute, { newerThan: at + 1 }, false],
    ['with a file from the future', minute, { newerThan: at + 5 * minute }, true],
    ['not once that date has come', 5 * minute, { newerThan: at + 5 * minute }, false],
    ['with a secret typed before', minute, { typedAt: at - 1 }, true],
    ['not with a secret typed since', minute, { typedAt: at + 1 }, false],
    ['not when either has changed', minute, { newerThan: at - 1, typedAt: at + 1 }, false],
    ['when its own date is in the future', -300 * minute, {}, true],
  ])('%s', (_title, later, since, expected) => {
    const refusal = { target: 't', account: 'a', at: new Date(at).toISOString() };
    expect(isActive(refusal, at + later, since)).toBe(expected);
  });
});

describe('Refusals', () => {
  it('remembers for an hour, for this target and account alone, in whatever spelling', () => {
    const refusals = open(join(scratch(), 'r'));
    expect(refusals.activeRefusal('ldap01:389', 'cn=ecma', {})).toBeUndefined();
    refusals.refused('ldap01:389', 'cn=ecma');
    now += minute;
    expect(refusals.activeRefusal('LDAP://ldap01:389', 'CN=Ecma', {})).toEqual({
      at: '2026-11-24T08:00:00.000Z',
    });
    expect(refusals.activeRefusal('ldap01:389', 'cn=other', {})).toBeUndefined();
    expect(refusals.activeRefusal('ldap02:389', 'cn=ecma', {})).toBeUndefined();
    now = start + refusalMs;
    expect(refusals.activeRefusal('ldap01:389', 'cn=ecma', {})).toBeUndefined();
    expect(heard).toEqual([]);
  });

  it('counts in another doctor and at the next start', () => {
    const path = join(scratch(), 'r');
    const [first, second] = [open(path), open(path)];
    first.refused('t', 'a');
    second.refused('t', 'b');
    expect(first.activeRefusal('t', 'b', {})).toBeDefined();
    expect(open(path).activeRefusal('t', 'a', {})).toBeDefined();
    second.accepted('t', 'a');
    expect(first.activeRefusal('t', 'a', {})).toBeUndefined();
    expect(first.activeRefusal('t', 'b', {})).toBeDefined();
  });

  it('gives one try for a yes, which a new refusal, an acceptance or the end of the attempt uses up', () => {
    const path = join(scratch(), 'r');
    const refusals = open(path);
    refusals.refused('t', 'a');
    refusals.allowOnce('T', 'A');
    expect(refusals.activeRefusal('t', 'a', {})).toBeUndefined();
    expect(open(path).activeRefusal('t', 'a', {})).toBeDefined();
    now += minute;
    refusals.refused('t', 'a');
    expect(refusals.activeRefusal('t', 'a', {})).toEqual({ at: '2026-11-24T08:01:00.000Z' });
    const end = refusals.allowOnce('t', 'a');
    end();
    expect(refusals.activeRefusal('t', 'a', {})).toBeDefined();
    refusals.allowOnce('t', 'a');
    refusals.accepted('t', 'a');
    expect(refusals.activeRefusal('t', 'a', {})).toBeUndefined();
  });

  it('stands an hour at most when the clock was set back, whoever looks', () => {
    const path = join(scratch(), 'r');
    now = start + 300 * minute;
    open(path).refused('t', 'a');
    now = start;
    expect(open(path).activeRefusal('t', 'a', {})).toEqual({ at: '2026-11-24T08:00:00.000Z' });
    now = start + 59 * minute;
    expect(open(path).activeRefusal('t', 'a', {})).toBeDefined();
    now = start + 60 * minute;
    expect(open(path).activeRefusal('t', 'a', {})).toBeUndefined();
  });

  it('removes files of refusals that are long over, and only these', () => {
    const path = join(scratch(), 'r');
    const refusals = open(path);
    refusals.refused('t', 'old');
    const old = stored(path);
    refusals.refused('t', 'new');
    const longAgo = Date.now() / 1000 - 25 * 3600;
    utimesSync(old, longAgo, longAgo);
    refusals.refused('t', 'latest');
    expect(existsSync(old)).toBe(false);
    expect(readdirSync(path)).toHaveLength(2);
    expect(heard).toEqual([]);
  });

  it('stores target, account and time, and nothing else', () => {
    const path = join(scratch(), 'r');
    open(path).refused('http://svc:hunter2@proxy:8080/?p=hunter2', 'svc');
    expect(JSON.parse(readFileSync(stored(path), 'utf8'))).toEqual({
      'ecma-doctor': 'refusal',
      version: 1,
      savedAt: '2026-11-24T08:00:00.000Z',
      body: { target: 'proxy:8080', account: 'svc', at: '2026-11-24T08:00:00.000Z' },
    });
    if (process.platform !== 'win32') {
      expect(statSync(path).mode & 0o777).toBe(0o700);
      expect(statSync(stored(path)).mode & 0o777).toBe(0o600);
    }
  });

  it.each([
    ['torn', '{"ecma-doctor":"refu'],
    ['of another kind', '{"ecma-doctor":"ledger","version":1,"savedAt":"2026-01-01T00:00:00Z","body":{}}'],
  ])('sets a file aside that is %s, tells it, and goes on', (_title, text) => {
    const path = join(scratch(), 'r');
    const refusals = open(path);
    refusals.refused('t', 'a');
    const file = stored(path);
    writeFileSync(file, text);
    expect(refusals.activeRefusal('t', 'a', {})).toBeUndefined();
    expect(heard).toEqual(['SET-ASIDE']);
    refusals.refused('t', 'a');
    expect(open(path).activeRefusal('t', 'a', {})).toBeDefined();
    expect(readFileSync(`${file}.bad`, 'utf8')).toBe(text);
    expect(heard).toEqual(['SET-ASIDE']);
  });

  it.each(['7', '{}', '{"target":"t","account":"a","at":"soon"}', '{"target":1,"account":"a","at":"2026"}'])(
    'makes nothing of a body like %s',
    (body) => {
      const path = join(scratch(), 'r');
      const refusals = open(path);
      refusals.refused('t', 'a');
      const text = `{"ecma-doctor":"refusal","version":1,"savedAt":"2026-01-01T00:00:00Z","body":${body}}`;
      writeFileSync(stored(path), text);
      expect(refusals.activeRefusal('t', 'a', {})).toBeUndefined();
      refusals.accepted('t', 'a');
      refusals.refused('t', 'a');
      expect(refusals.activeRefusal('t', 'a', {})).toBeDefined();
    },
  );

  it('still counts in this process when it cannot be written, and is written once it can', () => {
    const folder = join(scratch(), 'later');
    const path = join(folder, 'r');
    const refusals = open(path);
    refusals.refused('t', 'a');
    refusals.refused('t', 'b');
    refusals.accepted('t', 'b');
    expect(refusals.activeRefusal('t', 'a', {})).toBeDefined();
    expect(refusals.activeRefusal('t', 'b', {})).toBeUndefined();
    expect(heard).toEqual(['ENOENT']);
    mkdirSync(folder);
    refusals.refused('t', 'c');
    expect(heard).toEqual(['ENOENT', undefined]);
    expect(open(path).activeRefusal('t', 'a', {})).toBeDefined();
    expect(open(path).activeRefusal('t', 'b', {})).toBeUndefined();
    rmSync(path, { recursive: true });
    expect(refusals.activeRefusal('t', 'a', {})).toBeUndefined();
  });

  it('never writes over what another doctor learnt since, with what it could not write itself', () => {
    const folder = join(scratch(), 'later');
    const path = join(folder, 'r');
    const late = open(path);
    late.refused('t', 'a');
    late.accepted('t', 'a');
    now += minute;
    mkdirSync(folder);
    open(path).refused('t', 'a');
    expect(late.activeRefusal('t', 'a', {})).toEqual({ at: '2026-11-24T08:01:00.000Z' });
    late.refused('t', 'b');
    expect(open(path).activeRefusal('t', 'a', {})).toBeDefined();
  });

  it('loses none of several processes that write at the same time', async () => {
    const path = join(scratch(), 'r');
    const children = ['x', 'y', 'z'].map((name) => run('refuse.ts', [path, name, '25']));
    await Promise.all(children.map((child) => child.printed('ready')));
    for (const child of children) child.process.stdin?.write('go\n');
    await Promise.all(children.map((child) => child.ended));
    expect(children.map((child) => child.output() + child.errors())).toEqual([
      'ready\n',
      'ready\n',
      'ready\n',
    ]);
    const refusals = new RefusalStore(path, Date.now, () => undefined);
    for (const name of ['x', 'y', 'z'])
      for (let number = 0; number < 25; number += 1)
        expect(refusals.activeRefusal('ldap01:389', `${name}-${number}`, {})).toBeDefined();
    expect(readdirSync(path)).toHaveLength(75);
  });
});
