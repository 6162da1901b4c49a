import { afterEach, expect, it } from 'vitest';
import { questionOf } from '../../../src/wizard/questions.ts';
import type { AnsweredLine, WizardQuestion, WizardSession, WizardView } from '../../../src/wizard/view.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { light } from '../../terminal/svg.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, type ShowOptions, showScreen } from '../show-screen.ts';

/** What the questions that write an `.ecmarc` look like, as pictures: a change of them is to be looked at. */

afterEach(closeScreens);

const line = (label: string, text: string, end = '', mark: AnsweredLine['mark'] = 'good'): AnsweredLine => ({
  mark,
  label,
  text,
  end,
});

const directory: readonly AnsweredLine[] = [
  line('Connect', 'a directory, over LDAP'),
  line('Tenant', 'contoso.onmicrosoft.com', 'public cloud'),
  line('Name', 'Directory'),
  line('Address', 'ldap://ldap.contoso.example:389, StartTLS', 'OpenLDAP'),
  line('Trust', 'corp-ca.pem', 'TLSv1.3, valid until 2027-05-01'),
  line('Account', 'cn=ecma,ou=services,dc=contoso,dc=example'),
  line('Password', 'typed at each start', 'accepted, 22 ms'),
];

const database: readonly AnsweredLine[] = [
  line('Connect', 'a database: SQL Server'),
  line('Tenant', 'contoso.onmicrosoft.com', 'public cloud'),
  line('Name', 'HR'),
  line('Server', 'sql-hr.contoso.example', 'TDS, encrypted, 4 ms'),
  line('Database', 'CONTOSO'),
  line('File DSN', 'HR.dsn', 'ODBC Driver 18 for SQL Server'),
  line('Account', 'ecma'),
  line('Password', 'typed at each start', 'accepted, 31 ms'),
  line('Table', 'dbo.Employees', 'table, 12 columns'),
];

const question = (more: Partial<WizardQuestion>): WizardQuestion => ({
  key: 'x',
  label: '',
  hint: '',
  input: 'text',
  placeholder: '',
  before: '',
  choices: [],
  columns: [],
  count: '',
  enter: 'try it',
  ...more,
});

const view = (more: Partial<WizardView> & Pick<WizardView, 'question'>): WizardView => ({
  file: 'C:\\ecma\\.ecmarc',
  step: (more.answered?.length ?? 0) + 1,
  steps: 11,
  answered: [],
  findings: [],
  advice: '',
  toCome: [],
  back: 'back: Name',
  ...more,
});

const address = view({
  answered: directory.slice(0, 3),
  question: question({
    label: 'Address',
    hint: 'a name, name:port, ldap://... or ldaps://...',
    before: 'ldap.contoso.example',
    enter: 'take it',
  }),
  findings: [
    { mark: 'good', label: 'name', text: '10.20.0.14', end: '3 ms' },
    { mark: 'good', label: 'port 389', text: 'answers: OpenLDAP', end: '12 ms' },
    { mark: 'good', label: 'StartTLS', text: 'TLSv1.3' },
    { mark: 'warn', label: 'authority', text: 'Contoso Root CA: not trusted by this server' },
    { mark: 'none', label: '', text: 'valid until 2034-05-01, SHA-256:' },
    {
      mark: 'none',
      label: '',
      text: '560E 53C8 3958 4569 1F0D B277 4C90 E138 A46B D902 7EFF 18C3 5094 3DB7 6108 2A91',
    },
    { mark: 'quiet', label: 'port 636', text: 'refused by ldap.contoso.example:636; not needed' },
  ],
  advice:
    'Enter takes ldap://ldap.contoso.example:389 with StartTLS. No password is sent before the authority is trusted: asked next.',
  toCome: ['trust', 'account', 'password', 'users in', 'class', 'anchor', 'finish'],
});

const trust = view({
  answered: directory.slice(0, 4),
  question: question({
    ...questionOf('trust', { done: [], current: { kind: 'ldap', name: 'Directory' } }, { root: true }),
  }),
  findings: address.findings.slice(3, 6),
  advice: 'Compare it with what its administrator says, before you trust it.',
  toCome: ['account', 'password', 'users in', 'class', 'anchor', 'finish'],
  back: 'back: Address',
});

const password = view({
  answered: directory.slice(0, 6),
  question: question({
    label: 'Password',
    hint: 'typed at each start, kept nowhere; Tab: a variable, a file',
    input: 'secret',
    tab: 'kept elsewhere',
  }),
  findings: [
    { mark: 'bad', label: 'log-in', text: 'name or password refused', end: '24 ms' },
    { mark: 'none', label: '', text: 'invalid credentials (49)' },
    { mark: 'warn', label: 'lock-out', text: '1 try was refused; each one more counts' },
  ],
  advice: 'Type it again and press Enter, or Esc corrects the account.',
  toCome: ['users in', 'class', 'anchor', 'finish'],
  back: 'back: Account',
});

const container = (dn: string, users: string, name = '') => ({ value: dn, text: dn, cells: [users, name] });

const users = view({
  answered: directory,
  question: question({
    label: 'Users in',
    hint: 'letters narrow the list; not in it: type the whole DN',
    input: 'search',
    columns: ['container', 'users', 'class'],
    choices: [
      container('ou=people,dc=contoso,dc=example', '1,284', 'inetOrgPerson'),
      container('ou=people,ou=partners,dc=contoso,dc=example', '96', 'inetOrgPerson'),
      container('ou=people-old,dc=contoso,dc=example', '0'),
      ...Array.from({ length: 58 }, (_, n) => container(`ou=site${n},dc=contoso,dc=example`, '0')),
    ],
    count: '61 containers',
  }),
  toCome: ['class', 'anchor', 'finish'],
  back: 'back: Password',
});

const anchor = view({
  answered: database,
  question: question({
    label: 'Anchor',
    hint: 'the column that tells people apart',
    input: 'search',
    columns: ['column', 'different', 'empty', ''],
    choices: [
      { value: 'EmployeeId', text: 'EmployeeId', mark: 'good', cells: ['', '0', 'primary key: best'] },
      {
        value: 'ContosoLogin',
        text: 'ContosoLogin',
        mark: 'warn',
        cells: ['1,284', '0', 'nothing keeps it so'],
      },
      { value: 'Email', text: 'Email', mark: 'bad', cells: ['1,279', '3', 'not filled everywhere'] },
      { value: 'Name', text: 'Name', mark: 'bad', cells: ['1,270', '0', 'not unique'] },
      { value: 'Notes', text: 'Notes', mark: 'ask', cells: ['', '', 'not counted'] },
    ],
    count: '5 columns',
  }),
  toCome: ['finish'],
  back: 'back: Table',
});

const trying = view({
  ...password,
  findings: [],
  advice: '',
  trying: 'ldap.contoso.example:389 (bind)',
});

function sessionOf(shown: WizardView): WizardSession {
  return {
    view: () => shown,
    subscribe: () => () => {},
    submit: () => {},
    turn: () => {},
    back: () => true,
    leave: () => {},
  };
}

interface Scene {
  readonly name: string;
  readonly title: string;
  readonly view: WizardView;
  readonly seen: string;
  readonly typed?: string;
  readonly more?: Partial<ShowOptions>;
}

const small = { columns: 60, lines: 15 };

const scenes: readonly Scene[] = [
  {
    name: 'wizard-address',
    title: 'The address of a directory, tried: its authority is not trusted yet',
    view: address,
    seen: 'asked next',
  },
  {
    name: 'wizard-trust',
    title: 'An authority that was shown: kept once it was compared, or imported later',
    view: trust,
    seen: 'Compare it',
  },
  { name: 'wizard-password', title: 'A mistyped password is typed again', view: password, seen: 'lock-out' },
  {
    name: 'wizard-users',
    title: 'Containers that the directory gave, narrowed by letters',
    view: users,
    seen: '61 containers',
    typed: 'peo',
  },
  {
    name: 'wizard-anchor',
    title: 'Columns that could be the anchor, and how far each is unique',
    view: anchor,
    seen: 'primary key',
  },
  { name: 'wizard-trying', title: 'While an answer is tried', view: trying, seen: 'trying:' },
  {
    name: 'wizard-address-60x15',
    title: 'The same in the smallest window',
    view: address,
    seen: 'Address',
    more: small,
  },
  {
    name: 'wizard-trust-60x15',
    title: 'The same in the smallest window',
    view: trust,
    seen: 'Compare it',
    more: small,
  },
  {
    name: 'wizard-users-60x15',
    title: 'Containers in the smallest window',
    view: users,
    seen: 'containers',
    more: small,
  },
  {
    name: 'wizard-password-60x15',
    title: 'A mistyped password in the smallest window',
    view: password,
    seen: 'lock-out',
    more: small,
  },
  {
    name: 'wizard-users-200x60',
    title: 'Containers in a large window',
    view: users,
    seen: '61 containers',
    more: { columns: 200, lines: 60 },
  },
];

it.each(scenes)('$name, dark and light', async ({ name, title, view: shown, seen, typed, more }) => {
  const { terminal } = await showScreen({
    rows: sampleRows,
    busy: false,
    look: { calm: true },
    actions: { openWizard: async () => sessionOf(shown) },
    ...more,
  });
  await terminal.waitFor('NOT READY');
  terminal.type('i');
  await terminal.waitFor(seen);
  await terminal.waitFor(shown.trying === undefined ? `Esc ${shown.back}` : 'Esc stop trying');
  if (typed !== undefined) {
    terminal.type(typed);
    await terminal.waitFor(`${typed}█`);
  }
  expect(terminal.faults()).toEqual([]);
  await expect(terminal.svg(title)).toMatchFileSnapshot(`../pictures/${name}.svg`);
  await expect(terminal.svg(title, light)).toMatchFileSnapshot(`../pictures/${name}-light.svg`);
});

it('what does not fit in the smallest window is scrolled to', async () => {
  const { terminal } = await showScreen({
    rows: sampleRows,
    look: { calm: true },
    actions: { openWizard: async () => sessionOf(address) },
    ...small,
  });
  await terminal.waitFor('FAIL');
  terminal.type('i');
  await terminal.waitFor('asked next');
  await terminal.waitFor('more lines: PgDn');
  terminal.type(keys.pageDown);
  await terminal.waitFor('port 636');
  terminal.type(keys.pageDown);
  await terminal.waitFor('lines above: PgUp');
  expect(terminal.text()).toMatch(/636; not\s+needed/);
});
