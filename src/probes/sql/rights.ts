import { defined } from '../../base/defined.ts';
import { accountOf } from '../../clients/sql/account.ts';
import type { Granted, ProcedureRight, TableRights } from '../../clients/sql/database.ts';
import { type ProcedureRole, proceduresOf } from '../../clients/sql/procedures.ts';
import { objectName } from '../../clients/sql/sqlserver/names.ts';
import type { Unasked } from '../../clients/sql/unasked.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Step, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { SqlTarget } from '../../settings/schema.ts';
import { attestedWritable } from '../common/attested.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { defineDatabaseProbe, type SqlInput } from './define.ts';
import { mappedColumns } from './mapped-columns.ts';
import { type Speech, speechOf } from './speech.ts';
import { sqlTable } from './table/facts.ts';
import { byHandOf } from './table-words.ts';

const { permissions, roles } = requirement('SQL-06').values;
type Permission = (typeof permissions)[number];

export interface RightsFacts extends Facts, TableRights {
  readonly table: string;
  readonly procedures: readonly NamedProcedure[];
  /** As `.ecmarc` has them: what the mapping reads and changes, the anchor first. */
  readonly mapped?: readonly string[];
}

type NamedProcedure = ProcedureRight & { readonly name: string; readonly role?: ProcedureRole };

export const sqlRights = factsToken<RightsFacts | Unasked>('sql', 'rights');

const onTheTable = `${permissions.join(', ')} on the table`;

/** The rights that export and import need, as the account itself is told them. */
export const sqlRightsProbe = defineDatabaseProbe(sqlRights, {
  title: 'May read and write the table',
  levels: levels('required', 'required'),
  requirements: ['SQL-06', 'SQL-14'],
  needs: [sqlTable],
  seconds: 20,
  attested: attestedWritable,
  otherEngine: 'it may read, insert, update and delete rows of the table, and execute the procedures in use',
  expected: onTheTable,
  async ask(database, { scope }) {
    const given = await database.rights();
    const procedures: NamedProcedure[] = [];
    for (const { name, role } of proceduresOf(scope.target))
      procedures.push({ name, ...defined({ role }), ...(await database.procedureRight(name)) });
    return {
      table: database.tableName,
      ...(given ?? untold),
      procedures,
      ...defined({ mapped: mappedBy(scope.target) }),
      usable: given !== undefined,
    };
  },
  judge,
});

const untold: TableRights = {
  user: '',
  onTable: {},
  roles: { reader: null, writer: null },
  onColumns: { columns: 0, SELECT: 0, UPDATE: 0 },
};

function judge({ facts, scope }: SqlInput<RightsFacts>): Verdict {
  const { engine } = scope.target;
  const say = speechOf(engine);
  const { lacking = [], idleRoles = [] } = facts;
  const { onTable, onColumns, procedures, table } = facts;
  // A right of guest would be everybody's.
  const isGuest = engine === 'sqlserver' && facts.user === 'guest';
  const user = isGuest ? accountOf(scope.target) : facts.user;
  const expected = `${onTheTable}${procedures.length > 0 ? ', EXECUTE on the procedures' : ''}`;
  const evidence = [
    { label: 'User in the database', value: facts.user || 'not told' },
    ...permissions.map((one) => ({ label: one, value: grantedText(onTable[one] ?? null) })),
    ...(engine === 'sqlserver' ? roles : []).map((role, at) => ({
      label: role,
      value: grantedText(at === 0 ? facts.roles.reader : facts.roles.writer),
    })),
    ...lacking.map(({ what }) => ({ label: 'Lacks', value: what })),
    ...procedures.map(({ name, exists, execute }) => ({
      label: `EXECUTE ${name}`,
      value: exists ? grantedText(execute) : 'not found',
    })),
  ];
  const base = { expected, evidence };
  const fail = (message: string, why: string, ...steps: Step[]): Verdict => ({
    ...base,
    status: 'fail',
    message,
    remedy: fix(
      why,
      ...(isGuest ? [ownUser(say, user)] : []),
      ...steps,
      ...byHandOf(engine, 'rights', table),
    ),
  });
  const gone = procedures.filter(({ exists, execute }) => !exists || execute === null);
  if (gone.length > 0)
    return fail(
      `procedure is a bad name: ${namesOf(gone)}`,
      engine === 'sqlserver'
        ? 'HAS_PERMS_BY_NAME answers NULL: there is no procedure of this name, or the account may not even see it.'
        : 'There is no procedure of this name, or the account may not even see it.',
      by.database('Correct procedures in .ecmarc, or create them'),
      grantExecute(say, user, gone),
    );
  const closed = procedures.filter(({ execute }) => execute === 0);
  if (closed.length > 0)
    return fail(
      `may not execute ${namesOf(closed)}`,
      'The procedures do the work, so the account must be allowed to execute them.',
      grantExecute(say, user, closed),
    );
  if (procedures.some(({ role }) => role !== undefined))
    return {
      ...base,
      expected: 'EXECUTE on the four procedures',
      status: 'pass',
      message: 'EXECUTE on read, add, update, delete',
      found: 'the stored-procedure method: rights on the table itself are not needed',
    };
  const bad = permissions.filter((one) => (onTable[one] ?? null) === null);
  if (bad.length > 0 && engine === 'sqlserver')
    return fail(
      `bad name: the table gives no answer for ${bad.join(', ')}`,
      'HAS_PERMS_BY_NAME answers NULL, which means a bad name or class, not "no".',
      by.database('Correct table in .ecmarc: schema and name as the database has them'),
    );
  const missing = permissions.filter((one) => onTable[one] === 0);
  const complete = requirement('SQL-14').values.procedures;
  if (missing.length > 0 && procedures.length >= complete)
    return {
      ...base,
      status: 'warn',
      message: 'writes through procedures only',
      found: `no ${missing.join(', ')} on the table itself, EXECUTE on ${procedures.length} procedures`,
    };
  const byColumn = missing.filter((one) => someColumns(one, onColumns) > 0);
  const refused = missing.filter((one) => !byColumn.includes(one));
  if (refused.length > 0)
    return fail(
      `may not ${refused.join(', ')}`,
      'Provisioning reads, adds, changes and deletes rows as this account.',
      grant(say, user, refused.join(', '), table),
      ...(engine === 'sqlserver'
        ? [
            by.database(
              'Or put it into the roles for all tables of the database',
              roles.map((role) => `ALTER ROLE ${role} ADD MEMBER ${say.quoted(user || 'ecma')};`).join('\n'),
            ),
          ]
        : []),
      ...(idleRoles.length === 0
        ? []
        : [
            by.database(
              'Or, where one of its roles has the right, switch that on at each log-in',
              say.switchOn(idleRoles, user),
            ),
          ]),
    );
  if (lacking.length > 0)
    return fail(
      `lacks ${lacking.map(({ what }) => what).join(', ')}`,
      'Rights on the table alone are not enough: the database asks for this one too.',
      by.database('Have the owner of the database run', lacking.map(({ command }) => command).join('\n')),
    );
  const denied = deniedOf(facts);
  if (denied.length > 0)
    return fail(
      `may not ${denied.map(({ permission, columns }) => `${permission} ${columns.join(', ')}`).join('; ')}`,
      'The table as a whole is allowed, but these columns are not (DENY, or rights given column by column), and the mapping has them.',
      by.database(
        'Have the owner of the database run',
        denied
          .map(({ permission, columns }) => {
            const names = columns.map(say.quoted).join(', ');
            // SQL Server takes the columns behind the table, the standard behind the right.
            return engine === 'sqlserver'
              ? say.grant(permission, `${table} (${names})`, user)
              : say.grant(`${permission} (${names})`, table, user);
          })
          .join('\n'),
      ),
      ...(engine === 'sqlserver'
        ? [by.database('Look whether one of its roles has a DENY: a GRANT to the account does not lift it')]
        : []),
    );
  if (byColumn.length > 0)
    return {
      ...base,
      status: 'warn',
      message: `${byColumn.join(', ')} on some columns only`,
      found: byColumn
        .map((one) => `${one}: ${someColumns(one, onColumns)} of ${onColumns.columns} columns`)
        .join('; '),
      remedy: fix(
        'Rights were given column by column. The connector fails as soon as the mapping has another column.',
        grant(say, user, byColumn.join(', '), table),
      ),
    };
  if (bad.length > 0)
    return {
      ...base,
      status: 'unknown',
      message: `not told: ${bad.join(', ')}`,
      found: 'neither the driver nor the catalogue says whether this is allowed',
      remedy: fix(
        'Only a row that is really written shows it.',
        by.database(
          'Allow the write test, or let the owner of the database answer it in .ecmarc: attest, targetWritable',
        ),
      ),
    };
  const others = closedColumns(facts);
  if (others.length > 0)
    return {
      ...base,
      status: 'warn',
      message: `not all columns: ${others.slice(0, 3).join(', ')}${others.length > 3 ? ' and more' : ''}`,
      found: `may not be read or changed, in spite of a yes for the table: ${others.join(', ')}`,
      remedy: fix(
        'The connector fails as soon as it reads or the mapping has one of these columns.',
        'Leave these columns out of the connector, or have the owner of the database allow them',
      ),
    };
  if (procedures.length > 0 && procedures.length < complete)
    return {
      ...base,
      status: 'warn',
      message: `${procedures.length} of ${complete} procedures`,
      remedy: fix(
        'Where stored procedures do the work, there are four: read, add, update and delete.',
        'Name all four under procedures in .ecmarc, or leave the key out',
      ),
    };
  return { ...base, status: 'pass', message: permissions.join(', ') };
}

/** Where the table as a whole is allowed, or other columns are: those of the mapping that are not. */
function deniedOf({
  refused,
  mapped = [],
}: RightsFacts): { permission: 'SELECT' | 'INSERT' | 'UPDATE'; columns: string[] }[] {
  return (['SELECT', 'INSERT', 'UPDATE'] as const).flatMap((permission) => {
    const columns = (refused?.[permission] ?? []).filter((name) =>
      mapped.some((one, at) => same(one, name) && (permission !== 'UPDATE' || at > 0)),
    );
    return columns.length === 0 ? [] : [{ permission, columns }];
  });
}

function closedColumns({ refused }: RightsFacts): readonly string[] {
  return [...new Set([...(refused?.SELECT ?? []), ...(refused?.UPDATE ?? []), ...(refused?.INSERT ?? [])])];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The anchor is read and never changed. */
function mappedBy(target: SqlTarget): readonly string[] | undefined {
  const { anchor } = target;
  const attributes = mappedColumns(target);
  return attributes === undefined ? undefined : [anchor ?? '', ...attributes.filter((one) => one !== anchor)];
}

function someColumns(
  permission: Permission,
  { SELECT, UPDATE, INSERT = 0 }: TableRights['onColumns'],
): number {
  const given: Readonly<Record<string, number>> = { SELECT, UPDATE, INSERT };
  return given[permission] ?? 0;
}

function grantedText(given: Granted): string {
  return given === null ? 'no answer (NULL)' : given === 1 ? 'yes' : 'no';
}

function namesOf(procedures: readonly NamedProcedure[]): string {
  return procedures.map(({ name }) => name).join(', ');
}

function grantExecute(say: Speech, user: string, procedures: readonly NamedProcedure[]): Step {
  return by.database(
    'Have the owner of the database run',
    procedures.map(({ name }) => say.grant('EXECUTE', quotedIn(say, name), user)).join('\n'),
  );
}

function quotedIn(say: Speech, written: string): string {
  const { schema, name } = objectName(written, '');
  return schema === undefined ? say.quoted(name) : `${say.quoted(schema)}.${say.quoted(name)}`;
}

function ownUser(say: Speech, account: string): Step {
  const name = say.quoted(account);
  return by.database(
    'It comes in as guest, as everybody without a user here does: give it a user of its own first',
    `CREATE USER ${name} FOR LOGIN ${name};`,
  );
}

function grant(say: Speech, user: string, what: string, table: string): Step {
  return by.database('Have the owner of the database run', say.grant(what, table, user));
}
