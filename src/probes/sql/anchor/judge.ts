import { type Asked, askByHand, isUnasked, unaskedVerdict } from '../../../clients/sql/ask-database.ts';
import { type Column, caseCounts, isBinary, isExotic, typeText } from '../../../clients/sql/columns.ts';
import { guards, leads } from '../../../clients/sql/indexes.ts';
import { quoted } from '../../../clients/sql/sqlserver/names.ts';
import { indexes as indexList } from '../../../clients/sql/sqlserver/queries/indexes.ts';
import { statement } from '../../../clients/sql/sqlserver/queries/query.ts';
import { sqlProblemText } from '../../../clients/sql/tds/tds-database.ts';
import type { Evidence, JudgeInput, Step, Verdict } from '../../../engine/probe.ts';
import { plural } from '../../../engine/words.ts';
import type { Settings } from '../../../settings/schema.ts';
import type { AnchorFacts, Counted } from './index.ts';

const expected = 'one column, filled in every row, no value twice';
type Finding = Omit<Verdict, 'expected' | 'evidence'>;

export function judgeAnchor({ facts }: JudgeInput<Settings, Asked<AnchorFacts>>): Verdict {
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  return { expected, evidence: evidenceOf(facts), ...finding(facts) };
}

function finding(facts: AnchorFacts): Finding {
  const { anchor, column, counted } = facts;
  if (column === undefined)
    return fail(
      `no column ${anchor}`,
      `The table has no column of this name${anchor.includes(',') ? ', and an anchor of several columns is not supported' : ''}.`,
      {
        text: 'Correct anchor in .ecmarc: one column of the table',
      },
    );
  if (column.base === 'bit' || isBinary(column) || isExotic(column))
    return fail(
      `${column.name} is ${typeText(column)}`,
      'An anchor cannot be Boolean, binary or of a type without a counterpart.',
      {
        text: 'Choose another column, or add one with numbers or text',
        owner: 'database',
      },
    );
  const found = counted === undefined ? undefined : counts(column, counted);
  if (found?.status === 'fail') return found;
  const warning = byCatalogue(facts, column);
  if (warning !== undefined)
    return { ...warning, found: [warning.found, found?.found].filter((one) => one !== undefined).join('; ') };
  return (
    found ?? {
      status: 'pass',
      message: `${column.name}, unique by index`,
      found: 'by the catalogue: no row was read',
    }
  );
}

function counts(column: Column, counted: Counted): Finding | undefined {
  if ('problem' in counted) {
    return {
      status: 'unknown',
      message: 'could not be counted',
      found:
        counted.problem.number === 1222
          ? 'somebody holds a lock on the table (1222)'
          : sqlProblemText(counted.problem),
    };
  }
  const { rows, filled, different, limit } = counted;
  const scope = rows >= limit ? `of the first ${limit} rows read` : `of ${rows} rows read`;
  if (rows === 0)
    return {
      status: 'pass',
      message: `${column.name}, the table is empty`,
      found: 'an empty table cannot show duplicates yet',
    };
  if (filled < rows)
    return fail(
      `${plural(rows - filled, 'row', 'rows')} without ${column.name}`,
      `Without an anchor the connector cannot tell people apart (${scope}).`,
      {
        text: 'Fill the column in every row, then forbid that it is left out',
        owner: 'database',
      },
    );
  if (different < filled)
    return fail(
      filled - different === 1 ? '1 value stands twice' : `${filled - different} values stand twice`,
      `The connector takes rows with the same anchor for one person (${scope}).`,
      {
        text: 'Make the values unique, or choose another column as the anchor',
        owner: 'database',
      },
    );
  return {
    status: 'pass',
    message: `${column.name}, no duplicates found`,
    found: `${scope}, all filled and different`,
  };
}

/** Neither an index nor NOT NULL can be given to a view. */
const belowView: Step = {
  text: 'Have the table below the view forbid it: a unique index on this column, which may not be left empty',
  owner: 'database',
};

/** What the catalogue does not forbid: warnings, for Microsoft's own sample has both. */
function byCatalogue(
  { anchor, indexes, table, view }: AnchorFacts,
  column: Column,
): (Finding & { readonly found: string }) | undefined {
  const guarded = indexes.some((one) => guards(one, column.name));
  const otherCase = column.name !== anchor;
  if (!column.nullable && guarded && !otherCase) return undefined;
  const led = indexes.some((one) => leads(one, column.name));
  const parts = [
    ...(column.nullable ? ['may be left empty'] : []),
    ...(guarded ? [] : ['nothing forbids duplicates']),
    ...(led || guarded ? [] : ['no index finds it']),
    ...(otherCase ? [`${anchor} in .ecmarc`] : []),
  ];
  const brief = [
    ...(column.nullable ? ['nullable'] : []),
    ...(guarded ? [] : ['not unique']),
    ...(led || guarded ? [] : ['no index']),
    ...(otherCase ? [`${anchor} in .ecmarc`] : []),
  ];
  return {
    status: 'warn',
    message: `${column.name}: ${brief.join(', ')}`,
    found: parts.join(', '),
    remedy: {
      why: [
        ...(column.nullable || !guarded
          ? ['It works as long as everybody who writes into the table takes care.']
          : []),
        ...(otherCase ? [caseCounts] : []),
      ].join(' '),
      steps: [
        ...(otherCase ? [{ text: `Write ${column.name} in .ecmarc and in the connector` }] : []),
        ...(view ? [belowView] : []),
        ...(guarded || view
          ? []
          : [
              {
                text: 'Add a unique index',
                command: `CREATE UNIQUE INDEX ${quoted(`UX_${column.name}`)} ON ${table} (${quoted(column.name)});`,
                owner: 'database',
              } as const,
            ]),
        ...(column.nullable && !view
          ? [
              {
                text: 'Forbid that it is left empty',
                command: `ALTER TABLE ${table} ALTER COLUMN ${quoted(column.name)} ${typeText(column)} NOT NULL;`,
                owner: 'database',
              } as const,
            ]
          : []),
        ...(guarded ? [] : [askByHand(statement(indexList, { table }))]),
      ],
      links: [],
    },
  };
}

function fail(message: string, why: string, step: Step): Finding {
  return { status: 'fail', message, remedy: { why, steps: [step], links: [] } };
}

function evidenceOf({ column, indexes, counted, rows }: AnchorFacts): Evidence[] {
  const said = (one: AnchorFacts['indexes'][number]) =>
    `${one.columns.join(', ')}${one.primary ? ', primary key' : one.unique ? ', unique' : ''}${one.filtered ? ', filtered' : ''}${one.disabled ? ', disabled' : ''}`;
  return [
    ...(column === undefined
      ? []
      : [
          {
            label: 'Column',
            value: `${column.name} ${typeText(column)}${column.nullable ? '' : ', not null'}`,
          },
        ]),
    ...indexes.slice(0, 10).map((one) => ({ label: `Index ${one.name}`, value: said(one) })),
    ...(rows === null ? [] : [{ label: 'Rows', value: `about ${rows}` }]),
    {
      label: 'Settled by',
      value:
        counted === undefined
          ? 'the catalogue alone'
          : 'problem' in counted
            ? 'nothing'
            : `counting ${counted.rows} rows (at most ${counted.limit})`,
    },
  ];
}
