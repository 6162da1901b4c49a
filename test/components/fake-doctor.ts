import { defined } from '../../src/base/defined.ts';
import type { Doctor, DoctorRow, DoctorView } from '../../src/doctor/view.ts';
import type { SecretUse } from '../../src/engine/probe.ts';
import { type Profile, type Status, statuses } from '../../src/engine/status.ts';
import type { JointCause } from '../../src/results/joint-cause.ts';
import type { Notice } from '../../src/results/run-results.ts';
import type { StatusCounts } from '../../src/results/tally.ts';

/** A doctor without probes: rows are set by the test, calls are written down. Nothing moves by itself. */

export type RowInput = Partial<DoctorRow> & { readonly id: string };

export function makeRow(input: RowInput): DoctorRow {
  const [area = 'server', connector] = input.id
    .split('@')
    .map((part, i) => (i === 0 ? part.split('.')[0] : part));
  return {
    title: input.id,
    area: area ?? 'server',
    ...defined({ connector }),
    level: 'required',
    levels: { 'preview-2021': 'required', ga: 'required' },
    requirements: [],
    source: 'Prerequisites for the Azure AD ECMA Connector Host',
    status: 'pass',
    message: 'found',
    evidence: [],
    attempts: [],
    deadlineMs: 10_000,
    answerable: input.status === 'manual',
    ...(input.status === 'manual' ? { open: true } : {}),
    lockout: false,
    otherVerdict: { profile: 'ga', status: input.status ?? 'pass', message: input.message ?? 'found' },
    ...input,
  };
}

function count(rows: readonly DoctorRow[]): StatusCounts {
  const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
  for (const row of rows) counts[row.status] += 1;
  return counts;
}

export interface FakeOptions {
  readonly rows: readonly RowInput[];
  readonly causes?: readonly JointCause[];
  readonly notices?: readonly Notice[];
  readonly configPath?: string | undefined;
  readonly readOnly?: boolean;
  readonly busy?: boolean;
  readonly wanted?: readonly SecretUse[];
  readonly hostName?: string;
  readonly readyByProfile?: Readonly<Record<Profile, boolean>>;
}

export class FakeDoctor implements Doctor {
  readonly calls: string[] = [];
  readonly given = new Map<string, string>();
  /** Ends a running `cancel`; a test that wants a slow clean-up sets `slowCancel`. */
  slowCancel = false;
  finishCancel: () => void = () => {};
  /** Why nothing is watched here. */
  unwatched: string | undefined;
  readonly #listeners = new Set<() => void>();
  #view: DoctorView;
  #wanted: readonly SecretUse[];

  constructor(options: FakeOptions) {
    const rows = options.rows.map(makeRow);
    this.#wanted = options.wanted ?? [];
    this.#view = {
      tool: { name: 'ecma-doctor', version: '0.1.0' },
      host: { name: options.hostName ?? 'SRV-ECMA01', os: 'Windows Server 2019', platform: 'win32' },
      profile: 'preview-2021',
      otherProfile: 'ga',
      user: 'CONTOSO\\adm.jo',
      ...defined({ configPath: options.configPath }),
      rows,
      counts: count(rows),
      ready: rows.every(({ status }) => ['pass', 'warn', 'skipped', 'attested', 'waived'].includes(status)),
      readyByProfile: options.readyByProfile ?? { 'preview-2021': false, ga: false },
      setAside: {},
      exitCode: 1,
      words: 'Not ready: something must be fixed.',
      causes: options.causes ?? [],
      notices: options.notices ?? [],
      busy: options.busy ?? rows.some(({ status }) => status === 'running'),
      readOnly: options.readOnly ?? false,
      startedAt: '2026-11-24T07:00:00.000Z',
    };
  }

  view(): DoctorView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Replaces members of the view and tells the listeners. */
  show(change: Partial<DoctorView>): void {
    const next = { ...this.#view, ...change };
    this.#view = { ...next, counts: change.counts ?? count(next.rows) };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Replaces members of one row; a member given as undefined is removed. */
  showRow(id: string, change: { readonly [K in keyof DoctorRow]?: DoctorRow[K] | undefined }): void {
    const rows = this.#view.rows.map((row) => {
      if (row.id !== id) return row;
      const next: Record<string, unknown> = { ...row, ...change };
      for (const key of Object.keys(next)) if (next[key] === undefined) delete next[key];
      return next as unknown as DoctorRow;
    });
    this.show({ rows, busy: rows.some(({ status }) => status === 'running' || status === 'pending') });
  }

  start(): void {
    this.calls.push('start');
  }

  async settled(): Promise<void> {}

  retry(id: string): void {
    this.calls.push(`retry ${id}`);
  }

  retryNotPassed(): void {
    this.calls.push('retryNotPassed');
  }

  retryAll(): void {
    this.calls.push('retryAll');
  }

  watch(id: string): string | undefined {
    this.calls.push(`watch ${id}`);
    if (this.unwatched !== undefined) return this.unwatched;
    const row = this.#view.rows.find((each) => each.id === id);
    this.showRow(id, { watched: row?.watched === undefined ? {} : undefined });
    return undefined;
  }

  setProfile(profile: Profile): void {
    this.calls.push(`profile ${profile}`);
    this.show({ profile, otherProfile: this.#view.profile });
  }

  confirm(id: string): void {
    this.calls.push(`confirm ${id}`);
    this.showRow(id, { question: undefined });
  }

  waive(id: string, { reason, until }: { readonly reason: string; readonly until: string }): void {
    this.calls.push(`waive ${id} until ${until}: ${reason}`);
  }

  decline(id: string): void {
    this.calls.push(`decline ${id}`);
    this.showRow(id, { question: undefined });
  }

  async cancel(why: string): Promise<void> {
    this.calls.push(`cancel ${why}`);
    if (this.slowCancel) {
      await new Promise<void>((resolve) => {
        this.finishCancel = resolve;
      });
    }
    const rows = this.#view.rows.map((row): DoctorRow => {
      if (row.status !== 'running' && row.status !== 'pending') return row;
      const { running: _, ...rest } = row;
      return { ...rest, status: 'cancelled', message: 'stopped' };
    });
    this.show({ rows, busy: false });
  }

  wanted(): readonly SecretUse[] {
    return this.#wanted;
  }

  give(key: string, text: string): void {
    this.given.set(key, text);
    this.#wanted = this.#wanted.filter((request) => request.key !== key);
    this.show({});
  }

  saveNow(): void {
    this.calls.push('saveNow');
  }

  async close(): Promise<void> {
    this.calls.push('close');
  }
}
