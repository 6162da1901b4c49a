import { defined } from '../../src/base/defined.ts';
import type { Level, SkipReason, Status } from '../../src/engine/status.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { exitCodeOf, type FailOn } from '../../src/results/exit-code.ts';
import { isReady } from '../../src/results/readiness.ts';
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
  { name: 'cancelled', rows: [well, ['network.dns', 'cancelled']], exit: 130, ready: false, cancelled: true },
  {
    name: 'cancelled in what is only advice',
    rows: [well, ['server.clock', 'cancelled', advice]],
    exit: 130,
    ready: false,
    cancelled: true,
  },
];

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
  const readyByProfile = { 'preview-2021': ready, ga: ready };
  return { ...madeUp, rows, causes: [], notices: [], ready, readyByProfile, exitCode, failOn, words };
}
