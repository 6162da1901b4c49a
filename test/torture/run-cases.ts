import type { EcmaProbe, ProbeEnvironment } from '../../src/clients/environment.ts';
import { startAttempt } from '../../src/engine/attempt.ts';
import { type Facts, readerFor } from '../../src/engine/facts.ts';
import { Leases } from '../../src/engine/leases.ts';
import type { Outcome } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { AttemptContext } from '../../src/engine/probe.ts';
import { type JudgedOutcome, judgeOutcome } from '../../src/results/judge.ts';
import { makeContext } from '../probes/context.ts';
import { memoryJournal } from '../probes/ldap/site.ts';
import { type FaultKind, faultKindsOf, type Layer } from './faults.ts';
import {
  type Call,
  Meddler,
  meddledPlatform,
  meddleWithConversations,
  standBeforeConversations,
} from './faulty-calls.ts';
import { descriptorsLeft, openDescriptors } from './open-descriptors.ts';
import { OpenTimers } from './open-timers.ts';
import type { World } from './world.ts';

/** One probe, one of its calls, one fault, and what became of the row. */
export interface Case {
  readonly probe: string;
  readonly layer: Layer;
  readonly call: string;
  readonly kind: FaultKind;
  readonly status: string;
  readonly message: string;
  readonly row: JudgedOutcome;
  /** The row passes, and does not when nothing is wrong. */
  readonly better: boolean;
  /** The row passes in the very words that it has when nothing is wrong. */
  readonly unmoved: boolean;
  /** The row passes, and no word says that something was not seen. */
  readonly silent: boolean;
  /** Files and sockets that are still open, child processes that still live, and timers that are still set. */
  readonly left: readonly string[];
}

const usualDay = '2026-11-24T07:00:00.000Z';
const profiles = ['preview-2021', 'ga'] as const;

/** Words by which a row says that something was not seen. */
const lacking =
  /did not tell|not allowed|not shown|not seen|not read|cannot|could not|may not|unread|unknown|no answer|refused|denied|not told|does not say|not asked|failed|not looked|permission|did not|broke|no such|nothing|without|not there|not understood|not found/gi;

/** How many of them. */
function lackOf(row: JudgedOutcome | undefined): number {
  return JSON.stringify(row ?? '').match(lacking)?.length ?? 0;
}

/** How long it took is not what it says. */
function wordsOf(rows: readonly JudgedOutcome[]): string {
  return JSON.stringify(rows).replaceAll(/\d+(\.\d+)? ms/g, 'some ms');
}

async function closeAll(leases: Leases): Promise<void> {
  for (const key of leases.keys()) leases.close(key);
  await leases.closed();
}

/** Of this process, whoever started them. */
export function childrenAlive(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
}

const timers = new OpenTimers();

/** More than there were before; one that is ending has some seconds for it. */
async function childrenLeft(before: number): Promise<number> {
  for (let tries = 0; tries < 200 && childrenAlive() > before; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return Math.max(0, childrenAlive() - before);
}

/** An id without its connector. */
export const rowOf = (id: string): string => id.split('@')[0] ?? id;

/** All probes of a world, and their calls when all is well. */
export class Torture {
  readonly #world: World;
  readonly #facts = new Map<string, Facts>();
  readonly #calls = new Map<string, readonly Call[]>();
  /** Connections that several probes share, opened when all was well. */
  readonly #shared = new Leases();
  readonly #openers = new Set<string>();
  readonly #only: readonly string[] | undefined;

  /** `only`: these rows, whichever connector's; others run where these need them, and are not tried. */
  constructor(world: World, only?: readonly string[]) {
    this.#world = world;
    this.#only = only;
    standBeforeConversations();
  }

  /** Those that are tried, with the calls that they make. */
  get probes(): ReadonlyMap<string, readonly Call[]> {
    return this.#calls;
  }

  healthy(id: string): readonly JudgedOutcome[] {
    return this.#judge(this.#probe(id), { kind: 'facts', facts: this.#facts.get(id) ?? { usable: false } });
  }

  async start(): Promise<void> {
    const tried = (id: string) => this.#only?.includes(rowOf(id)) ?? true;
    const { order, chosen } = makePlan(this.#world.probes, tried);
    for (const probe of order) {
      if (!chosen.has(probe.id) || !this.#runs(probe)) continue;
      const meddler = new Meddler();
      const { calls } = meddler;
      const outcome = await this.#run(probe, meddler, this.#shared, probe.id);
      if (outcome.kind !== 'facts') throw new Error(`${probe.id}: ${JSON.stringify(outcome)}`);
      this.#facts.set(probe.id, outcome.facts);
      if (tried(probe.id)) this.#calls.set(probe.id, calls);
    }
  }

  /** Gives what is still set, of all that was ever run. */
  async stop(): Promise<readonly string[]> {
    await closeAll(this.#shared);
    return timers.left();
  }

  /** Every fault of every call of this probe: of all, of some layers, or of those that are wanted. */
  async *cases(
    id: string,
    layers?: readonly Layer[],
    wanted: (call: Call) => boolean = () => true,
  ): AsyncGenerator<Case> {
    const probe = this.#probe(id);
    const well = this.healthy(id);
    for (const call of this.#calls.get(id) ?? []) {
      const { layer, name, key, turn } = call;
      if (layers?.includes(layer) === false || !wanted(call)) continue;
      for (const kind of faultKindsOf(layer)) {
        // A probe that opens the shared connection opens one of its own; a question that is cut may end it, but no token,
        // and behind a log-in that was refused there the next is held back.
        const ends = (kind === 'stopped' && probe.share !== 'tenant') || key === 'odbc connect';
        const leases = this.#openers.has(id) || ends ? new Leases() : this.#shared;
        const meddler = new Meddler({ at: call, kind });
        const [children, descriptors] = [childrenAlive(), await openDescriptors()];
        const own = `${id} ${key} ${turn} ${kind}`;
        const run = await this.#run(probe, meddler, leases, own);
        if (leases !== this.#shared) await closeAll(leases);
        const left = [
          ...Array.from({ length: await childrenLeft(children) }, () => 'a child process'),
          ...(await descriptorsLeft(descriptors)),
          ...(await timers.left(own)),
          ...Array.from({ length: meddler.left() }, () => 'a socket or file'),
        ];
        if (!meddler.made) throw new Error(`${id} asks no more: ${name}`);
        if (!meddler.applied && left.length === 0) continue;
        const rows = this.#judge(probe, run);
        const [row] = rows;
        if (row === undefined) throw new Error('no row');
        const same = wordsOf(rows) === wordsOf(well);
        yield {
          probe: id,
          layer,
          call: name,
          kind,
          status: rows.map(({ status }) => status).join('/'),
          message: row.message,
          row,
          better: rows.some((one, at) => one.status === 'pass' && well[at]?.status !== 'pass'),
          unmoved: same && rows.some(({ status }) => status === 'pass'),
          silent: !same && rows.some((one, at) => one.status === 'pass' && lackOf(one) <= lackOf(well[at])),
          left,
        };
      }
    }
  }

  get #observedAt(): string {
    return this.#world.observedAt ?? usualDay;
  }

  #probe(id: string): EcmaProbe {
    const probe = this.#world.probes.find((one) => one.id === id);
    if (probe === undefined) throw new Error(`no probe ${id}`);
    return probe;
  }

  /** As the engine would decide it. */
  #runs(probe: EcmaProbe): boolean {
    const facts = readerFor(probe.connector, (id) => this.#facts.get(id));
    const { settings } = this.#world;
    return (
      probe.work !== undefined &&
      probe.needs.every((id) => this.#facts.get(id)?.usable === true) &&
      probe.notApplicable?.(settings, facts) === undefined &&
      probe.notAllowed?.(settings) === undefined &&
      probe.notConfigured?.(settings) === undefined
    );
  }

  /** `own`: by which its timers are told from those of others. */
  async #run(probe: EcmaProbe, meddler: Meddler, leases: Leases, own: string): Promise<Outcome> {
    const { settings, secrets } = this.#world;
    this.#world.reset();
    const ended = Promise.withResolvers<Outcome>();
    meddleWithConversations(meddler);
    const made = makeContext({
      platform: meddledPlatform(this.#world, meddler),
      settings,
      secrets,
      facts: Object.fromEntries([...this.#facts].filter(([id]) => id !== probe.id)),
      ...(probe.connector !== undefined && { connector: probe.connector }),
    });
    const ends = new AbortController();
    const environment: ProbeEnvironment & AttemptContext = {
      ...made,
      // Its calls are those of the probe that opened it when all was well.
      lease: (open) =>
        leases.acquire(probe.share ?? probe.id, ends.signal, (signal) => {
          if (leases === this.#shared) this.#openers.add(probe.id);
          return this.#openers.has(probe.id) ? open(signal) : meddler.aside(() => open(signal));
        }),
      journal: memoryJournal(),
    };
    const attempt = timers.in(own, () =>
      startAttempt<typeof settings, ProbeEnvironment>({
        probe: { ...probe, deadlineMs: 600_000 },
        environment: () => environment,
        startedAt: this.#observedAt,
        context: () => environment,
        waitingFor: () => undefined,
        // What waits for an answer that never comes undoes nothing, however long it is given.
        ...(meddler.kind === 'late' && { undoMs: 50 }),
        ended(_, outcome) {
          ends.abort(new Error('the attempt has ended'));
          ended.resolve(outcome);
        },
      }),
    );
    void meddler.reached.promise.then(() => attempt.stop({ kind: 'timed-out', deadlineMs: 1000 }));
    const outcome = await ended.promise;
    // A call without a signal that is never answered keeps the probe's own code waiting: nothing of it counts any more.
    await Promise.race([attempt.returned, new Promise((resolve) => setTimeout(resolve, 50))]);
    meddleWithConversations(undefined);
    return outcome;
  }

  #judge(probe: EcmaProbe, outcome: Outcome): readonly JudgedOutcome[] {
    const uses = (id: string) => (id === probe.id ? undefined : this.#facts.get(id));
    return profiles.map((profile) =>
      judgeOutcome(probe, outcome, this.#observedAt, this.#world.settings, profile, uses),
    );
  }
}
