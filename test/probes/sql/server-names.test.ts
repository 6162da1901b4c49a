import { describe, expect, it } from 'vitest';
import { parseServer, sameServer } from '../../../src/probes/sql/dsn/server-names.ts';

describe('servers', () => {
  const self = 'HOST1';
  it.each([
    ['tcp:sql01,1433', 'sql01', true],
    ['SQL01', 'sql01.contoso.example', true],
    ['sql01.contoso.example', 'sql01', true],
    ['sql01.contoso.example.', 'sql01.contoso.example', true],
    ['.', 'host1', true],
    ['(local)', 'localhost', true],
    ['sql01,1434', 'sql01', false],
    ['sql01\\HR', 'sql01', false],
    ['sql01\\HR', 'SQL01\\hr', true],
    ['sql01\\HR,5000', 'sql01,5000', false],
    ['sql1', 'sql10', false],
    ['sql01.a.example', 'sql01.b.example', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameServer(parseServer(a, undefined, self), parseServer(b, undefined, self))).toBe(same);
  });

  it('are followed through an alias', () => {
    const alias = parseServer('PAYROLL', 'DBMSSOCN,sql01.contoso.example,1433', self);
    expect(sameServer(alias, parseServer('sql01', undefined, self))).toBe(true);
  });
});
