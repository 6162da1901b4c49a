import { describe, expect, it } from 'vitest';
import { allowedBy } from '../../../../src/clients/sql/sqlserver/row-values.ts';

describe('CHECK constraints', () => {
  it.each([
    ["([a]='x' OR [a]='y')", 'x'],
    ["([a]=N'it''s')", "it's"],
    ['([a]=(5))', 5],
    ['([a]>=(18))', 18],
    ['([a]>(0))', 1],
    ['([a]<(10))', 9],
    ['(len([a])>(3))', undefined],
    ["([b]='x')", undefined],
  ])('%s', (definition, value) => {
    expect(allowedBy([{ name: 'CK', column: '', definition }], 'a')).toBe(value);
  });
});
