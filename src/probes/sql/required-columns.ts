import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import {
  type Asked,
  askByHand,
  isUnasked,
  overConnection,
  tableOf,
  text,
  unaskedVerdict,
} from '../../clients/sql/ask-database.ts';
import {
  type Column,
  caseCounts,
  columnNamed,
  mustBeGiven,
  readColumn,
  someNames,
  typeText,
} from '../../clients/sql/columns.ts';
import { columns } from '../../clients/sql/sqlserver/queries/columns.ts';
import { object } from '../../clients/sql/sqlserver/queries/object.ts';
import { statement } from '../../clients/sql/sqlserver/queries/query.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings, SqlTarget } from '../../settings/schema.ts';
import { sqlTargetOf } from '../common/target.ts';
import type { MakeProbe } from '../describe.ts';
import { loggedIn } from './define.ts';

export interface RequiredColumnsFacts extends Facts {
  readonly table: string;
  readonly kind: string;
  readonly columns: readonly Column[];
  /** As `.ecmarc` has them; absent when it does not say. */
  readonly attributes?: readonly string[];
  readonly anchor?: string;
}

/** Columns that a new row cannot do without: NOT NULL, no default, not filled by the server. */
export const sqlRequiredColumns: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return loggedIn(scope, {
    id: 'sql.required-columns',
    title: 'Mandatory columns are mapped',
    levels: levels('required', 'required'),
    requirements: ['SQL-08'],
    needs: ['sql.table'],
    seconds: 20,
    ...(target === undefined ? {} : { work: { collect: collect(target), judge: judgeRequired } }),
  });
};

const collect = (target: SqlTarget) => (context: ProbeContext, signal: AbortSignal) =>
  overConnection<RequiredColumnsFacts>(
    context,
    target,
    async (ask) => {
      const table = tableOf(target);
      const [row] = await ask(statement(object, { table }));
      const list = (await ask(statement(columns, { table }))).map(readColumn);
      return {
        table,
        kind: text(row?.kind),
        columns: list,
        ...defined({ attributes: target.attributes, anchor: target.anchor }),
        usable: list.length > 0,
      };
    },
    signal,
  );

export function judgeRequired({ facts }: JudgeInput<Settings, Asked<RequiredColumnsFacts>>): Verdict {
  const expected = 'every column that must be filled is mapped';
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  const verdict = compared(facts, expected);
  const { columns: all, attributes = [] } = facts;
  const others = attributes.flatMap((name) => {
    const column = columnNamed(all, name);
    return column === undefined || column.name === name ? [] : [column.name];
  });
  if (verdict.status !== 'pass' || others.length === 0) return verdict;
  return {
    ...verdict,
    status: 'warn',
    message: `written in another case: ${others.join(', ')}`,
    found: verdict.message,
    remedy: {
      why: caseCounts,
      steps: [{ text: `Write in .ecmarc and in the connector, as the database does: ${others.join(', ')}` }],
      links: [],
    },
  };
}

function compared(facts: RequiredColumnsFacts, expected: string): Verdict {
  const { columns: all, attributes, anchor, kind } = facts;
  const must = all.filter(mustBeGiven);
  const mapped = [...(attributes ?? []), ...(anchor === undefined ? [] : [anchor])];
  const isMapped = (column: Column) => mapped.some((name) => columnNamed([column], name) !== undefined);
  const evidence = must.map((one) => ({
    label: one.name,
    value: `${typeText(one)}, not null, no default${attributes === undefined ? '' : isMapped(one) ? ', mapped' : ', not mapped'}`,
  }));
  const base = { expected, evidence };
  const unknownNames = (attributes ?? []).filter((name) => columnNamed(all, name) === undefined);
  if (unknownNames.length > 0)
    return {
      ...base,
      status: 'fail',
      message: `no such column: ${unknownNames.join(', ')}`,
      found: `the table has: ${all
        .map(({ name }) => name)
        .slice(0, 40)
        .join(', ')}`,
      remedy: {
        why: 'What the mapping fills must be a column of the table.',
        steps: [{ text: 'Correct attributes in .ecmarc, or add the column', owner: 'database' }],
        links: [],
      },
    };
  if (must.length === 0) return { ...base, status: 'pass', message: 'none must be filled' };
  if (kind === 'V')
    return {
      ...base,
      status: 'pass',
      message: `of the view: ${someNames(must)}`,
      found:
        'columns of the tables below that the view does not show may be mandatory too; the write test would tell',
    };
  if (attributes === undefined)
    return {
      ...base,
      status: 'pass',
      message: `to be mapped: ${someNames(must)}`,
      found: 'attributes is not set in .ecmarc, so nothing was compared',
    };
  const missing = must.filter((one) => !isMapped(one));
  if (missing.length === 0)
    return { ...base, status: 'pass', message: `${must.length} mandatory, all mapped` };
  const names = missing.map(({ name }) => name);
  return {
    ...base,
    status: 'fail',
    message: `not mapped: ${names.join(', ')}`,
    remedy: {
      why: 'A new row without these fails with "cannot insert the value NULL" (23000).',
      steps: [
        {
          text: `Map them in the portal, and add them to attributes in .ecmarc: ${names.join(', ')}`,
          owner: 'entra',
        },
        { text: 'Or give them a default, or allow NULL', owner: 'database' },
        askByHand(statement(columns, { table: facts.table })),
      ],
      links: [],
    },
  };
}
