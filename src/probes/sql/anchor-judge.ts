import type { Evidence, JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import type { Settings } from '../../settings/schema.ts';
import type { AnchorFacts, Counted } from './anchor.ts';
import { type Asked, askByHand, isUnasked, unaskedVerdict } from './catalogue.ts';
import { type Column, isBinary, isExotic, typeText } from './column.ts';
import { sqlProblemText } from './database.ts';
import { guards, leads } from './index-list.ts';
import { quoted } from './names.ts';
import { indexes as indexList } from './queries/indexes.ts';
import { statement } from './queries/query.ts';

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
      `${rows - filled} rows without ${column.name}`,
      `${scope}, ${rows - filled} have no anchor: these people cannot be told apart.`,
      {
        text: 'Fill the column in every row, then forbid that it is left out',
        owner: 'database',
      },
    );
  if (different < filled)
    return fail(
      `${filled - different} values stand twice`,
      `${scope}, ${filled - different} repeat a value of another row.`,
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

/** What the catalogue does not forbid: warnings, for Microsoft's own sample has both. */
function byCatalogue(
  { indexes, table }: AnchorFacts,
  column: Column,
): (Finding & { readonly found: string }) | undefined {
  const guarded = indexes.some((one) => guards(one, column.name));
  if (!column.nullable && guarded) return undefined;
  const led = indexes.some((one) => leads(one, column.name));
  const parts = [
    ...(column.nullable ? ['may be left empty'] : []),
    ...(guarded ? [] : ['nothing forbids duplicates']),
    ...(led || guarded ? [] : ['no index finds it']),
  ];
  return {
    status: 'warn',
    message: `${column.name}: ${parts.join(', ')}`,
    found: parts.join(', '),
    remedy: {
      why: 'It works as long as everybody who writes into the table takes care.',
      steps: [
        ...(guarded
          ? []
          : [
              {
                text: 'Add a unique index',
                command: `CREATE UNIQUE INDEX ${quoted(`UX_${column.name}`)} ON ${table} (${quoted(column.name)});`,
                owner: 'database',
              } as const,
            ]),
        ...(column.nullable
          ? [
              {
                text: 'Forbid that it is left empty',
                command: `ALTER TABLE ${table} ALTER COLUMN ${quoted(column.name)} ${typeText(column)} NOT NULL;`,
                owner: 'database',
              } as const,
            ]
          : []),
        askByHand(statement(indexList, { table })),
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
