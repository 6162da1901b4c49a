import { expect, test } from 'vitest';
import { baseId, idMatcher } from '../../src/engine/glob.ts';

test.each<[globs: string[], id: string, fits: boolean]>([
  [['ldap.*'], 'ldap.bind@Directory', true],
  [['ldap.bind'], 'ldap.bind@Directory', true],
  [['*@Directory'], 'ldap.bind@Directory', true],
  [['*@directory'], 'ldap.bind@Directory', true],
  [['LDAP.BIND'], 'ldap.bind@Directory', true],
  [['ldap.bind@Directory'], 'ldap.bind@Directory', true],
  [['ldap.bind@Other'], 'ldap.bind@Directory', false],
  [['ldap.bin'], 'ldap.bind@Directory', false],
  [['dap.bind'], 'ldap.bind', false],
  [['ldap.b?nd'], 'ldap.bind', true],
  [['ldap?bind'], 'ldap.bind', true],
  [['ldap.bin?'], 'ldap.bin', false],
  [['server.os'], 'serverxos', false],
  [['server.*'], 'server.os', true],
  [['*'], 'ldap.bind@Directory', true],
  [['*.os', 'network.*'], 'network.dns', true],
  [[], 'server.os', false],
  [[''], 'server.os', false],
  [['*@HR 2(x)'], 'sql.login@HR 2(x)', true],
  [['sql.[ab]'], 'sql.a', false],
  [['a|server.os'], 'server.os', false],
  [['sql.login@H+R'], 'sql.login@HHR', false],
])('%j and %s: %s', (globs, id, fits) => {
  expect(idMatcher(globs)(id)).toBe(fits);
});

test.each([
  ['ldap.bind@Directory', 'ldap.bind'],
  ['server.os', 'server.os'],
  ['ldap.bind@a@b', 'ldap.bind'],
])('base of %s is %s', (id, base) => {
  expect(baseId(id)).toBe(base);
});
