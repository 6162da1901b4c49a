import type { ProbeContext } from '../../clients/environment.ts';
import {
  type Asked,
  askByHand,
  count,
  flag,
  isUnasked,
  overConnection,
  tableOf,
  text,
  unaskedVerdict,
} from '../../clients/sql/ask-database.ts';
import { objectName, quoted, quotedObject } from '../../clients/sql/sqlserver/names.ts';
import { statement } from '../../clients/sql/sqlserver/queries/query.ts';
import { columnRights, procedureRight, rights } from '../../clients/sql/sqlserver/queries/rights.ts';
import type { Cell } from '../../clients/sql/tds/tds-database.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../settings/schema.ts';
import { answeredWritable } from '../common/attested.ts';
import { sqlTargetOf } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { loggedIn } from './define.ts';

const { permissions, roles } = requirement('SQL-06').values;
type Permission = (typeof permissions)[number];

/** 1 yes, 0 no, null: HAS_PERMS_BY_NAME knows no such name or right. */
type Answer = 0 | 1 | null;

export interface RightsFacts extends Facts {
  readonly table: string;
  readonly user: string;
  readonly onTable: { readonly [permission: string]: Answer };
  readonly roles: { readonly reader: Answer; readonly writer: Answer };
  /** Of so many columns so many, where the table as a whole gave 0. */
  readonly onColumns: { readonly columns: number; readonly SELECT: number; readonly UPDATE: number };
  readonly procedures: readonly {
    readonly name: string;
    readonly exists: boolean;
    readonly execute: Answer;
  }[];
}

/** The rights that export and import need, as the account itself is told them. */
export const sqlRights: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.rights',
    title: 'May read and write the table',
    levels: levels('required', 'required'),
    requirements: ['SQL-06', 'SQL-14'],
    needs: ['sql.table'],
    seconds: 20,
    attested: answeredWritable(scope),
    ...(target === undefined ? {} : { work: { collect: collect(target), judge: judgeRights } }),
  });
};

const collect = (target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<RightsFacts>(
    context,
    target,
    async (ask) => {
      const table = tableOf(target);
      const [row] = await ask(statement(rights, { table }));
      const [some] = await ask(statement(columnRights, { table }));
      const procedures = [];
      for (const name of target.procedures) {
        const procedure = quotedObject(objectName(name, target.database));
        const [given] = await ask(statement(procedureRight, { procedure }));
        const exists = given?.id !== null && given?.id !== undefined;
        procedures.push({ name, exists, execute: answer(given?.EXECUTE) });
      }
      return {
        table,
        user: text(row?.user),
        onTable: Object.fromEntries(permissions.map((one) => [one, answer(row?.[one])])),
        roles: { reader: answer(row?.reader), writer: answer(row?.writer) },
        onColumns: {
          columns: count(some?.columns),
          SELECT: count(some?.SELECT),
          UPDATE: count(some?.UPDATE),
        },
        procedures,
        usable: row !== undefined,
      };
    },
    signal,
  );

function answer(value: Cell | undefined): Answer {
  if (value === null || value === undefined) return null;
  return flag(value) ? 1 : 0;
}

export function judgeRights({ facts }: JudgeInput<Settings, Asked<RightsFacts>>): Verdict {
  const expected = `${permissions.join(', ')} on the table${'procedures' in facts && Array.isArray(facts.procedures) && facts.procedures.length > 0 ? ', EXECUTE on the procedures' : ''}`;
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  const { onTable, onColumns, procedures, table, user } = facts;
  const evidence = [
    { label: 'User in the database', value: user || 'not told' },
    ...permissions.map((one) => ({ label: one, value: words(onTable[one] ?? null) })),
    ...roles.map((role, at) => ({
      label: role,
      value: words(at === 0 ? facts.roles.reader : facts.roles.writer),
    })),
    ...procedures.map(({ name, exists, execute }) => ({
      label: `EXECUTE ${name}`,
      value: exists ? words(execute) : 'not found',
    })),
  ];
  const base = { expected, evidence };
  const fail = (message: string, why: string, ...steps: Step[]): Verdict => ({
    ...base,
    status: 'fail',
    message,
    remedy: { why, steps: [...steps, askByHand(statement(rights, { table }))], links: [] },
  });
  const gone = procedures.filter(({ exists, execute }) => !exists || execute === null);
  if (gone.length > 0)
    return fail(
      `procedure is a bad name: ${gone.map(({ name }) => name).join(', ')}`,
      'HAS_PERMS_BY_NAME answers NULL: there is no procedure of this name, or the account may not even see it.',
      { text: 'Correct procedures in .ecmarc, or create them', owner: 'database' },
      grant(
        user,
        gone.map(({ name }) => `EXECUTE ON ${quotedObject(objectName(name, ''))}`),
      ),
    );
  const closed = procedures.filter(({ execute }) => execute === 0);
  if (closed.length > 0)
    return fail(
      `may not execute ${closed.map(({ name }) => name).join(', ')}`,
      'The procedures do the work, so the account must be allowed to execute them.',
      grant(
        user,
        closed.map(({ name }) => `EXECUTE ON ${quotedObject(objectName(name, ''))}`),
      ),
    );
  const bad = permissions.filter((one) => (onTable[one] ?? null) === null);
  if (bad.length > 0)
    return fail(
      `bad name: the table gives no answer for ${bad.join(', ')}`,
      'HAS_PERMS_BY_NAME answers NULL, which means a bad name or class, not "no".',
      { text: 'Correct table in .ecmarc: schema and name as the database has them', owner: 'database' },
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
      grant(user, [`${refused.join(', ')} ON ${table}`]),
      {
        text: 'Or put it into the roles for all tables of the database',
        command: roles.map((role) => `ALTER ROLE ${role} ADD MEMBER ${quoted(user || 'ecma')};`).join('\n'),
        owner: 'database',
      },
    );
  if (byColumn.length > 0)
    return {
      ...base,
      status: 'warn',
      message: `${byColumn.join(', ')} on some columns only`,
      found: byColumn
        .map((one) => `${one}: ${someColumns(one, onColumns)} of ${onColumns.columns} columns`)
        .join('; '),
      remedy: {
        why: 'Rights were given column by column. The connector fails as soon as the mapping has another column.',
        steps: [grant(user, [`${byColumn.join(', ')} ON ${table}`])],
        links: [],
      },
    };
  if (procedures.length > 0 && procedures.length < complete)
    return {
      ...base,
      status: 'warn',
      message: `${procedures.length} of ${complete} procedures`,
      remedy: {
        why: 'Where stored procedures do the work, there are four: read, add, update and delete.',
        steps: [{ text: 'Name all four under procedures in .ecmarc, or leave the key out' }],
        links: [],
      },
    };
  return { ...base, status: 'pass', message: permissions.join(', ') };
}

function someColumns(permission: Permission, { SELECT, UPDATE }: RightsFacts['onColumns']): number {
  return permission === 'SELECT' ? SELECT : permission === 'UPDATE' ? UPDATE : 0;
}

function words(given: Answer): string {
  return given === null ? 'no answer (NULL)' : given === 1 ? 'yes' : 'no';
}

function grant(user: string, what: readonly string[]): Step {
  return {
    text: 'Have the owner of the database run',
    command: what.map((one) => `GRANT ${one} TO ${quoted(user || 'ecma')};`).join('\n'),
    owner: 'database',
  };
}
