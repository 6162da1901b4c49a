import type { EcmaProbe } from '../clients/environment.ts';
import { requirement } from '../requirements/index.ts';
import { answeredWritable } from './common/attested.ts';
import { askedOfPerson } from './common/manual.ts';
import { sqlTargetOf } from './common/target.ts';
import { baseId, type Scope } from './describe.ts';

/**
 * `engine: other` (Oracle, MySQL, PostgreSQL, DB2): the doctor speaks only SQL Server's protocol, so driver, DSN
 * and connection are looked at and the rest is asked of a person (decisions: sql.server-kind).
 */
export function forOtherEngine(probe: EcmaProbe, scope: Scope): EcmaProbe {
  const target = sqlTargetOf(scope);
  const question = questions[baseId(probe.id)];
  if (target?.engine !== 'other' || question === undefined) return probe;
  const {
    notAllowed: _allowed,
    notConfigured: _configured,
    lockout: _lockout,
    share: _share,
    asks: _asks,
    ...kept
  } = probe;
  return {
    ...kept,
    attested: answeredWritable(scope),
    ...askedOfPerson({
      message: 'not SQL Server: please check',
      expected: question,
      why: 'The doctor speaks only the protocol of SQL Server. With other databases it asks the person who knows.',
      look: [{ text: `Check in a query tool, as the connector's user: ${question}`, owner: 'database' }],
      yaml: `attest: { targetWritable: [${scope.connector?.name ?? ''}] }`,
    }),
  };
}

const engines = requirement('SQL-01').values.engines.join(', ');

const questions: Readonly<Record<string, string>> = {
  'sql.login': 'it can log in through the 64-bit ODBC driver',
  'sql.server-kind': `the engine is one of ${engines}`,
  'sql.database': 'the database is open for writing',
  'sql.table': 'the table shows its columns, none of them binary and none with a dot or bracket in its name',
  'sql.rights': 'it may read, insert, update and delete rows of the table, and execute the procedures in use',
  'sql.anchor': 'the anchor column is filled in every row and no value stands twice',
  'sql.required-columns': 'every column that must be filled and has no default will be mapped',
  'sql.delta': 'the table has a column that tells when a row last changed, if delta import is wanted',
  'sql.write': 'a test row can be inserted, changed and deleted again',
};
