import { describe, expect, test } from 'vitest';
import { idleGlobs, strangeGlobs } from '../../src/doctor/idle-globs.ts';

/** A directory's checks are part of the run; a database's there are, but not here. */
const here = ['server.os', 'server.memory', 'ldap.bind@Directory', 'ldap.write@Directory'];
const anywhere = ['server.os', 'server.memory', 'ldap.bind', 'ldap.write', 'sql.login', 'sql.write'];

describe('globs that fit nothing', () => {
  test.each<[glob: string, only: 'runs' | 'told' | 'refused', skip: 'runs' | 'told' | 'refused']>([
    ['server.*', 'runs', 'runs'],
    ['LDAP.Bind', 'runs', 'runs'],
    ['*@Directory', 'runs', 'runs'],
    ['sql.*', 'told', 'runs'],
    ['sql.write', 'told', 'runs'],
    ['sever.os', 'refused', 'refused'],
    ['ldap.wirte', 'refused', 'refused'],
    ['agent.*', 'refused', 'refused'],
    ['*@HR', 'refused', 'told'],
    ['sql.write@HR', 'refused', 'told'],
    ['sql.wirte@HR', 'refused', 'refused'],
  ])('%s behind --only: %s; behind --skip: %s', (glob, only, skip) => {
    const outcome = (choice: { only: string[]; skip: string[] }) =>
      strangeGlobs(choice, here, anywhere).length > 0
        ? 'refused'
        : idleGlobs(choice, here).length > 0
          ? 'told'
          : 'runs';
    expect(outcome({ only: ['server.os', glob], skip: [] })).toBe(only);
    expect(outcome({ only: [], skip: [glob] })).toBe(skip);
  });

  test('say what was probably meant', () => {
    const lines = strangeGlobs(
      { only: ['sever.os', 'ldap.bind@Directroy', 'x.*'], skip: [] },
      here,
      anywhere,
    );
    expect(lines).toEqual([
      '--only sever.os: fits no check, did you mean server.os? (--list shows their names)',
      '--only ldap.bind@Directroy: fits no check, did you mean ldap.bind@Directory? (--list shows their names)',
      '--only x.*: fits no check (--list shows their names)',
    ]);
  });
});
