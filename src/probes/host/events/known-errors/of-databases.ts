import { failureOf } from '../../../../clients/odbc/failures.ts';
import type { Engine } from '../../../../settings/schema.ts';
import { by } from '../../../common/fix.ts';
import { meaningOf, numbersWithWords } from '../../../sql/login/words.ts';
import { type KnownError, rowsError, seeRow } from './known-error.ts';
import { type ErrorMarks, some } from './marks.ts';

/**
 * Errors of databases. What a number means at a login, and what an SQLSTATE or a number of another engine says, comes from the
 * tables that the rows sql.login and sql.odbc go by.
 */

const state =
  (...wanted: readonly string[]) =>
  ({ states }: ErrorMarks): boolean =>
    some(states, ...wanted);

const numbered =
  (...wanted: readonly number[]) =>
  ({ sqlServer }: ErrorMarks): boolean =>
    some(sqlServer, ...wanted);

/** Which engine's driver speaks. */
function engineOf(text: string): Engine | undefined {
  if (/\[SQL Server\]|for SQL Server\]|SqlException/.test(text)) return 'sqlserver';
  if (/\[MySQL\]|\[mysqld-|\[ma-\d|MariaDB|MySqlException/i.test(text)) return 'mysql';
  if (/\bORA-\d{5}\b/.test(text)) return 'oracle';
  if (/\bSQL\d{4,5}N\b/.test(text)) return 'db2';
  if (/psqlodbc|PostgreSQL|\bFATAL:|pg_hba|port 5432\b/i.test(text)) return 'postgresql';
  return undefined;
}

/** MySQL's ODBC driver gives its number apart from the text. */
const mysqlSentences: readonly (readonly [number, RegExp])[] = [
  [1044, /Access denied for user .* to database/i],
  [1045, /Access denied for user/i],
  [1049, /Unknown database/i],
  [1130, /Host .* is not allowed to connect/i],
  [1040, /Too many connections/i],
  [2003, /Can't connect to (?:local )?MySQL server/i],
  [2013, /Lost connection to MySQL server/i],
];

/** The engine's own number, where the text holds one. */
function nativeOf(engine: Engine, text: string): number {
  const found = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  switch (engine) {
    case 'oracle':
      return found(/\bORA-(\d{5})\b/);
    case 'db2':
      return -found(/\bSQL(\d{4,5})N\b/);
    case 'mysql':
      return (
        found(/\bERROR (\d{4})\b/) ||
        found(/\((\d{4})\)/) ||
        (mysqlSentences.find(([, sentence]) => sentence.test(text))?.[0] ?? 0)
      );
    default:
      return 0;
  }
}

/** By the table of sql.odbc: SQLSTATE, number, or PostgreSQL's words. */
function failure({ text, states }: ErrorMarks): ReturnType<typeof failureOf> | undefined {
  const engine = engineOf(text);
  if (engine === undefined && !/\bODBC\b|Odbc\w*Exception/.test(text)) return undefined;
  const native = engine === undefined ? 0 : nativeOf(engine, text);
  const [first = ''] = states;
  const told = [...states].map((one) => ({ state: one, native, text }));
  return failureOf(engine ?? 'other', told.length === 0 ? [{ state: first, native, text }] : told);
}

/** Words of SQL Server where ODBC's text has no number: 229 and 230, 4060. */
const denied =
  /\b(?:permission was denied|command denied to user|permission denied (?:for|on)|insufficient privileges?)|-Berechtigung wurde .* verweigert|\bORA-01031\b|\bSQL055[12]N\b/i;
const noDatabase =
  /Cannot open (?:user default )?database|is not able to access the database|is currently not accessible for queries|Unknown database|database "[^"]*" does not exist/i;
const duplicate = /\b(?:PRIMARY|UNIQUE) KEY\b|duplicate (?:key|entry)|\bORA-00001\b|\bSQL0803N\b/i;
const tlsTrouble = /\bSSL\b|\bTLS\b|certificate|Zertifikat|certificat/i;
const transport = /\bTCP\b|Named Pipes|Login timeout|Shared Memory/i;
/** HYT00 is both: nobody answered the login, and a statement was cut off. */
const ofStatement =
  /Query timeout|Abfragetimeout|Abfrage.*Timeout|requête.*délai|tiempo de espera de (?:la )?consulta/i;
const missing =
  /\[SQL Server\].*(?:Invalid object name|Could not find stored procedure)|\bORA-00942\b|\bSQL0204N\b|doesn't exist/i;

/** Of Oracle, whose driver has HY000 for most; MySQL's sentences. */
const oracle =
  (...wanted: readonly number[]) =>
  ({ text }: ErrorMarks): boolean =>
    engineOf(text) === 'oracle' && wanted.includes(nativeOf('oracle', text));
const mysql =
  (sentence: RegExp) =>
  ({ text }: ErrorMarks): boolean =>
    engineOf(text) === 'mysql' && sentence.test(text);

/** At a login each number has the words of the row itself. */
const loginErrors: readonly KnownError[] = numbersWithWords().flatMap((number) => {
  const known = meaningOf({ number, state: 1 }, 'sql');
  const ofDatabase = [4060, 4064, 916, 911].includes(number) || (number >= 921 && number <= 983);
  return known === undefined
    ? []
    : [
        rowsError(
          'SQL-05',
          `SQL Server: ${known.message}`,
          known.remedy.why,
          ofDatabase ? ['sql.database', 'sql.login'] : ['sql.login'],
          numbered(number),
        ),
      ];
});

export const databaseErrors: readonly KnownError[] = [
  {
    id: 'ERR-10',
    title: 'the ODBC data source was not found',
    fits: state('IM002', 'IM003', 'IM014'),
    why: 'The file DSN is not in UTF-8, or names a driver that is not there in 64 bits.',
    steps: () => [seeRow('sql.dsn'), seeRow('sql.driver')],
  },
  rowsError(
    'SQL-02',
    'the ODBC driver could not be loaded',
    'It is not installed in 64 bits, or a file of it is gone.',
    ['sql.driver', 'sql.odbc'],
    (marks) => failure(marks) === 'driver',
  ),
  ...loginErrors,
  {
    id: 'ERR-21',
    title: 'ODBC Driver 18 got no connection',
    fits: (marks) =>
      marks.text.includes('ODBC Driver 18 for SQL Server') &&
      state('08001')(marks) &&
      (tlsTrouble.test(marks.text) || !transport.test(marks.text)),
    why: 'Driver 18 encrypts unless it is told not to, and then wants a certificate that this server trusts.',
    steps: () => [seeRow('sql.dsn'), seeRow('sql.login'), seeRow('sql.reach')],
  },
  rowsError(
    'SQL-05',
    'no encrypted connection to the database',
    'The certificate of the database is not trusted here, or the two sides have no version of TLS in common.',
    ['sql.login', 'sql.dsn'],
    (marks) =>
      failure(marks) === 'tls' ||
      (state('08001', '08S01')(marks) && tlsTrouble.test(marks.text)) ||
      (marks.exceptions.has('SqlException') && /\(provider: SSL Provider/.test(marks.text)),
  ),
  {
    id: 'ERR-17',
    title: 'a column that must be filled was not',
    // 23502 says it all (ISO 9075: DB2, PostgreSQL); 23000 is any constraint (SQL Server, Oracle, MySQL).
    fits: (marks) =>
      state('23502')(marks) ||
      numbered(515)(marks) ||
      oracle(1400, 1407)(marks) ||
      // MySQL's 1364, which its driver gives apart.
      (engineOf(marks.text) === 'mysql' && /doesn't have a default value/i.test(marks.text)) ||
      (state('23000')(marks) &&
        /\bnull\b/i.test(marks.text) &&
        !/(?:PRIMARY|UNIQUE|FOREIGN) KEY|duplicate/i.test(marks.text)),
    why: 'A column of the table takes no NULL, and no mapping fills it.',
    steps: () => [
      seeRow('sql.required-columns'),
      by.entra("Map the column in the application's attribute mapping, or give it a default"),
    ],
  },
  rowsError(
    'SQL-07',
    'a row with this key was there already',
    'The anchor, or another column that must be unique, has the value in another row.',
    ['sql.anchor'],
    (marks) =>
      state('23505')(marks) ||
      numbered(2627, 2601)(marks) ||
      oracle(1)(marks) ||
      (state('23000')(marks) && duplicate.test(marks.text)),
  ),
  rowsError(
    'SQL-08',
    'a rule of the table refused the row',
    'A foreign key or a check of the table refuses the values of the mapping.',
    ['sql.write', 'sql.required-columns'],
    (marks) =>
      state('23503', '23514', '44000')(marks) ||
      numbered(547, 550)(marks) ||
      oracle(2290, 2291, 2292, 1402)(marks) ||
      (state('23000')(marks) &&
        /\b(?:FOREIGN KEY|CHECK|REFERENCE) constraint|\bORA-0229[0-2]\b/i.test(marks.text)),
  ),
  rowsError(
    'SQL-06',
    "the connector's account lacks rights in the database",
    'It may not do what was asked of it there.',
    ['sql.rights'],
    (marks) =>
      state('42501')(marks) ||
      numbered(229, 230, 297, 300)(marks) ||
      (state('42000', 'HY000', '42S02')(marks) && denied.test(marks.text)),
  ),
  rowsError(
    'SQL-04',
    'the database could not be opened',
    'The account is good, but the database is not there, not online, or closed to it.',
    ['sql.database', 'sql.login'],
    (marks) =>
      failure(marks) === 'database' ||
      (state('42000', '28000', 'HY000')(marks) && noDatabase.test(marks.text)),
  ),
  rowsError(
    'SQL-05',
    'the database refused the account',
    'Name, password or kind of login are wrong, or the account is locked, expired or not let in from here.',
    ['sql.login', 'sql.odbc'],
    (marks) => ['credential', 'account', 'address'].includes(failure(marks) ?? ''),
  ),
  rowsError(
    'SQL-05',
    'the database has no room for another connection',
    'Its limit of sessions is reached, or it is starting or stopping.',
    ['sql.login'],
    (marks) => failure(marks) === 'busy',
  ),
  rowsError(
    'SQL-07',
    'a statement of the connector took too long',
    'The database did not finish it in time: a large table without an index on the anchor, or locks of others.',
    ['sql.anchor'],
    (marks) => (state('HYT00')(marks) && ofStatement.test(marks.text)) || state('57014')(marks),
  ),
  {
    id: 'SQL-19',
    title: 'two transactions waited for each other',
    fits: (marks) =>
      state('40001', '40P01', '55P03')(marks) ||
      numbered(1205, 1222)(marks) ||
      /\bORA-00060\b|\bSQL091[13]N\b|\[SQL Server\]Lock request time ?out/i.test(marks.text) ||
      (engineOf(marks.text) === 'mysql' &&
        ([1205, 1213].includes(nativeOf('mysql', marks.text)) ||
          /Deadlock found|Lock wait timeout exceeded/i.test(marks.text))),
    why: 'The database ended the one of the connector: it and another program want the same rows. Without an index on the anchor a statement takes more locks than its own row.',
    steps: () => [
      seeRow('sql.anchor'),
      seeRow('sql.write'),
      by.database('See which other program changes this table at the same time, and whether a trigger does'),
      by.connector('Set the batch size of the export to 1 (several statements go in one transaction)'),
    ],
  },
  rowsError(
    'SQL-04',
    'the database was not reached',
    'Nothing answered at its address, or the connection was lost.',
    ['sql.reach', 'sql.odbc'],
    (marks) =>
      failure(marks) === 'unreached' ||
      (some(marks.sockets, 10_060, 10_061) &&
        /(?::|\bport )(?:1433|3306|5432|1521|50000)\b/i.test(marks.text)) ||
      // SqlException tells its provider in words, and the socket's or Windows' number.
      (marks.exceptions.has('SqlException') &&
        /\(provider: (?:TCP|Named Pipes|SQL Network)/.test(marks.text)),
  ),
  rowsError(
    'SQL-13',
    'a table or a procedure is not in the database',
    'The name in the connector is another, or its owner or schema is; what an account may not see is not there for it either.',
    ['sql.table', 'sql.rights'],
    (marks) =>
      state('42S02', '42P01')(marks) ||
      numbered(208, 2812)(marks) ||
      (state('42000', 'HY000')(marks) && missing.test(marks.text)),
  ),
  rowsError(
    'SQL-08',
    'a column is not in the table',
    'The connector or the mapping names a column that the table does not have.',
    ['sql.table', 'sql.required-columns'],
    (marks) =>
      state('42S22', '42703')(marks) ||
      numbered(207)(marks) ||
      oracle(904)(marks) ||
      mysql(/Unknown column/i)(marks),
  ),
  rowsError(
    'SQL-08',
    'a column takes no value from outside',
    'The mapping names a column that the database fills itself.',
    ['sql.required-columns', 'sql.write'],
    (marks) =>
      numbered(271, 272, 273, 544, 8102, 13_536)(marks) ||
      (/\[SQL Server\]/.test(marks.text) &&
        /explicit value for identity column|update identity column|cannot be modified because it is .* computed/i.test(
          marks.text,
        )),
  ),
  rowsError(
    'SQL-08',
    'a value does not fit its column',
    'It is too long for the column, or of another type.',
    ['sql.write', 'sql.required-columns'],
    (marks) =>
      state('22001', '22003', '22007', '22008', '22018', '22026')(marks) ||
      numbered(8152, 2628, 245, 8114, 241, 242, 8115)(marks) ||
      oracle(12_899, 1438, 1722, 1843, 1861)(marks) ||
      mysql(/Data too long for column|Out of range value|Incorrect \w+ value/i)(marks),
  ),
  rowsError(
    'SQL-06',
    'the database takes no changes',
    'It is read-only, a readable copy, or full.',
    ['sql.write', 'sql.dsn'],
    (marks) =>
      state('25006')(marks) ||
      numbered(3906, 3908, 1105, 9002)(marks) ||
      oracle(16_000, 1653, 1654)(marks) ||
      /\[SQL Server\].*(?:because the database is read-only|transaction log for database .* is full)/i.test(
        marks.text,
      ),
  ),
  rowsError(
    'SQL-03',
    'the DSN or the connection string has a fault',
    'The driver does not take a keyword or a value of it.',
    ['sql.dsn'],
    state('01S00', 'IM012', 'IM010'),
  ),
  rowsError(
    'SQL-05',
    'no Windows login to the database came about',
    'Kerberos and NTLM both failed: the name of the server has no SPN, clocks differ, or the account may not.',
    ['sql.login', 'server.ntlm', 'server.clock'],
    ({ text }) => /Cannot generate SSPI context|SSPI-Kontext/i.test(text),
  ),
];
