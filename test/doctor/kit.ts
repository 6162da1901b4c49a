import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { LastResults } from '../../src/cli/last-results.ts';
import type { EcmaProbe, ProbeContext } from '../../src/clients/environment.ts';
import { readConfiguration } from '../../src/doctor/configuration.ts';
import { LiveDoctor } from '../../src/doctor/live-doctor.ts';
import type { DoctorOptions } from '../../src/doctor/options.ts';
import { openSavedState } from '../../src/doctor/saved-state.ts';
import type { DoctorRow } from '../../src/doctor/view.ts';
import type { Facts } from '../../src/engine/facts.ts';
import type { AttemptContext, Verdict } from '../../src/engine/probe.ts';
import type { EngineEvent } from '../../src/engine/scheduler.ts';
import type { Platform } from '../../src/platform/types.ts';
import { reportInput } from '../../src/report/input.ts';
import type { Settings } from '../../src/settings/schema.ts';
import { settingsForReport } from '../../src/settings/settings-for-report.ts';

export const usable: Facts = { usable: true };
export const useless: Facts = { usable: false };

export interface Parts extends Partial<Omit<EcmaProbe, 'id' | 'work' | 'levels'>> {
  readonly level?: EcmaProbe['levels'][string];
  readonly levels?: EcmaProbe['levels'];
  readonly collect?: (context: ProbeContext & AttemptContext, signal: AbortSignal) => Promise<Facts>;
  readonly judge?: NonNullable<EcmaProbe['work']>['judge'];
}

/** A probe that is required, usable and passes at once, but for what is given. */
export function ecma(id: string, parts: Parts): EcmaProbe {
  const { level = 'required', levels, collect, judge, ...rest } = parts;
  return {
    id,
    title: `Title of ${id}`,
    area: id.split('.')[0] ?? id,
    levels: levels ?? { 'preview-2021': level, ga: level },
    requirements: [],
    source: 'test',
    needs: [],
    uses: [],
    deadlineMs: 5_000,
    ...rest,
    work: {
      collect: collect ?? (async () => usable),
      judge: judge ?? ((): Verdict => ({ status: 'pass', message: 'fine' })),
    },
  };
}

/** What the bind of this connector sends, as its definition says it. */
export const sendsPassword = (name: string): Pick<EcmaProbe, 'sends'> => ({
  sends: [{ key: `connectors.${name}.target.ldap.password`, label: `the directory password of ${name}` }],
});

export const says = (status: Verdict['status'], message: string) => (): Verdict => ({ status, message });

/** Judges by a member of the facts: `{ ok: true }` passes. */
export const byOk: NonNullable<Parts['judge']> = ({ facts }) =>
  facts.ok === true ? { status: 'pass', message: 'ok' } : { status: 'fail', message: 'not ok' };

/** Hangs until its signal ends. */
export const hang: NonNullable<Parts['collect']> = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** A machine that can only say its name, its user and the time. */
function fakePlatform(now: () => Date): Platform {
  const known = {
    machine: () => ({
      hostName: 'SRV-ECMA01',
      platform: 'linux',
      osName: 'Test',
      osRelease: '1',
      user: 'anna',
    }),
    now,
    env: () => ({}),
  };
  // Whoever asks for more gets a TypeError: no test of the doctor does.
  return known as unknown as Platform;
}

/** A folder with an `.ecmarc` of its own, and what doctors of it share. */
export class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-unit-'));
  readonly state = join(this.folder, 'state');
  readonly file = join(this.folder, '.ecmarc');
  readonly env: Record<string, string> = {};
  /** A person sits there: a variable that is not set is asked for. */
  asks = false;
  /** Wall clock of the doctors; settable. */
  now = (): Date => new Date();
  #open: Bench[] = [];

  /** Writes `.ecmarc`, last changed when given (ms since 1970). */
  write(text: string, changedAt?: number): this {
    writeFileSync(this.file, text, { mode: 0o600 });
    if (changedAt !== undefined) utimesSync(this.file, changedAt / 1000, changedAt / 1000);
    return this;
  }

  async doctor(
    probesFor: (settings: Settings) => readonly EcmaProbe[],
    more: Partial<DoctorOptions> = {},
  ): Promise<Bench> {
    const load = () => ({ cwd: this.folder, home: this.folder, now: this.now() });
    const reading = await readConfiguration(load(), this.env, { asks: this.asks });
    if (!reading.ok) throw new Error(reading.lines.join('\n'));
    const platform = fakePlatform(() => this.now());
    const last = new LastResults();
    const state = openSavedState({
      env: { ECMA_DOCTOR_STATE: this.state },
      platform: 'linux',
      home: this.folder,
      configPath: reading.configuration.path,
      decode: (stored) => last.decode(stored),
      now: () => this.now(),
    });
    const events: EngineEvent[] = [];
    const doctor = new LiveDoctor({
      tool: { name: 'ecma-doctor', version: 'test' },
      platform,
      configuration: reading.configuration,
      read: (before) => readConfiguration(load(), this.env, { before: before.secrets, asks: this.asks }),
      probesFor,
      choice: { only: [], skip: [] },
      writeTest: false,
      failOn: 'fail',
      state,
      encode: (view, settings) => last.encode(reportInput(view, { settings: settingsForReport(settings) })),
      onEvent: (event) => events.push(event),
      ...more,
    });
    const bench = new Bench(doctor, events);
    this.#open.push(bench);
    return bench;
  }

  /** Closes every doctor and removes the folder. */
  async end(): Promise<void> {
    for (const { doctor } of this.#open) {
      await doctor.cancel('the test is over', 1_000);
      await doctor.close();
    }
    this.#open = [];
    rmSync(this.folder, { recursive: true, force: true });
  }

  text(path: string): string {
    return readFileSync(path, 'utf8');
  }
}

export class Bench {
  readonly doctor: LiveDoctor;
  readonly events: EngineEvent[];

  constructor(doctor: LiveDoctor, events: EngineEvent[]) {
    this.doctor = doctor;
    this.events = events;
  }

  row(id: string): DoctorRow {
    const row = this.doctor.view().rows.find((one) => one.id === id);
    if (row === undefined) throw new Error(`no row ${id}`);
    return row;
  }

  status(id: string): string {
    const { status, reason } = this.row(id);
    return reason === undefined ? status : `${status}: ${reason}`;
  }

  /** How many attempts of this probe have begun. */
  begun(id: string): number {
    return this.events.filter((event) => event.type === 'attempt-started' && event.id === id).length;
  }

  async run(): Promise<this> {
    this.doctor.start();
    await this.doctor.settled();
    return this;
  }

  /** Does something of the doctor's and waits until nothing runs. */
  async after(what: (doctor: LiveDoctor) => void): Promise<this> {
    what(this.doctor);
    await this.doctor.settled();
    return this;
  }

  /** The texts of the notices, and of errors only. */
  notices(): string {
    return this.doctor
      .view()
      .notices.map(({ kind, text }) => `${kind}: ${text}`)
      .join('\n');
  }
}

/** Ends when this holds; a change of the ledger makes it look again. */
export async function until(bench: Bench, holds: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      end();
      resolve();
    };
    const end = bench.doctor.subscribe(look);
    look();
  });
  expect(holds()).toBe(true);
}
