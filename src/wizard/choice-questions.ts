import type { ValueCounts } from '../clients/sql/database.ts';
import { isDn } from '../probes/ldap/anchor.ts';
import { type AnchorCandidate, gradeOf } from '../probes/offers/sql-anchors.ts';
import { type Answers, connectorName, engineOf, tableText } from './draft.ts';
import { needsDsn } from './log-ins.ts';
import type { Offers } from './offers.ts';
import type { Choice, Mark, WizardQuestion } from './view.ts';

/** What one of the questions says of itself; the rest is the same for all. */
export type Asked = Pick<WizardQuestion, 'label' | 'hint'> & Partial<WizardQuestion>;

/** Questions with something to choose from, which the target gave. */

export function usersQuestion({ containers }: Offers): Asked {
  const choices = (containers?.list ?? []).map(
    ({ dn, users, classes }): Choice => ({
      value: dn,
      text: dn,
      cells: [number(users), classes[0]?.name ?? ''],
    }),
  );
  return {
    label: 'Users in',
    hint: 'letters narrow the list; not in it: type the whole DN',
    input: 'search',
    placeholder: '',
    choices,
    columns: ['container', 'users', 'class'],
    count: containers === undefined ? '' : `${choices.length}${containers.more ? ' or more' : ''} containers`,
    enter: 'try it',
  };
}

export function classQuestion(current: Answers, { containers }: Offers): Asked {
  const here = containers?.list.find(({ dn }) => dn === current.users)?.classes ?? [];
  const everywhere = (containers?.list ?? []).flatMap(({ classes }) => classes);
  const counts = new Map<string, number>();
  for (const { name, users } of here.length > 0 ? here : everywhere)
    counts.set(name, (counts.get(name) ?? 0) + users);
  if (!counts.has('inetOrgPerson')) counts.set('inetOrgPerson', 0);
  return {
    label: 'Class',
    hint: 'object class of users; not in the list: type its name',
    input: 'search',
    placeholder: '',
    choices: [...counts].map(([name, users]) => ({
      value: name,
      text: name,
      cells: [users === 0 ? '' : number(users)],
    })),
    columns: ['object class', 'have it'],
    enter: 'try it',
  };
}

export function directoryAnchor({ directory }: Offers): Asked {
  const anchor = directory?.anchor ?? 'dn';
  const own = isDn(anchor) ? 'dn' : anchor;
  const choices: readonly Choice[] = [
    {
      value: own,
      text: own,
      mark: 'good',
      cells: [own === 'dn' ? 'one entry, one name: unique by nature' : 'given once by the directory'],
    },
    ...['dn', 'entryUUID', 'uid', 'mail', 'employeeNumber']
      .filter((name) => name.toLowerCase() !== own.toLowerCase())
      .map((name): Choice => ({ value: name, text: name, mark: 'quiet', cells: [whyNot(name)] })),
  ];
  return {
    label: 'Anchor',
    hint: `what tells users apart${directory === undefined ? '' : `; for ${directory.label} it is ${own}`}`,
    input: 'search',
    choices,
    columns: ['attribute', ''],
    enter: 'try it',
  };
}

function whyNot(name: string): string {
  switch (name) {
    case 'entryUUID':
      return 'unique; Microsoft documents the name';
    case 'dn':
      return 'changes when an entry is renamed or moved';
    default:
      return 'may have several values';
  }
}

/** The file that a shown authority is kept in, beside `.ecmarc`. */
export function authorityFileOf(current: Answers): string {
  return `${connectorName(current).replaceAll(' ', '-')}-authority.pem`;
}

/** A shown root can be kept as it came; else only a person can say where it is. */
export function trustQuestion(current: Answers, { root = false }: Offers): Asked {
  const own = authorityFileOf(current);
  const rest = { label: 'Trust', before: current.caFile ?? '', enter: 'try it' };
  if (!root)
    return {
      ...rest,
      hint: 'a file with that authority (PEM, .cer); empty: import it later',
      placeholder: 'corp-ca.pem',
    };
  return {
    ...rest,
    hint: 'or the path of a file with that authority (PEM, .cer)',
    input: 'search',
    choices: [
      { value: own, text: own, cells: ['the one shown'] },
      { value: '', text: 'later', cells: ['imported by hand'] },
    ],
    columns: ['', ''],
  };
}

export function dsnQuestion(current: Answers, { drivers }: Offers): Asked {
  const own = current.kind === 'sqlserver' && !needsDsn(current);
  const known =
    drivers === undefined
      ? ''
      : drivers.length === 0
        ? 'no driver for it is installed here'
        : `driver: ${drivers[0]}`;
  return {
    label: 'File DSN',
    hint: `by which the connector finds it${own ? '; empty: later' : '; written where there is none'}`,
    placeholder: own ? '' : `${connectorName(current)}.dsn`,
    count: known,
    enter: 'try it',
  };
}

export function tableQuestion(current: Answers, { tables }: Offers): Asked {
  const engine = engineOf(current) ?? 'sqlserver';
  const choices = (tables ?? []).map(({ schema, name, view, rows, may }): Choice => {
    const value = tableText(engine, schema, name);
    const told = may?.length === 0 ? 'nothing' : (may?.join(' ').toLowerCase() ?? '');
    // MySQL tells of it in no list: the row about rights does.
    const rights = engine === 'mysql' && told !== '' ? `${told} delete?` : told;
    return { value, text: value, cells: [view ? 'view' : rows === null ? '' : number(rows), rights] };
  });
  return {
    label: 'Table',
    hint: 'letters narrow the list; not in it: type the whole name',
    input: 'search',
    choices,
    columns: ['table or view', 'rows', 'the account may'],
    count: tables === undefined ? '' : `${tables.length} tables`,
    enter: 'try it',
  };
}

export function columnAnchor({ anchors }: Offers): Asked {
  const choices = (anchors ?? []).map((one): Choice => {
    const { different, empty, why, mark } = uniqueness(one);
    return { value: one.column, text: one.column, mark, cells: [different, empty, why] };
  });
  return {
    label: 'Anchor',
    hint: 'the column that tells people apart',
    input: 'search',
    choices,
    columns: ['column', 'different', 'empty', ''],
    count: anchors === undefined ? '' : `${anchors.length} columns`,
    enter: 'try it',
  };
}

const marks: readonly Mark[] = ['good', 'warn', 'ask', 'bad'];

/** What is known of a column, in cells. */
function uniqueness(one: AnchorCandidate): { different: string; empty: string; why: string; mark: Mark } {
  const grade = gradeOf(one);
  const mark = marks[grade] ?? 'ask';
  const counted = countsIn(one.counted);
  const different = counted === undefined ? '' : number(counted.different);
  const empty = counted === undefined ? (one.nullable ? '' : '0') : number(counted.rows - counted.filled);
  switch (grade) {
    case 0:
      return {
        different,
        empty,
        mark,
        why: one.guarded === 'primary' ? 'primary key: best' : 'unique index: best',
      };
    case 1:
      return { different, empty, mark, why: 'nothing keeps it so' };
    case 2:
      return { different, empty, mark, why: 'not counted' };
    case 3:
      return {
        ...{ different, empty, mark },
        why: counted !== undefined && counted.filled < counted.rows ? 'not filled everywhere' : 'not unique',
      };
  }
}

function countsIn(counted: ValueCounts | undefined): Exclude<ValueCounts, { problem: unknown }> | undefined {
  return counted === undefined || 'problem' in counted ? undefined : counted;
}

/** 1284 as "1,284". */
function number(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
