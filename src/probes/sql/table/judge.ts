import { type Asked, askByHand, isUnasked, unaskedVerdict } from '../../../clients/sql/ask-database.ts';
import {
  type Column,
  caseCounts,
  isBinary,
  isExotic,
  someNames,
  typeText,
} from '../../../clients/sql/columns.ts';
import { objectName, quoted, quotedObject } from '../../../clients/sql/sqlserver/names.ts';
import { object } from '../../../clients/sql/sqlserver/queries/object.ts';
import { statement } from '../../../clients/sql/sqlserver/queries/query.ts';
import type { Evidence, JudgeInput, Step, Verdict } from '../../../engine/probe.ts';
import { plural } from '../../../engine/words.ts';
import type { Settings } from '../../../settings/schema.ts';
import type { TableFacts } from './index.ts';

const expected = 'a table or a view that can be written, of plain columns';

/** `account`: the connector's login, for the commands of the database's owner. */
export function judgeTable({ facts }: JudgeInput<Settings, Asked<TableFacts>>, account: string): Verdict {
  if (isUnasked(facts)) return unaskedVerdict(facts, expected);
  const { found, columns = [] } = facts;
  if (found === undefined) return notFound(facts, account);
  const name = `${found.schema}.${found.name}`;
  const evidence = evidenceOf(facts);
  if (found.kind === 'SN')
    return fail(
      `${name} is a synonym`,
      evidence,
      'The connector retrieves columns of tables and views, and a synonym has none.',
      {
        text: 'Write in .ecmarc, and later in the connector, what it stands for',
        command: `table: ${found.standsFor ?? ''}`,
      },
    );
  if (found.kind !== 'U' && found.kind !== 'V')
    return fail(`${name} is no table or view`, evidence, `Its kind in sys.objects is ${found.kind}.`, {
      text: 'Write in .ecmarc, at the target, the name of a table or view',
    });
  if (columns.length === 0)
    return fail(`${name} shows no columns`, evidence, 'The account may not see its definition.', {
      text: 'Let it see the columns',
      command: `GRANT VIEW DEFINITION ON ${quotedObject(found)} TO ${quoted(account)};`,
      owner: 'database',
    });
  const what = `${found.kind === 'V' ? 'view' : 'table'} ${name}, ${plural(columns.length, 'column', 'columns')}`;
  const warnings = warningsOf(facts, columns);
  if (warnings.length === 0) {
    const note =
      found.kind === 'V' ? { found: 'whether this view can be written, only the write test shows' } : {};
    return { status: 'pass', message: what, expected, ...note, evidence };
  }
  return {
    status: 'warn',
    message: warnings[0]?.message ?? what,
    expected,
    found: `${what}: ${warnings.map(({ message }) => message).join('; ')}`,
    evidence,
    remedy: {
      why: warnings.map(({ why }) => why).join(' '),
      steps: warnings.map(({ step }): Step => ({ text: step, owner: 'database' })),
      links: [],
    },
  };
}

interface Warning {
  readonly message: string;
  readonly why: string;
  readonly step: string;
}

function warningsOf({ found, asked }: TableFacts, columns: readonly Column[]): Warning[] {
  const binary = columns.filter(isBinary);
  const exotic = columns.filter((one) => isExotic(one));
  const odd = columns.filter(({ name }) => /[.[]/.test(name));
  const wanted = objectName(asked, '');
  const sameName =
    wanted.name === found?.name && (wanted.schema === undefined || wanted.schema === found.schema);
  const database = asked.split('.').length > 2;
  return [
    ...(odd.length === 0
      ? []
      : [
          {
            message: `names with a dot or bracket: ${someNames(odd)}`,
            why: 'The connector host does not support attribute names with a dot or an opening bracket.',
            step: 'Leave these columns out of the mapping, or offer a view that gives them other names',
          },
        ]),
    ...(binary.length === 0
      ? []
      : [
          {
            message: `binary: ${someNames(binary)}`,
            why: 'The connector host does not support binary attributes.',
            step: 'Leave the binary columns out of the mapping, or offer a view without them',
          },
        ]),
    ...(exotic.length === 0
      ? []
      : [
          {
            message: `types without a counterpart: ${someNames(exotic)}`,
            why: 'The connector knows text, numbers, Boolean and the like.',
            step: 'Leave these columns out of the mapping, or offer a view that turns them into text',
          },
        ]),
    ...(sameName || database
      ? []
      : [
          {
            message: `it is written ${found?.schema}.${found?.name}`,
            why: caseCounts,
            step: 'Write the name in .ecmarc and in the connector exactly as the database has it',
          },
        ]),
    ...(found?.temporal === 1
      ? [
          {
            message: 'it is a history table',
            why: 'Rows of a history table are written by the server alone.',
            step: 'Use the table that this one is the history of',
          },
        ]
      : []),
  ];
}

/** Kinds of sys.objects that a person meets here. */
const kindTexts: Readonly<Record<string, string>> = { U: 'table', V: 'view', SN: 'synonym' };

function evidenceOf({ asked, found, columns = [] }: TableFacts): Evidence[] {
  return [
    { label: 'Asked for', value: asked },
    ...(found === undefined
      ? []
      : [{ label: 'Object', value: `${kindTexts[found.kind] ?? found.kind} ${found.schema}.${found.name}` }]),
    ...(found?.rows === null || found?.rows === undefined
      ? []
      : [{ label: 'Rows', value: `about ${found.rows}` }]),
    ...(found !== undefined && found.triggers + found.insteadTriggers > 0
      ? [{ label: 'Triggers', value: String(found.triggers + found.insteadTriggers) }]
      : []),
    ...columns.slice(0, 50).map((one) => ({
      label: one.name,
      value: `${typeText(one)}${one.nullable ? '' : ', not null'}${one.identity ? ', identity' : ''}${one.computed ? ', computed' : ''}${one.hasDefault ? ', has a default' : ''}`,
    })),
    ...(columns.length > 50 ? [{ label: 'More columns', value: String(columns.length - 50) }] : []),
  ];
}

function notFound({ asked, alike = [] }: TableFacts, account: string): Verdict {
  return {
    status: 'fail',
    message: `${asked} is not found`,
    expected,
    ...(alike.length === 0 ? {} : { found: `nearly so named: ${alike.join(', ')}` }),
    remedy: {
      why: 'No table or view of this name is there, or the account has no right on it at all: SQL Server does not tell these apart.',
      steps: [
        ...(alike[0] === undefined
          ? []
          : [{ text: 'If it is this one, write in .ecmarc, at the target', command: `table: ${alike[0]}` }]),
        {
          text: 'Correct table in .ecmarc: schema and name, in upper and lower case as the database has them',
        },
        {
          text: 'Or let the account use it, as someone who may',
          command: `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quotedObject(objectName(asked, ''))} TO ${quoted(account)};`,
          owner: 'database',
        },
        askByHand(statement(object, { table: quotedObject(objectName(asked, '')) })),
      ],
      links: [],
    },
  };
}

function fail(message: string, evidence: readonly Evidence[], why: string, step: Step): Verdict {
  return { status: 'fail', message, expected, evidence, remedy: { why, steps: [step], links: [] } };
}
