import { never } from '../base/never.ts';
import { engineStarter } from '../settings/starter/engines.ts';
import { accountQuestion, passwordQuestion } from './account-questions.ts';
import {
  type Asked,
  classQuestion,
  columnAnchor,
  directoryAnchor,
  dsnQuestion,
  tableQuestion,
  trustQuestion,
  usersQuestion,
} from './choice-questions.ts';
import { connectorName, type Draft, engineOf, type StepKey } from './draft.ts';
import type { Offers } from './offers.ts';
import type { WizardQuestion } from './view.ts';

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
      return trustQuestion(current, offers);
    case 'bindDn':
    case 'user':
      return accountQuestion(current);
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
          {
            value: 'write',
            text:
              draft.into === undefined
                ? 'write .ecmarc, and check with it'
                : 'add it to .ecmarc, and check with it',
          },
          { value: 'more', text: 'one more connector before that' },
        ],
      };
    default:
      return never(step);
  }
}
