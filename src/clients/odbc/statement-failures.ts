import type { Engine } from '../../settings/schema.ts';
import type { SqlProblem, StatementFailure } from '../sql/statements.ts';
import type { Diagnostic } from './protocol.ts';

/**
 * What a refused statement means, by the engine's own number first, by SQLSTATE second (each engine's list of errors;
 * ODBC Programmer's Reference, appendix A). PostgreSQL's and MariaDB's were provoked; Oracle's and DB2's are by their
 * manuals.
 */

const byNumber: Readonly<Record<Engine, Readonly<Record<number, StatementFailure>>>> = {
  sqlserver: {},
  postgresql: {},
  mysql: {
    ...all('right', 1142, 1143, 1044, 1227, 1370, 1345),
    ...all('absent', 1146, 1054, 1356, 1305),
    ...all('locked', 1205, 1213),
    ...all('stopped', 1969, 1317, 3024),
    ...all('not-null', 1048, 1364),
    ...all('value', 1062, 4025, 3819, 1526, 1452, 1451, 1406, 1264, 1292, 1366, 1265, 1411),
    ...all('policy', 1369),
    ...all('trigger', 1644),
    ...all('view', 1288, 1348, 1393, 1394, 1395, 1471),
    ...all('column', 1906, 3105),
    ...all('read-only', 1290, 1792, 1036),
    ...all('space', 1114, 1021),
  },
  oracle: {
    ...all('right', 1031),
    ...all('absent', 942, 904, 4063),
    ...all('locked', 54, 30006, 60),
    ...all('stopped', 1013),
    ...all('not-null', 1400, 1407),
    ...all('value', 1, 2290, 14400, 2291, 2292, 2091, 12899, 1438, 1722, 1830, 1861),
    ...all('policy', 28115, 1402),
    ...all('view', 1732, 1733, 1779),
    ...all('column', 32795, 54013),
    ...all('read-only', 16000, 1456, 12081),
    ...all('space', 1653, 1536, 30036),
  },
  db2: {
    ...all('right', -551, -552),
    ...all('absent', -204, -206, -575),
    ...all('locked', -913, -911),
    ...all('stopped', -952),
    ...all('not-null', -407),
    ...all('value', -803, -545, -530, -532, -433, -413, -180, -302),
    ...all('policy', -161, -20469),
    ...all('trigger', -438),
    ...all('view', -150),
    ...all('column', -798),
    ...all('read-only', -1773),
    ...all('space', -289),
  },
  other: {},
};

const byState: Readonly<Record<string, StatementFailure>> = {
  '42501': 'right',
  ...states('absent', '42P01', '42703', '42S02', '42S22', '42883', '3F000'),
  ...states('locked', '55P03', '40P01', '40001'),
  ...states('stopped', '57014', 'HYT00', 'HYT01', 'HY008'),
  '23502': 'not-null',
  ...states(
    'value',
    '23505',
    '23514',
    '23503',
    '23P01',
    '22001',
    '22003',
    '22008',
    '22007',
    '22P02',
    '23513',
    '23000',
  ),
  '44000': 'policy',
  P0001: 'trigger',
  '55000': 'view',
  '428C9': 'column',
  '25006': 'read-only',
  ...states('space', '53100', '53400'),
};

/** Drivers give one of these where the connection is gone. */
const lostStates: readonly string[] = ['08S01', '08003', '08007', '57P01', '57P02', '57P03'];

export function problemOf(engine: Engine, diagnostics: readonly Diagnostic[]): SqlProblem {
  const [first] = diagnostics;
  if (first === undefined)
    return { code: 'NO_REASON', text: 'no reason given', number: 0, sqlState: 'HY000', means: 'untold' };
  const text = first.text
    .replace(/;\s*\nError while[\s\S]*$/, '')
    .replace(/^(\[[^\]]*\]\s*)+/, '')
    .replace(/^ERROR:\s*/, '')
    .trim();
  const { state, native } = first;
  if (diagnostics.some((one) => lostStates.includes(one.state))) return { code: state, text };
  return { code: `ODBC_${state}`, text, number: native, sqlState: state, means: meaningOf(engine, first) };
}

function meaningOf(engine: Engine, { state, native, text }: Diagnostic): StatementFailure {
  // Row-level security has the SQLSTATE of a missing right.
  if (engine === 'postgresql' && /row-level security policy/.test(text)) return 'policy';
  // psqlODBC's own word for the keyword ReadOnly.
  if (engine === 'postgresql' && /^Connection is readonly/.test(text)) return 'read-only';
  const application = engine === 'oracle' && native >= 20_000 && native < 21_000;
  if (application || (engine === 'mysql' && state === '45000')) return 'trigger';
  return byNumber[engine][native] ?? byNumber[engine][-Math.abs(native)] ?? byState[state] ?? 'untold';
}

function all(means: StatementFailure, ...numbers: readonly number[]): Record<number, StatementFailure> {
  return Object.fromEntries(numbers.map((number) => [number, means]));
}

function states(means: StatementFailure, ...names: readonly string[]): Record<string, StatementFailure> {
  return Object.fromEntries(names.map((name) => [name, means]));
}
