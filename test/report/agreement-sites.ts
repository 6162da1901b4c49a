import { defined } from '../../src/base/defined.ts';
import type { Level, SkipReason, Status } from '../../src/engine/status.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { exitCodeOf, type FailOn } from '../../src/results/exit-code.ts';
import { isReady, setAsideIn } from '../../src/results/readiness.ts';
import { readinessSentence } from '../../src/results/readiness-sentence.ts';
import type { Row } from '../../src/results/row.ts';
import { madeUp } from './made-up.ts';

/** One table of sites, told in all formats: whatever one says, all say. */

type RowParts = readonly [id: string, status: Status, more?: Partial<Row>];

const skipped = (reason: SkipReason, level: Level = 'required'): Partial<Row> => ({ reason, level });
const advice: Partial<Row> = { level: 'recommended' };
const note: Partial<Row> = { level: 'info' };
const waived: Partial<Row> = { judged: { status: 'fail', message: 'no' } };

export interface Site {
  readonly name: string;
  readonly rows: readonly RowParts[];
  readonly exit: number;
  readonly ready: boolean;
  readonly partial?: boolean;
  readonly waived?: number;
  readonly failOn?: FailOn;
  /** By the rules of the other profile, where it stands otherwise there. */
  readonly readyOther?: boolean;
  /** Set aside by the rules of the other profile, where these are not the rows set aside here that decide there. */
  readonly asideOther?: number;
  /** What JUnit and annotations say, where it is not what the exit code says: `--fail-on never` changes that one alone. */
  readonly told?: { readonly failures: boolean; readonly errors: boolean };
  readonly cancelled?: boolean;
  readonly ran?: boolean;
}

export const well: RowParts = ['server.os', 'pass'];

export const sites: readonly Site[] = [
  { name: 'all well', rows: [well, ['server.clock', 'warn', advice]], exit: 0, ready: true },
  {
    name: 'a warning that counts',
    rows: [well, ['server.clock', 'warn', advice]],
    exit: 1,
    ready: true,
    failOn: 'warn',
  },
  { name: 'a failure', rows: [well, ['server.dotnet', 'fail']], exit: 1, ready: false },
  { name: 'unknown', rows: [well, ['ldap.rights@D', 'unknown']], exit: 1, ready: false },
  {
    name: 'a question',
    rows: [well, ['attest.test-data', 'manual', { level: 'restricted' }]],
    exit: 1,
    ready: false,
  },
  {
    name: 'not configured',
    rows: [well, ['tenant.exists', 'skipped', skipped('not-configured')]],
    exit: 1,
    ready: false,
  },
  {
    name: 'not built',
    rows: [well, ['tenant.exists', 'skipped', skipped('not-built')]],
    exit: 1,
    ready: false,
    partial: true,
  },
  {
    name: 'an unasked sign-in that required rows wait for',
    rows: [
      well,
      ['tenant.sign-in', 'skipped', skipped('not-configured', 'info')],
      ['tenant.licence', 'blocked', { blockedBy: 'tenant.sign-in' }],
    ],
    exit: 1,
    ready: false,
  },
  {
    name: 'a waived root that required rows wait for',
    rows: [
      well,
      ['ldap.bind@D', 'waived', waived],
      ['ldap.users@D', 'blocked', { blockedBy: 'ldap.bind@D' }],
    ],
    exit: 1,
    ready: false,
    waived: 1,
  },
  {
    name: 'only chosen',
    rows: [well, ['server.dotnet', 'skipped', skipped('not-chosen')]],
    exit: 0,
    ready: true,
    partial: true,
  },
  {
    name: 'only chosen, not well',
    rows: [
      ['connector.library', 'skipped', skipped('not-configured')],
      ['tenant.exists', 'skipped', skipped('not-configured')],
      ['server.os', 'skipped', skipped('not-chosen')],
    ],
    exit: 1,
    ready: false,
    partial: true,
  },
  {
    name: 'all waived',
    rows: [well, ['server.dotnet', 'waived', waived], ['ldap.bind@D', 'waived', waived]],
    exit: 0,
    ready: true,
    waived: 2,
  },
  {
    name: 'waived and chosen',
    rows: [
      ['server.dotnet', 'waived', waived],
      ['server.os', 'skipped', skipped('not-chosen')],
    ],
    exit: 0,
    ready: true,
    waived: 1,
    partial: true,
  },
  { name: 'out of time', rows: [well, ['network.dns', 'timed-out']], exit: 3, ready: false },
  { name: 'crashed', rows: [well, ['network.dns', 'crashed']], exit: 3, ready: false },
  {
    name: 'crashed, and only advice',
    rows: [well, ['server.clock', 'crashed', advice]],
    exit: 0,
    ready: true,
  },
  {
    name: 'out of time where required rows wait',
    rows: [
      well,
      ['tenant.sign-in', 'timed-out', note],
      ['tenant.licence', 'blocked', { blockedBy: 'tenant.sign-in' }],
    ],
    exit: 3,
    ready: false,
  },
  {
    name: 'nothing ran',
    rows: [['server.os', 'skipped', skipped('not-applicable')]],
    exit: 3,
    ready: false,
    ran: false,
  },
  {
    name: 'everything waived, by *',
    rows: [
      ['server.os', 'waived', waived],
      ['server.clock', 'waived', { ...advice, judged: { status: 'unknown', message: '?' } }],
      ['tenant.exists', 'waived', { judged: { status: 'skipped', message: 'not configured' } }],
      ['ldap.users@D', 'waived', { judged: { status: 'blocked', message: 'needs: Binds' } }],
    ],
    exit: 0,
    ready: true,
    waived: 3,
  },
  {
    name: 'waived, and one that is unknown',
    rows: [well, ['server.dotnet', 'waived', waived], ['ldap.rights@D', 'unknown']],
    exit: 1,
    ready: false,
    waived: 1,
  },
  {
    name: 'a waived root that required rows wait for, and a question',
    rows: [
      well,
      ['ldap.bind@D', 'waived', waived],
      ['ldap.users@D', 'blocked', { blockedBy: 'ldap.bind@D' }],
      ['attest.test-data', 'manual', { level: 'restricted' }],
    ],
    exit: 1,
    ready: false,
    waived: 1,
  },
  {
    name: 'ready by one profile only',
    rows: [well, ['server.tls12', 'warn', { ...note, levels: { 'preview-2021': 'info', ga: 'required' } }]],
    exit: 0,
    ready: true,
    readyOther: false,
  },
  {
    name: 'ready by the other profile only, and there with one set aside',
    rows: [
      well,
      ['tenant.cloud', 'fail', { levels: { 'preview-2021': 'restricted', ga: 'info' } }],
      ['server.tls12', 'waived', { ...note, ...waived, levels: { 'preview-2021': 'info', ga: 'required' } }],
    ],
    exit: 1,
    ready: false,
    readyOther: true,
    waived: 1,
  },
  {
    name: 'one set aside by the other profile only, which this one does not ask',
    rows: [
      well,
      [
        'attest.test-data',
        'skipped',
        { ...skipped('not-applicable'), levels: { 'preview-2021': 'not-applicable', ga: 'required' } },
      ],
    ],
    exit: 0,
    ready: true,
    asideOther: 1,
  },
  {
    name: 'one set aside here that passes by the other profile',
    rows: [
      well,
      ['tenant.cloud', 'waived', { ...waived, levels: { 'preview-2021': 'restricted', ga: 'restricted' } }],
    ],
    exit: 0,
    ready: true,
    waived: 1,
    asideOther: 0,
  },
  {
    name: 'one chosen check',
    rows: [
      ['server.memory', 'pass'],
      ...['server.os', 'ldap.bind@D', 'tenant.exists', 'attest.test-data'].map(
        (id): RowParts => [id, 'skipped', skipped('not-chosen')],
      ),
    ],
    exit: 0,
    ready: true,
    partial: true,
  },
  {
    name: 'cut by --timeout',
    rows: [
      well,
      [
        'network.dns',
        'timed-out',
        { message: "cut when the run's 5 s were over", outcome: { kind: 'cut', limitMs: 5000 } },
      ],
      ['network.sign-in', 'blocked', { blockedBy: 'network.dns' }],
    ],
    exit: 3,
    ready: false,
  },
  {
    name: 'cut by --timeout, and a failure',
    rows: [well, ['network.dns', 'timed-out'], ['server.dotnet', 'fail']],
    exit: 1,
    ready: false,
    told: { failures: true, errors: true },
  },
  {
    name: 'a failure that --fail-on never lets pass',
    rows: [well, ['server.dotnet', 'fail']],
    exit: 0,
    ready: false,
    failOn: 'never',
    told: { failures: true, errors: false },
  },
  {
    name: 'a report by an older version',
    rows: [well, ['server.browser', 'skipped', skipped('not-built', 'recommended')]],
    exit: 0,
    ready: true,
    partial: true,
  },
  {
    name: 'cancelled, with a failure',
    rows: [well, ['server.dotnet', 'fail'], ['network.dns', 'cancelled']],
    exit: 130,
    ready: false,
    cancelled: true,
    told: { failures: true, errors: true },
  },
  { name: 'cancelled', rows: [well, ['network.dns', 'cancelled']], exit: 130, ready: false, cancelled: true },
  {
    name: 'cancelled in what is only advice',
    rows: [well, ['server.clock', 'cancelled', advice]],
    exit: 130,
    ready: false,
    cancelled: true,
  },
];

const toldOf = (exit: number) => ({ failures: exit === 1, errors: exit !== 0 && exit !== 1 });

/** What JUnit is to count, and whether annotations have an error. */
export function toldIn({ exit, told = toldOf(exit) }: Site): NonNullable<Site['told']> {
  return told;
}

export function setAsideOther({ asideOther }: Site, rows: readonly Row[]): number {
  const there = rows.map((row): Row => ({ ...row, level: levelAt(row) }));
  return asideOther ?? setAsideIn(there);
}

function levelAt({ levels }: Row): Level {
  return levels.ga ?? 'info';
}

const [like] = madeUp.rows;

export function inputOf(site: Site): ReportInput {
  const rows = site.rows.map(([id, status, more = {}]): Row => {
    if (like === undefined) throw new Error('no row');
    const [, connector] = id.split('@');
    const area = id.split('.')[0] ?? id;
    return {
      ...like,
      id,
      area,
      title: `Title of ${id}`,
      ...defined({ connector }),
      status,
      message: 'so it is',
      ...more,
    };
  });
  const { failOn = 'fail', cancelled = false, ran = true } = site;
  const exitCode = exitCodeOf({ rows, failOn, cancelled, ran });
  const ready = ran && !cancelled && isReady(rows);
  const words = readinessSentence({
    rows,
    causes: [],
    ready,
    busy: false,
    cancelled,
    partly: site.partial === true,
  });
  const readyByProfile = { 'preview-2021': ready, ga: site.readyOther ?? ready };
  const setAside = {
    'preview-2021': ready ? setAsideIn(rows) : 0,
    ga: readyByProfile.ga ? setAsideOther(site, rows) : 0,
  };
  return {
    ...madeUp,
    rows,
    causes: [],
    notices: [],
    ready,
    readyByProfile,
    setAside,
    exitCode,
    failOn,
    words,
  };
}
