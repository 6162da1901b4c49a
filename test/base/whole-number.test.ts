import { expect, it } from 'vitest';
import { portNumberOf, wholeNumberIn, wholeNumberOf } from '../../src/base/whole-number.ts';
import { numberOf } from '../../src/clients/odbc/dialects/dialect.ts';
import { leadsTo } from '../../src/clients/odbc/keywords.ts';
import { whereabouts } from '../../src/clients/odbc/whereabouts.ts';
import { count, NoAnswer, wholeNumber } from '../../src/clients/sql/statements.ts';
import { parseServer } from '../../src/probes/sql/dsn/server-names.ts';

it.each(['{"n":1e999}', '{"n":-1}', '{"n":0.5}', '{"n":"7"}', '{"n":null}', '{}', '{"n":9007199254740993}'])(
  'no count: %s',
  (json) => {
    expect(wholeNumberIn((JSON.parse(json) as { n?: unknown }).n)).toBeUndefined();
  },
);

it('whole numbers within the bounds are counts', () => {
  expect([0, 7, 2 ** 53 - 1].map((one) => wholeNumberIn(one))).toEqual([0, 7, 2 ** 53 - 1]);
  expect([99, 100, 999, 1000].map((one) => wholeNumberIn(one, 100, 999))).toEqual([
    undefined,
    100,
    999,
    undefined,
  ]);
});

/** Judged, each of these would be taken for "none found". */
it.each(['-1', '-5', '0.5', 'NaN', '1e999', 'many', Number.NaN, Number.POSITIVE_INFINITY, -1, 1.5])(
  'a database that says %s where a count belongs has given no answer',
  (value) => {
    expect(() => count(value)).toThrow(NoAnswer);
    if (Number(value) !== -1 && Number(value) !== -5) expect(() => wholeNumber(value)).toThrow(NoAnswer);
    if (typeof value === 'string' && !value.startsWith('-')) expect(() => numberOf(value)).toThrow(NoAnswer);
  },
);

it('what databases really say is read', () => {
  expect([null, undefined, 3, '42', '3.00', true].map((one) => count(one))).toEqual([0, 0, 3, 42, 3, 1]);
  expect(count(-1, -1)).toBe(-1);
  expect([null, '', ' 7 ', '-127', '5.'].map((one) => numberOf(one))).toEqual([0, 0, 7, -127, 5]);
});

/** Each of these is a number to JavaScript, a tool or a person's eye. */
it.each([
  '0x599',
  '1e3',
  '1e999',
  '-1433',
  '1433.0',
  '',
  ' ',
  'NaN',
  'Infinity',
  '１４３３',
  '1433x',
  '9'.repeat(400),
])('no port, and no number of a text: %j', (text) => {
  expect(wholeNumberOf(text)).toBeUndefined();
  expect(portNumberOf(text)).toBeUndefined();
  expect(whereabouts({ port: text })).toEqual({});
  expect(leadsTo({ SERVER: `h,${text}` }, 'sqlserver')).toEqual({ server: 'h', database: '' });
  expect(leadsTo({ SERVER: 'h', PORT: text }, 'postgresql')).toEqual({ server: 'h', database: '' });
  // None that anybody named.
  expect(parseServer(`h,${text}`, undefined, 'self').port).toBe(0);
});

it.each(['0', '65536', '99999999999'])('no port: %s', (text) => {
  expect(portNumberOf(text)).toBeUndefined();
  expect(parseServer(`h,${text}`, undefined, 'self').port).toBe(0);
});

it('a port is read with the blanks and zeros that people write', () => {
  expect([' 1433 ', '01433', '1', '65535'].map(portNumberOf)).toEqual([1433, 1433, 1, 65_535]);
});
