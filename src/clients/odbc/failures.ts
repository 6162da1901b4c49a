import type { Engine } from '../../settings/schema.ts';
import type { Diagnostic } from './protocol.ts';

/**
 * What a refused connection means, by SQLSTATE and the engine's own number (ODBC Programmer's Reference, appendix A; the
 * numbers are each engine's own). psqlODBC loses both, so that the server's English words are all that is left there.
 */
export type Failure =
  /** The driver is not there, cannot be loaded, or the file leads to none. */
  | 'driver'
  /** No answer from a database at that place. */
  | 'unreached'
  | 'tls'
  /** Name and password are not accepted: another try counts towards lock-out. */
  | 'credential'
  /** Locked, expired, not allowed to log in. */
  | 'account'
  /** This machine, or a connection without encryption, is not let in. */
  | 'address'
  /** The account is good, the database is not there or closed to it. */
  | 'database'
  | 'busy'
  /** The server, or the driver, refused, and does not say why. */
  | 'untold';

const byState: Readonly<Record<string, Failure>> = {
  IM002: 'driver',
  IM003: 'driver',
  IM004: 'driver',
  IM005: 'driver',
  IM007: 'driver',
  IM010: 'driver',
  IM012: 'driver',
  IM014: 'driver',
  HYT00: 'unreached',
  HYT01: 'unreached',
  '08S01': 'unreached',
  '28000': 'credential',
  '28P01': 'credential',
  '3D000': 'database',
  '53300': 'busy',
};

const byNumber: Readonly<Record<Engine, Readonly<Record<number, Failure>>>> = {
  sqlserver: {
    18456: 'credential',
    18450: 'credential',
    18452: 'credential',
    18470: 'account',
    18486: 'account',
    18487: 'account',
    18488: 'account',
    4060: 'database',
    4064: 'database',
    916: 'database',
    20009: 'unreached',
  },
  postgresql: {},
  mysql: {
    1045: 'credential',
    1698: 'credential',
    1044: 'database',
    1049: 'database',
    1040: 'busy',
    1203: 'busy',
    1226: 'busy',
    1129: 'address',
    1130: 'address',
    1820: 'account',
    1862: 'account',
    3118: 'account',
    3955: 'account',
    4150: 'account',
    4151: 'account',
    2002: 'unreached',
    2003: 'unreached',
    2005: 'unreached',
    2013: 'unreached',
    2026: 'tls',
    2061: 'tls',
  },
  oracle: {
    1017: 'credential',
    1045: 'database',
    12514: 'database',
    28000: 'account',
    28001: 'account',
    18: 'busy',
    20: 'busy',
    2391: 'busy',
    12154: 'unreached',
    12170: 'unreached',
    12541: 'unreached',
    12545: 'unreached',
    28860: 'tls',
  },
  db2: {
    [-30082]: 'credential',
    [-1013]: 'database',
    [-1060]: 'database',
    [-1040]: 'busy',
    [-30081]: 'unreached',
  },
  other: {},
};

/** libpq's and PostgreSQL's words; in another language they say nothing. */
const postgresWords: readonly (readonly [RegExp, Failure])[] = [
  [/password authentication failed|no password supplied/i, 'credential'],
  [/is not permitted to log in|account .* expired/i, 'account'],
  [/pg_hba\.conf/i, 'address'],
  [/database ".*" does not exist|permission denied for database|is not currently accepting/i, 'database'],
  [/too many connections|remaining connection slots|starting up|shutting down/i, 'busy'],
  [/certificate|SSL|TLS/i, 'tls'],
  [
    /Connection refused|could not translate|timeout expired|No route|unreachable|could not connect/i,
    'unreached',
  ],
];

export function failureOf(engine: Engine, diagnostics: readonly Diagnostic[]): Failure {
  for (const { state, native, text } of diagnostics) {
    const known = byNumber[engine][native] ?? byNumber[engine][Math.abs(native)];
    if (known !== undefined) return known;
    // unixODBC's own word for a library that is not there.
    if (state === '01000' && /Can't open lib/.test(text)) return 'driver';
    const words = engine === 'postgresql' ? postgresWords.find(([pattern]) => pattern.test(text)) : undefined;
    if (words !== undefined) return words[1];
  }
  for (const { state } of diagnostics) {
    const known = byState[state];
    if (known !== undefined) return known;
  }
  return diagnostics.some(({ state }) => state === '08001') && engine !== 'postgresql'
    ? 'unreached'
    : 'untold';
}

/** Did somebody who knows the account answer? Then the driver did its work. */
export function isAnswer(failure: Failure): boolean {
  return failure !== 'driver' && failure !== 'unreached' && failure !== 'tls';
}
