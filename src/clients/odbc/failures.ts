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
  /** Driver and server know no kind of log-in in common: nothing was checked. */
  | 'method'
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
    // Schannel's and the certificate check's own (winerror.h), which the drivers hand on.
    ...tls(0x80090322, 0x80090325, 0x80090326, 0x80090327, 0x80090328, 0x80090331, 0x80090349),
    ...tls(0x800b0101, 0x800b0109, 0x800b010a, 0x800b010c, 0x800b010f, 0x80092012, 0x80092013),
    // The driver that comes with Windows: "SSL Security error".
    18: 'tls',
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
    1251: 'method',
    2059: 'method',
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
    3134: 'method',
    28040: 'method',
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
  [/authentication method \d+ not supported|SCRAM authentication requires/i, 'method'],
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
    // Kerberos gives the same number for a name of the service that does not fit: the context is SSPI's, in every language.
    if (native === wrongPrincipal && diagnostics.some((one) => /SSPI/.test(one.text))) continue;
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
  return !['driver', 'unreached', 'tls', 'method'].includes(failure);
}

/** SEC_E_WRONG_PRINCIPAL, as a signed number. */
const wrongPrincipal = 0x80090322 | 0;

/** Drivers give Windows' numbers as signed ones. */
function tls(...codes: readonly number[]): Record<number, Failure> {
  return Object.fromEntries(codes.map((code) => [code | 0, 'tls'] as const));
}
