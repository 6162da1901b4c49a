import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { keys } from '../terminal/fake-terminal.ts';
import { light } from '../terminal/svg.ts';
import type { RowInput } from './fake-doctor.ts';
import { sampleCauses, sampleRows } from './sample-rows.ts';
import { closeScreens, type ShownScreen, type ShowOptions, showScreen } from './show-screen.ts';
import { siteCauses, siteRows } from './site-rows.ts';

/** What the screen looks like, as pictures beside this file: a change of them is to be looked at. */

const zone = process.env.TZ;

beforeAll(() => {
  process.env.TZ = 'UTC';
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-24T08:00:00.000Z') });
});

afterAll(() => {
  vi.useRealTimers();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

afterEach(closeScreens);

const question = {
  text: 'Create, change and delete one test user?',
  effects: [
    'cn=ecma-doctor-test is made in ou=test,dc=contoso,dc=example and deleted again',
    'Programs that follow changes of the directory will see both',
    'A tombstone may stay',
  ],
};

const rows: readonly RowInput[] = sampleRows.map((row) => {
  if (row.id === 'ldap.write@Directory') return { ...row, question };
  if (row.status !== 'running') return row;
  return { ...row, running: { since: '2026-11-24T07:59:56.000Z', waitingFor: 'msappproxy.net' } };
});

const signIn: RowInput = {
  id: 'tenant.sign-in',
  title: 'Signs in to Microsoft Graph',
  status: 'running',
  message: 'the sign-in in a browser',
  running: {
    since: '2026-11-24T07:59:31.000Z',
    waitingFor: 'the sign-in in a browser',
    prompt: {
      code: 'ABCD-EFGH',
      address: 'https://microsoft.com/devicelogin',
      expiresAt: '2026-11-24T08:14:31.000Z',
    },
  },
};

const sample: ShowOptions = {
  rows,
  causes: sampleCauses,
  configPath: 'C:\\ECMA\\.ecmarc',
  look: { calm: true },
  actions: {
    exportFormats: [
      { id: 'html', label: 'HTML page', hint: 'for reading and printing' },
      { id: 'md', label: 'Markdown', hint: 'for a ticket' },
      { id: 'json', label: 'JSON', hint: 'everything, for programs and --from' },
    ],
    exportReport: async () => 'C:\\ECMA\\report.html',
  },
};

interface Scene {
  readonly name: string;
  readonly type: string;
  readonly seen: string | RegExp;
  readonly more?: Partial<ShowOptions>;
}

const cursor = /> {2}\.NET Framework/;

const scenes: readonly Scene[] = [
  { name: 'list', type: 'j', seen: cursor },
  { name: 'list-60x15', type: 'j', seen: cursor, more: { columns: 60, lines: 15 } },
  { name: 'list-120x40', type: 'j', seen: cursor, more: { columns: 120, lines: 40 } },
  { name: 'list-plain', type: 'j', seen: cursor, more: { look: { calm: true, ascii: true, color: false } } },
  { name: 'detail', type: `j${keys.enter}`, seen: 'Expected' },
  { name: 'detail-60x15', type: `j${keys.enter}`, seen: 'Expected', more: { columns: 60, lines: 15 } },
  { name: 'code', type: `${keys.end}kkk`, seen: /> {2}Signs in/, more: { rows: [...rows, signIn] } },
  {
    name: 'code-60x15',
    type: `/graph${keys.enter}${keys.enter}`,
    seen: 'A B C D',
    more: { rows: [...rows, signIn], columns: 60, lines: 15 },
  },
  { name: 'help', type: '?', seen: 'KEYS' },
  { name: 'filter', type: '/state:fail', seen: 'Filter: state:fail ' },
  { name: 'problems', type: keys.tab, seen: 'Problems only' },
  { name: 'question', type: '/delete a user\r', seen: 'Esc clears' },
  { name: 'profile', type: 'g', seen: 'Judged for general availability', more: { busy: false } },
  { name: 'export', type: 'e', seen: 'what about' },
  {
    name: 'password',
    type: 'ssecret',
    seen: /●{6}/,
    more: { wanted: [{ key: 'p', label: 'Password of cn=ecma' }] },
  },
  { name: 'folded', type: `${keys.left}${keys.left}`, seen: /► SERVER/ },
];

async function picture({ terminal }: ShownScreen, { name, type, seen }: Scene): Promise<string> {
  await terminal.waitFor('Cause');
  terminal.type(type);
  await terminal.waitFor(seen);
  expect(terminal.faults()).toEqual([]);
  return terminal.svg(`The screen: ${name}`);
}

it.each(scenes)('$name', async (scene) => {
  const svg = await picture(await showScreen({ ...sample, ...scene.more }), scene);
  await expect(svg).toMatchFileSnapshot(`pictures/${scene.name}.svg`);
});

it('a first start without .ecmarc', async () => {
  const waiting = sampleRows.map(
    ({ id, title = id }): RowInput => ({ id, title, status: 'pending', message: '' }),
  );
  const { terminal } = await showScreen({ rows: waiting, busy: true, look: { calm: true } });
  await terminal.waitFor('No .ecmarc found');
  await expect(terminal.svg('The screen: a first start')).toMatchFileSnapshot('pictures/first-start.svg');
});

const site: ShowOptions = {
  rows: siteRows,
  causes: siteCauses,
  busy: false,
  configPath: 'C:\\ECMA\\.ecmarc',
  look: { calm: true },
};

const running = siteRows.map((row, i): RowInput => {
  if (row.status === 'skipped' || i % 3 !== 1) return row;
  return i % 9 === 4
    ? {
        ...row,
        status: 'running',
        message: '',
        running: { since: '2026-11-24T07:59:56.000Z', waitingFor: row.subject ?? 'an answer' },
      }
    : { ...row, status: 'pending', message: '' };
});

interface SiteScene {
  readonly name: string;
  readonly title: string;
  readonly seen: string | RegExp;
  /** Keys, each with what it brings about; a paste comes at once. */
  readonly typed?: readonly (readonly [key: string, seen: string | RegExp])[];
  readonly paste?: string;
  readonly more?: Partial<ShowOptions>;
}

const third: SiteScene['typed'] = [
  [keys.down, /^> 2/m],
  [keys.down, /^> 3/m],
];

/** The invented site of ten connectors, on both kinds of terminal. */
const siteScenes: readonly SiteScene[] = [
  { name: 'site', title: 'What to do first, at a site of ten connectors', seen: 'DO FIRST' },
  {
    name: 'site-60x15',
    title: 'What to do first, in the smallest window',
    seen: 'DO FIRST',
    more: { columns: 60, lines: 15 },
  },
  {
    name: 'site-120x40',
    title: 'What to do first, and beside it the page of the third thing',
    seen: 'DO FIRST',
    typed: third,
    more: { columns: 120, lines: 40 },
  },
  {
    name: 'site-200x60',
    title: 'The same in a large window',
    seen: 'DO FIRST',
    typed: third,
    more: { columns: 200, lines: 60 },
  },
  {
    name: 'site-owners',
    title: 'What to do first, by whose hands it needs',
    seen: 'DO FIRST',
    typed: [['d', 'NETWORK ADMINISTRATOR']],
  },
  {
    name: 'site-root',
    title: 'A root cause: what was found, who mends it, and the rows that wait for it',
    seen: 'DO FIRST',
    typed: [...third, [keys.enter, 'Blocks']],
  },
  {
    name: 'site-running',
    title: 'While checks run: what runs, what it waits for, and how far it is',
    seen: 'NOW',
    more: { rows: running, causes: [], busy: true },
  },
  {
    name: 'site-paste',
    title: 'A pasted text was dropped',
    seen: 'DO FIRST',
    paste: 'my-server',
  },
  {
    name: 'site-no-hits',
    title: 'A filter without hits among the problems',
    seen: 'DO FIRST',
    typed: [
      [keys.tab, 'Problems only'],
      ['/', /^ \/ /m],
      ['memory', /Tab shows all[\s\S]*Filter: memory /],
    ],
  },
];

it.each(siteScenes)('$name, dark and light', async ({ name, title, seen, typed = [], paste, more }) => {
  const { terminal } = await showScreen({ ...site, ...more });
  await terminal.waitFor(seen);
  for (const [key, shows] of typed) {
    terminal.type(key);
    await terminal.waitFor(shows);
  }
  if (paste !== undefined) {
    terminal.paste(paste);
    await terminal.waitFor('dropped');
  }
  expect(terminal.faults()).toEqual([]);
  await expect(terminal.svg(title)).toMatchFileSnapshot(`pictures/${name}.svg`);
  await expect(terminal.svg(title, light)).toMatchFileSnapshot(`pictures/${name}-light.svg`);
});
