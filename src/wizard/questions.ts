import { never } from '../base/never.ts';
import type { ShownTable, ValueCounts } from '../clients/sql/database.ts';
import { isDn } from '../probes/ldap/anchor.ts';
import type { ShownContainer } from '../probes/offers/ldap-containers.ts';
import { type AnchorCandidate, gradeOf } from '../probes/offers/sql-anchors.ts';
import { engineStarter } from '../settings/starter/engines.ts';
import { type Answers, connectorName, type Draft, engineOf, type StepKey, tableText } from './draft.ts';
import type { Choice, Mark, WizardQuestion } from './view.ts';

/** What a target gave to choose from; undefined: nothing came (yet). */
export interface Offers {
  readonly containers?: { readonly list: readonly ShownContainer[]; readonly more: boolean };
  readonly tables?: readonly ShownTable[];
  readonly procedures?: readonly string[];
  readonly anchors?: readonly AnchorCandidate[];
  /** Installed drivers that could serve. */
  readonly drivers?: readonly string[];
  /** Why there is no list, in words. */
  readonly fault?: string;
  /** The anchor that fits this kind of directory, and the kind. */
  readonly directory?: { readonly anchor: string; readonly label: string };
}

/** Where a password is kept; Tab goes from one to the next. */
export const keepings = ['prompt', 'env', 'file'] as const;
export type Keeping = (typeof keepings)[number];

export function keepingOf({ kept }: Answers): Keeping {
  return keepings.find((one) => one === kept) ?? 'prompt';
}

type Asked = Pick<WizardQuestion, 'label' | 'hint'> & Partial<WizardQuestion>;

export function questionOf(step: StepKey, draft: Draft, offers: Offers): WizardQuestion {
  const asked = askedFor(step, draft, offers);
  return {
    key: step,
    input: 'text',
    placeholder: '',
    before: step === 'tenant' ? (draft.tenant ?? '') : (draft.current[step] ?? ''),
    choices: [],
    columns: [],
    count: '',
    enter: 'take it',
    ...asked,
  };
}

const engineNames: Readonly<Record<string, string>> = {
  ldap: 'a directory, over LDAP',
  sqlserver: 'a database: SQL Server',
  postgresql: 'a database: PostgreSQL',
  mysql: 'a database: MySQL or MariaDB',
  oracle: 'a database: Oracle',
  db2: 'a database: Db2',
  other: 'another database, through its ODBC driver',
  custom: 'an application, by an own ECMA2 connector (.dll)',
};

/** "a directory, over LDAP". */
export function kindText(kind: string | undefined): string {
  return engineNames[kind ?? ''] ?? '';
}

function askedFor(step: StepKey, draft: Draft, offers: Offers): Asked {
  const { current } = draft;
  const starter = engineStarter(current.kind);
  switch (step) {
    case 'kind':
      return {
        label: 'Connect',
        hint: 'what shall get the users?',
        input: 'choice',
        choices: Object.entries(engineNames).map(([value, text]) => ({ value, text })),
      };
    case 'tenant':
      return {
        label: 'Tenant',
        hint: 'a domain or GUID; empty: later',
        placeholder: 'contoso.onmicrosoft.com',
      };
    case 'name':
      return {
        label: 'Name',
        hint: 'of this connector, as it shall stand in the list',
        placeholder: connectorName(current),
      };
    case 'address':
      return {
        label: 'Address',
        hint: 'a name, name:port, ldap://... or ldaps://...',
        placeholder: 'ldap.contoso.example',
        enter: 'try it',
      };
    case 'trust':
      return {
        label: 'Trust',
        hint: 'a file with that authority (PEM, .cer); empty: import it later',
        placeholder: 'corp-ca.pem',
        before: current.caFile ?? '',
        enter: 'try it',
      };
    case 'bindDn':
      return {
        label: 'Account',
        hint: 'the DN that the connector signs in with; empty: later',
        placeholder: 'cn=ecma,ou=services,dc=contoso,dc=example',
      };
    case 'user':
      return {
        label: 'Account',
        hint: `${starter.account.toLowerCase()}; empty: later`,
        placeholder: 'ecma',
      };
    case 'password':
      return passwordQuestion(current);
    case 'users':
      return usersQuestion(offers);
    case 'objectClass':
      return classQuestion(current, offers);
    case 'server':
      return {
        label: 'Server',
        hint: `host name of the ${starter.server}${current.kind === 'sqlserver' ? ', name:port or name\\instance' : ', or name:port'}`,
        placeholder: 'sql01.contoso.example',
        enter: 'try it',
      };
    case 'database':
      return { label: 'Database', hint: 'its name on that server', placeholder: 'CONTOSO' };
    case 'dsn':
      return dsnQuestion(current, offers);
    case 'table':
      return tableQuestion(current, offers);
    case 'method':
      return {
        label: 'Writes by',
        hint: 'how the connector changes rows',
        input: 'choice',
        choices: [
          { value: 'table', text: 'statements on the table' },
          { value: 'procedures', text: 'stored procedures: one to read, one to add, to update, to delete' },
        ],
      };
    case 'read':
    case 'add':
    case 'update':
    case 'delete':
      return {
        label: `To ${step}`,
        hint: `the procedure that the connector calls to ${step} people`,
        input: 'search',
        choices: (offers.procedures ?? []).map((value) => ({ value, text: value })),
        count: offers.procedures === undefined ? '' : `${offers.procedures.length} procedures`,
        columns: ['procedure'],
      };
    case 'anchor':
      return engineOf(current) === undefined ? directoryAnchor(offers) : columnAnchor(offers);
    case 'library':
      return {
        label: 'Library',
        hint: "path of the connector's .dll",
        placeholder: 'C:\\connectors\\Contoso.Ticketing.dll',
      };
    case 'tcp':
      return {
        label: 'Address',
        hint: 'host:port of the application; empty: later',
        placeholder: 'api.contoso.example:443',
        enter: 'try it',
      };
    case 'finish':
      return {
        label: 'Finish',
        hint: 'nothing is written yet',
        input: 'choice',
        choices: [
          { value: 'write', text: 'write .ecmarc, and check with it' },
          { value: 'more', text: 'one more connector before that' },
        ],
      };
    default:
      return never(step);
  }
}

function passwordQuestion(current: Answers): Asked {
  const variable = engineOf(current) === undefined ? 'ECMA_LDAP_PASSWORD' : 'ECMA_SQL_PASSWORD';
  switch (keepingOf(current)) {
    case 'prompt':
      return {
        label: 'Password',
        hint: 'typed at each start, kept nowhere; Tab: a variable, a file',
        input: 'secret',
        before: '',
        enter: 'try it',
        tab: 'kept elsewhere',
      };
    case 'env':
      return {
        label: 'Password',
        hint: 'name of the variable that holds it; Tab: a file, typed',
        placeholder: variable,
        enter: 'try it',
        tab: 'kept elsewhere',
      };
    case 'file':
      return {
        label: 'Password',
        hint: 'a file that few may read; Tab: typed, a variable',
        placeholder: 'password.txt',
        enter: 'try it',
        tab: 'kept elsewhere',
      };
  }
}

function usersQuestion({ containers }: Offers): Asked {
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

function classQuestion(current: Answers, { containers }: Offers): Asked {
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

function directoryAnchor({ directory }: Offers): Asked {
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

function dsnQuestion(current: Answers, { drivers }: Offers): Asked {
  const own = current.kind === 'sqlserver';
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

function tableQuestion(current: Answers, { tables }: Offers): Asked {
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

function columnAnchor({ anchors }: Offers): Asked {
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
