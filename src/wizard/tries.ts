import { connectorName, type Draft, engineOf, type StepKey } from './draft.ts';
import { accountKey, isNobody, needsDsn } from './log-ins.ts';

/** The checks that an answer is tried by, and the questions to the target that offer answers. */
export interface Tries {
  /** Their rows say whether the answer holds. */
  readonly ids: readonly string[];
  /** What they are called in the lines below the question, in the same order. */
  readonly labels: readonly string[];
  /** Runs beside the person's thinking; nothing waits for it. */
  readonly beside?: true;
}

type Labelled = Readonly<Record<string, string>>;

const ldap: Partial<Readonly<Record<StepKey, Labelled>>> = {
  trust: { 'ldap.tls': 'TLS' },
  password: { 'ldap.bind': 'log-in' },
  users: { 'ldap.users': 'reads it', 'ldap.rights': 'writes it' },
  objectClass: { 'ldap.schema': 'schema', 'ldap.users': 'users' },
  anchor: { 'ldap.features': 'directory' },
  finish: {
    'ldap.tls': 'TLS',
    'ldap.bind': 'log-in',
    'ldap.schema': 'schema',
    'ldap.users': 'users',
    'ldap.features': 'directory',
    'ldap.rights': 'rights',
  },
};

/** SQL Server is asked by the doctor's own client, every other engine through its driver. */
function sql(own: boolean): Partial<Readonly<Record<StepKey, Labelled>>> {
  const logIn: Labelled = own ? { 'sql.login': 'log-in' } : { 'sql.odbc': 'driver', 'sql.login': 'log-in' };
  return {
    server: { 'sql.reach': 'port' },
    dsn: { 'sql.dsn': 'file DSN' },
    trust: { 'sql.reach': 'port' },
    password: { ...logIn, 'sql.database': 'database' },
    table: { 'sql.table': 'table', 'sql.rights': 'rights' },
    delete: { 'sql.rights': 'rights' },
    anchor: { 'sql.anchor': 'anchor' },
    finish: {
      'sql.reach': 'port',
      'sql.dsn': 'file DSN',
      ...logIn,
      'sql.database': 'database',
      'sql.table': 'table',
      'sql.rights': 'rights',
      'sql.anchor': 'anchor',
    },
  };
}

/** Questions that only an account can try. */
export const behindLogIn: ReadonlySet<StepKey> = new Set([
  'users',
  'objectClass',
  'table',
  'method',
  'read',
  'add',
  'update',
  'delete',
  'anchor',
]);

/** The account was left for later. */
export function isWithoutAccount({ current }: Draft): boolean {
  return !isNobody(current) && (current.bindDn === '' || current.user === '');
}

/** The rows that try this step's answer; none where nothing can be tried. */
export function triesOf(step: StepKey, draft: Draft): Tries {
  const { current } = draft;
  const engine = engineOf(current);
  if (step === 'tenant') return { ids: ['tenant.exists'], labels: ['tenant'], beside: true };
  const kind: Partial<Readonly<Record<StepKey, Labelled>>> =
    current.kind === 'custom'
      ? { tcp: { 'tcp.reach': 'port' }, library: { 'connector.library': 'file' } }
      : engine === undefined
        ? ldap
        : sql(engine === 'sqlserver' && !needsDsn(current));
  const of = connectorName(current);
  // A log-in that names nobody has no password to be tried with.
  const asked = isNobody(current) && step === accountKey(current) ? 'password' : step;
  // Without an account nothing behind it can be tried.
  const found = isWithoutAccount(draft) && behindLogIn.has(step) ? [] : Object.entries(kind[asked] ?? {});
  return { ids: found.map(([id]) => `${id}@${of}`), labels: found.map(([, label]) => label) };
}

/** What the target is asked for when the question comes up, so that there is something to choose from. */
export function offersOf(step: StepKey, { current }: Draft): readonly string[] {
  const of = connectorName(current);
  switch (step) {
    case 'users':
    case 'objectClass':
      return [`ldap.containers@${of}`];
    case 'dsn':
      return [`sql.driver@${of}`];
    case 'table':
    case 'read':
    case 'add':
    case 'update':
    case 'delete':
      return [`sql.tables@${of}`];
    case 'anchor':
      return engineOf(current) === undefined ? [] : [`sql.anchors@${of}`];
    default:
      return [];
  }
}
