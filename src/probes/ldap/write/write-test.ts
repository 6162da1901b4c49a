import { setTimeout as pause } from 'node:timers/promises';
import { defined } from '../../../base/defined.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { actedOn } from '../../../clients/ldap/consumers.ts';
import { type Directory, noAttributes } from '../../../clients/ldap/directory.ts';
import { isLost, type Outcome, resultCode } from '../../../clients/ldap/outcome.ts';
import { type PeerClock, timeOf } from '../../../clients/ldap/peer-clock.ts';
import type { Problem } from '../../../platform/types.ts';
import { stopwatch } from '../../../platform/wait.ts';
import type { WriteStep, WriteStepName } from './facts.ts';
import type { TestUser } from './test-user.ts';

/** Milliseconds between repeats of a read, growing, and how long a replica may take at most. */
const firstPause = 100;
const replicaMs = 5_000;

/** When the directory made an entry, by its own clock (RFC 4512, 3.4.1). */
const madeAt = 'createTimestamp';

/** `cut`: nothing new is begun after it, and what was made is deleted. `end`: nothing is waited for after it. */
export interface WriteSignals {
  readonly cut: AbortSignal;
  readonly end: AbortSignal;
}

/** The steps of the test with one user, over the bound connection. */
export class WriteTest {
  readonly steps: WriteStep[] = [];
  /** What others wrote into the user: `memberOf: cn=staff,o=contoso`. */
  actedOn: readonly string[] = [];
  /** What the directory's clock had when it made the user, by createTimestamp. */
  clock: PeerClock | undefined;
  #madeAt = '';
  readonly #context: ProbeContext;
  readonly #directory: Directory;
  readonly #address: string;
  readonly #cut: AbortSignal;
  readonly #signal: AbortSignal;

  constructor(context: ProbeContext, directory: Directory, address: string, { cut, end }: WriteSignals) {
    this.#context = context;
    this.#directory = directory;
    this.#address = address;
    this.#cut = cut;
    this.#signal = end;
  }

  /** True when the user may still be there afterwards. */
  async run(user: TestUser): Promise<boolean> {
    const { dn } = user;
    if (this.#cut.aborted) return false;
    const created = await this.#step('create', () => this.#directory.add(dn, user.attributes, this.#signal));
    // A refusal made nothing. Without an answer nobody knows: the journal keeps it for the next run.
    if (!created.ok) return created.problem === undefined || isLost(created.problem);
    this.#madeAt = this.#context.platform.now().toISOString();
    for (const step of [() => this.#read(user), () => this.#change(user), () => this.#readChanged(user)]) {
      if (!this.#cut.aborted) await step();
    }
    const deleted = await this.#step('delete', () => this.#directory.delete(dn, this.#signal));
    if (!deleted.ok && resultCode(deleted.problem) !== 32) return true;
    // Cut, the server's word is enough.
    if (this.#cut.aborted) return false;
    return !(await this.#isGone(dn));
  }

  #read({ dn, mark, id }: TestUser): Promise<void> {
    return this.#see('read', dn, mark, (values) => values.some((value) => value.includes(id)));
  }

  async #readChanged({ dn, changes }: TestUser): Promise<void> {
    const [changed] = Object.entries(changes);
    if (changed === undefined) {
      this.steps.push({ step: 'read-changed', ok: true, ms: 0 });
    } else if (this.steps.every(({ ok }) => ok)) {
      const [name, value] = changed;
      await this.#see('read-changed', dn, name, (values) =>
        values.some((one) => one.toLowerCase() === value.toLowerCase()),
      );
    }
  }

  /** All attributes at once; refused, one after the other, so that the one that is refused is named. */
  async #change({ dn, changes }: TestUser): Promise<void> {
    const names = Object.keys(changes);
    const values = (some: readonly string[]) =>
      Object.fromEntries(some.map((name) => [name, [changes[name] ?? '']]));
    if (names.length === 0) {
      this.steps.push({ step: 'change', ok: true, ms: 0 });
      return;
    }
    this.#wait('change');
    const all = await this.#directory.replace(dn, values(names), this.#signal);
    if (all.ok || isLost(all.problem)) {
      this.steps.push(stepOf('change', all));
      return;
    }
    let problem: Problem = all.problem;
    const refused: string[] = [];
    for (const name of names.length === 1 || this.#cut.aborted ? [] : names) {
      const one = await this.#directory.replace(dn, values([name]), this.#signal);
      if (one.ok) continue;
      problem = one.problem;
      refused.push(name);
    }
    const attributes = refused.length > 0 ? refused : names;
    this.steps.push({ step: 'change', ok: false, ms: all.ms, problem, attributes });
  }

  /** A replica may be behind: the read is repeated until it shows what was written, within bounds. */
  async #see(
    step: WriteStepName,
    dn: string,
    attribute: string,
    shows: (values: readonly string[]) => boolean,
  ): Promise<void> {
    this.#wait(step);
    const read = () => this.#directory.read(dn, [attribute, madeAt, ...actedOn], this.#signal);
    const { outcome, seen, repeats, ms } = await this.#repeat(read, (entries) =>
      entries.some((one) => shows(one.values(attribute))),
    );
    const [entry] = outcome.ok ? outcome.entries : [];
    const date = timeOf(entry, madeAt);
    if (date !== undefined) this.clock = { date, at: this.#madeAt };
    const others = actedOn.flatMap((name) => entry?.values(name).map((value) => `${name}: ${value}`) ?? []);
    if (others.length > 0) this.actedOn = others.slice(0, 10).map((one) => one.slice(0, 300));
    const why: Problem | undefined = outcome.ok
      ? seen
        ? undefined
        : { code: 'NOT_SHOWN', text: `${attribute} does not show what was written` }
      : outcome.problem;
    this.steps.push({
      step,
      ok: why === undefined,
      ms,
      ...defined({ problem: why, repeats: repeats || undefined }),
    });
  }

  async #isGone(dn: string): Promise<boolean> {
    this.#wait('gone');
    const read = () => this.#directory.read(dn, noAttributes, this.#signal);
    const { outcome, seen, repeats, ms } = await this.#repeat(read, (entries) => entries.length === 0);
    const gone = outcome.ok ? seen : resultCode(outcome.problem) === 32;
    const problem = outcome.ok
      ? { code: 'STILL_THERE', text: 'it is still shown after the deletion' }
      : outcome.problem;
    this.steps.push({
      step: 'gone',
      ok: gone,
      ms,
      ...defined({ problem: gone ? undefined : problem, repeats: repeats || undefined }),
    });
    return gone;
  }

  async #repeat(
    read: () => ReturnType<Directory['read']>,
    enough: (entries: readonly { values(name: string): readonly string[] }[]) => boolean,
  ) {
    const ms = stopwatch();
    for (let repeats = 0, wait = firstPause; ; repeats += 1, wait *= 2) {
      const outcome = await read();
      const seen = outcome.ok && enough(outcome.entries);
      // No such object is what a replica says of an entry that it has not got yet.
      const again = !seen && (outcome.ok || (resultCode(outcome.problem) === 32 && !enough([])));
      if (!again || ms() + wait > replicaMs) return { outcome, seen, repeats, ms: ms() };
      // Cut: what was made is to be deleted now, seen everywhere or not.
      await pause(wait, undefined, { signal: this.#cut }).catch(() => {});
      if (this.#cut.aborted) return { outcome, seen, repeats, ms: ms() };
    }
  }

  async #step(step: WriteStepName, work: () => Promise<Outcome>): Promise<WriteStep> {
    this.#wait(step);
    const made = stepOf(step, await work());
    this.steps.push(made);
    return made;
  }

  #wait(step: WriteStepName): void {
    this.#context.waitingFor(`${this.#address} (${step})`);
  }
}

function stepOf(step: WriteStepName, outcome: Outcome): WriteStep {
  return { step, ok: outcome.ok, ms: outcome.ms, ...(outcome.ok ? {} : { problem: outcome.problem }) };
}
