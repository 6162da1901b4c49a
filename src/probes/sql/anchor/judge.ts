import { plural } from '../../../base/phrases.ts';
import { type Column, isBinary, isExotic, typeText } from '../../../clients/sql/columns.ts';
import type { ValueCounts } from '../../../clients/sql/database.ts';
import { guards, type Index, leads } from '../../../clients/sql/indexes.ts';
import { indexes as indexQuery } from '../../../clients/sql/sqlserver/queries/indexes.ts';
import { problemNumber, type SqlProblem, sqlProblemText } from '../../../clients/sql/statements.ts';
import type { Evidence, Step, Verdict } from '../../../engine/probe.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { SqlInput } from '../define.ts';
import { speechOf } from '../speech.ts';
import { byHandOf, caseCounts } from '../table-words.ts';
import type { VerdictCore } from '../verdicts.ts';
import type { AnchorFacts } from './facts.ts';

export const expected = 'one column, filled in every row, no value twice';

export function judgeAnchor({ facts }: SqlInput<AnchorFacts>): Verdict {
  return { expected, evidence: evidenceOf(facts), ...verdictOn(facts) };
}

function verdictOn(facts: AnchorFacts): VerdictCore {
  const { anchor, column, counted, hidesRows = false } = facts;
  if (facts.byProcedures)
    return {
      status: 'unknown',
      message: 'its rows come from a procedure',
      found: 'the table is not shown to this account, and the doctor runs no procedure',
      remedy: fix(
        `Whether ${anchor} is filled and different in every row, only who owns the table can see.`,
        by.database(`Look whether a unique index guards ${anchor}, then waive this row in .ecmarc`),
      ),
    };
  if (column === undefined)
    return fail(
      `no column ${anchor}`,
      `The table has no column of this name${anchor.includes(',') ? ', and an anchor of several columns is not supported' : ''}.`,
      { text: 'Correct anchor in .ecmarc: one column of the table' },
    );
  if (column.base === 'bit' || isBinary(column) || isExotic(column))
    return fail(
      `${column.name} is ${typeText(column)}`,
      'An anchor cannot be Boolean, binary or of a type without a counterpart.',
      by.database('Choose another column, or add one with numbers or text'),
    );
  const byCounting = counted && byCounts(column, counted, hidesRows);
  if (/^(timestamp|rowversion)$/.test(column.base))
    return fail(
      `${column.name} is ${typeText(column)}`,
      'A rowversion changes with each change of the row; an anchor must stay what it is.',
      by.database('Choose another column, or add one with numbers or text'),
    );
  if (byCounting !== undefined && (byCounting.status === 'fail' || byCounting.status === 'unknown'))
    return byCounting;
  const warning = byCatalogue(facts, column);
  if (warning !== undefined)
    return {
      ...warning,
      found: [warning.found, byCounting?.found].filter((one) => one !== undefined).join('; '),
    };
  return (
    byCounting ?? {
      status: 'pass',
      message: `${column.name}, unique by index`,
      found: 'by the catalogue: no row was read',
    }
  );
}

function byCounts(column: Column, counted: ValueCounts, hidden: boolean): VerdictCore {
  if ('problem' in counted) return uncounted(column, counted.problem);
  const { rows, filled, different, limit } = counted;
  const read = rows >= limit ? `of the first ${limit} rows read` : `of ${rows} rows read`;
  if (rows === 0 && !hidden)
    return {
      status: 'pass',
      message: `${column.name}, the table is empty`,
      found: 'an empty table cannot show duplicates yet',
    };
  if (filled < rows)
    return fail(
      `${plural(rows - filled, 'row', 'rows')} without ${column.name}`,
      `Without an anchor the connector cannot tell people apart (${read}).`,
      by.database('Fill the column in every row, then forbid that it is left out'),
    );
  if (different < filled)
    return fail(
      filled - different === 1 ? '1 value stands twice' : `${filled - different} values stand twice`,
      `The connector takes rows with the same anchor for one person (${read}).`,
      by.database('Make the values unique, or choose another column as the anchor'),
    );
  if (hidden)
    return {
      status: 'unknown',
      message: 'row-level security hides rows',
      found: `of the ${rows} rows that it may see nothing is wrong; of the others nothing is known`,
      remedy: fix(
        'Rows that the policy hides from the account cannot be counted by it.',
        by.database('Let the policy show all rows to the account of the connector'),
      ),
    };
  return {
    status: 'pass',
    message: `${column.name}, no duplicates found`,
    found: `${read}, all filled and different`,
  };
}

/** An object below a view that is gone, or columns of it. */
const broken: readonly number[] = [207, 208, 4413, 4502];

function uncounted({ name }: Column, problem: SqlProblem): VerdictCore {
  const found =
    problem.number === 1222 || problem.means === 'locked'
      ? `somebody holds a lock on the table (${problemNumber(problem)})`
      : sqlProblemText(problem);
  if (problem.means === 'absent' || (problem.number !== undefined && broken.includes(problem.number)))
    return {
      status: 'fail',
      message: `cannot be selected from (${problemNumber(problem)})`,
      found,
      remedy: fix(
        'The catalogue shows the column, but the server refuses a query: what lies below it is gone or changed.',
        by.database('Repair the view, or name another table in .ecmarc'),
      ),
    };
  return {
    status: 'unknown',
    message: 'could not be counted',
    found,
    remedy: fix(
      `Whether ${name} is filled and different in every row is not settled: the question had no answer.`,
      by.database('Wait until others are done, or let the account read the column'),
      pressR,
    ),
  };
}

/** Neither an index nor NOT NULL can be given to a view. */
const belowView = by.database(
  'Have the table below the view forbid it: a unique index on this column, which may not be left empty',
);

/** What the catalogue does not forbid: warnings, for Microsoft's own sample has both (decisions: sql.anchor). */
function byCatalogue(
  { anchor, indexes, table, view = false, engine = 'sqlserver' }: AnchorFacts,
  column: Column,
): VerdictCore | undefined {
  const { name, nullable } = column;
  const guarded = indexes.some((one) => guards(one, name));
  const otherCase = name !== anchor;
  if (!nullable && guarded && !otherCase) return undefined;
  const led = guarded || indexes.some((one) => leads(one, name));
  const lacks = [
    ...(nullable ? [{ brief: 'nullable', full: 'may be left empty' }] : []),
    ...(guarded ? [] : [{ brief: 'not unique', full: 'nothing forbids duplicates' }]),
    ...(led ? [] : [{ brief: 'no index', full: 'no index finds it' }]),
    ...(otherCase ? [{ brief: `${anchor} in .ecmarc`, full: `${anchor} in .ecmarc` }] : []),
  ];
  const why = [
    ...(nullable || !guarded ? ['It works as long as everybody who writes into the table takes care.'] : []),
    ...(otherCase ? [caseCounts] : []),
  ];
  const say = speechOf(engine);
  const unique = by.database(
    'Add a unique index',
    `CREATE UNIQUE INDEX ${say.quoted(`UX_${name}`)} ON ${table} (${say.quoted(name)});`,
  );
  const notNull = by.database('Forbid that it is left empty', say.notNull(table, column));
  return {
    status: 'warn',
    message: `${name}: ${lacks.map(({ brief }) => brief).join(', ')}`,
    found: lacks.map(({ full }) => full).join(', '),
    remedy: fix(
      why.join(' '),
      ...(otherCase ? [`Write ${name} in .ecmarc and in the connector`] : []),
      ...(view ? [belowView] : []),
      ...(guarded || view ? [] : [unique]),
      ...(nullable && !view ? [notNull] : []),
      ...(guarded ? [] : byHandOf(engine, indexQuery, { table })),
    ),
  };
}

function fail(message: string, why: string, step: Step): VerdictCore {
  return { status: 'fail', message, remedy: fix(why, step) };
}

function evidenceOf({ column, indexes, counted, rows }: AnchorFacts): Evidence[] {
  const settledBy =
    counted === undefined
      ? 'the catalogue alone'
      : 'problem' in counted
        ? 'nothing'
        : `counting ${counted.rows} rows (at most ${counted.limit})`;
  return [
    ...evidence({
      Column: column && `${column.name} ${typeText(column)}${column.nullable ? '' : ', not null'}`,
    }),
    ...indexes.slice(0, 10).map((one) => ({ label: `Index ${one.name}`, value: indexText(one) })),
    ...evidence({ Rows: rows === null ? undefined : `about ${rows}`, 'Settled by': settledBy }),
  ];
}

function indexText({ columns, primary, unique, filtered, disabled }: Index): string {
  return `${columns.join(', ')}${primary ? ', primary key' : unique ? ', unique' : ''}${filtered ? ', filtered' : ''}${disabled ? ', disabled' : ''}`;
}
