import { describe, expect, it } from 'vitest';
import { objectName, quoted, quotedObject } from '../../../../src/clients/sql/sqlserver/names.ts';

describe('names of tables', () => {
  it.each([
    ['Employees', '[Employees]'],
    ['dbo.Employees', '[dbo].[Employees]'],
    ['contoso.dbo.Employees', '[dbo].[Employees]'],
    ['[HR data].[My.Table]', '[HR data].[My.Table]'],
    ['"HR"."a""b"', '[HR].[a"b]'],
    ['`hr data`.`a``b`', '[hr data].[a`b]'],
    ['`x.y', '[`x].[y]'],
    ['[`x`]', '[`x`]'],
    ['[a]]b]', '[a]]b]'],
    ['x]; DROP TABLE y--', '[x]]; DROP TABLE y--]'],
    ['[x]; DROP TABLE y--', '[[x]]; DROP TABLE y--]'],
    ['dbo.[x', '[dbo].[[x]'],
    ['Contoso..Employees', '[Employees]'],
    ['Other.dbo.Employees', '[Other.dbo.Employees]'],
    ['a.b.c.d', '[a.b.c.d]'],
  ])('%s', (written, expected) => {
    expect(quotedObject(objectName(written, 'CONTOSO'))).toBe(expected);
  });

  it('always close where they opened', () => {
    for (const name of [']', ']]', '[', "'; --", 'a]b]c']) {
      const inside = quoted(name).slice(1, -1).replaceAll(']]', '');
      expect(inside).not.toContain(']');
    }
  });
});
