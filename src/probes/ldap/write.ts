import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { defined } from '../../base/defined.ts';
import type { ProbeContext, WriteJournal } from '../../clients/environment.ts';
import type { JudgeInput } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import { stopwatch } from '../../platform/wait.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { answeredWriteTest } from '../common/attested.ts';
import { writeTestOff } from '../common/not-run.ts';
import { ldapTargetOf } from '../common/target.ts';
import { idIn, type MakeProbe, type Scope } from '../describe.ts';
import type { BindFacts } from './bind/facts.ts';
import { leaseBound, lostTo } from './connection.ts';
import type { Directory } from './directory.ts';
import { kindOf } from './kinds.ts';
import { begin, cleanUp } from './leftovers.ts';
import { isLost, type Outcome, resultCode } from './outcome.ts';
import { placeOf } from './place.ts';
import { bound, noUsers } from './rows.ts';
import type { SchemaFacts } from './schema/facts.ts';
import type { WriteFacts } from './write/facts.ts';
import { planTestUser, type TestUser } from './write-entry.ts';
import { judgeWrite } from './write-judge.ts';
import type { StepName, WriteStep } from './write-steps.ts';

/** What a person is told before the test writes. */
const asksToWrite = {
  text: 'Create, change and delete one test user in the directory?',
  effects: [
    'Creates one user, ecma-doctor-test-..., changes it and deletes it again.',
    'Whoever follows changes of the directory (identity drivers, change log, audit) sees these three.',
    'Some servers keep a tombstone of the deleted user for a while.',
  ],
};

/** The same where the test is off, and only an older run's user is to be deleted. */
const asksToCleanUp = {
  text: 'Delete the test user that an older write test left?',
  effects: ['Deletes the user that the journal names, once it is seen to bear our mark. Nothing is created.'],
};

/** Creates, reads, changes, reads and deletes one test user, and sees that it is gone. */
export const ldapWriteProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  const id = idIn(scope, 'ldap.write');
  return bound(scope, {
    id: 'ldap.write',
    title: 'Create, update, delete a user',
    levels: levels('required', 'required'),
    requirements: ['TGT-01', 'LDAP-13'],
    needs: ['ldap.bind', 'ldap.schema', 'ldap.users'],
    seconds: 60,
    notAllowed: () => (scope.options.cleanUp?.has(id) ? undefined : writeTestOff(scope, id)),
    notConfigured: () => noUsers(scope),
    attested: answeredWriteTest(scope, id),
    ...(target === undefined
      ? {}
      : {
          asks: writeTestOff(scope, id) === undefined ? asksToWrite : asksToCleanUp,
          work: {
            collect: (context, signal) => collect(context, scope, target, signal),
            judge: (input: JudgeInput<Settings, WriteFacts>) => judgeWrite(input, scope, target),
          },
        }),
  });
};

async function collect(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<WriteFacts> {
  const { journal } = context;
  if (journal === undefined) return noRecord({ code: 'NO_STATE', text: 'the state folder cannot be used' });
  const { bind, directory } = await leaseBound(context, scope, target);
  if (directory === undefined) return lostTo(bind);
  const { address } = placeOf(target, context.settings);
  context.waitingFor(`${address} (what an older test left)`);
  const leftovers = await cleanUp(directory, journal, address, signal);
  const about = leftovers.length === 0 ? {} : { leftovers };
  if (writeTestOff(scope, idIn(scope, 'ldap.write')) !== undefined) {
    return { ...about, cleanUpOnly: true, usable: true };
  }
  const plan = planFor(context, scope, target, bind);
  if (!plan.ok) return { ...about, unfillable: plan.unfillable, usable: false };
  const { user } = plan;
  const planned = journal.plan({
    connector: scope.connector?.name ?? '',
    target: address,
    what: { dn: user.dn, id: user.id, mark: user.mark },
  });
  if (!planned.ok) return { ...about, ...noRecord(planned.problem) };
  const over = begin(journal, planned.id);
  try {
    const test = new WriteTest(context, directory, address, signal);
    const mayRemain = await test.run(user);
    if (!mayRemain) settle(journal, planned.id);
    const done = !mayRemain && test.steps.length === 6 && test.steps.every(({ ok }) => ok);
    const disabled = plan.disabled ? { disabled: true } : {};
    return { ...about, ...disabled, dn: user.dn, steps: test.steps, done, mayRemain, usable: done };
  } finally {
    over();
  }
}

function noRecord(problem: Problem): WriteFacts {
  return { noJournal: problem, usable: false };
}

/** A journal that cannot be written now only makes the next run look once more. */
function settle(journal: WriteJournal, id: string): void {
  journal.settle(id);
}

function planFor(context: ProbeContext, scope: Scope, target: LdapTarget, bind: BindFacts) {
  const schema = (context.facts(idIn(scope, 'ldap.schema')) ?? { usable: false }) as SchemaFacts;
  const lds = kindOf(bind.rootDse ?? {}).name === 'ad-lds';
  const plan = planTestUser({
    schema,
    container: target.writeContainer ?? target.users ?? '',
    id: randomUUID(),
    mapped: target.attributes ?? [],
    disabled: lds ? requirement('LDAP-13').values.disabled : undefined,
  });
  return { ...plan, disabled: lds };
}

/** Milliseconds between repeats of a read, growing, and how long a replica may take at most. */
const firstPause = 100;
const replicaMs = 5_000;

class WriteTest {
  readonly steps: WriteStep[] = [];
  readonly #context: ProbeContext;
  readonly #directory: Directory;
  readonly #address: string;
  readonly #signal: AbortSignal;

  constructor(context: ProbeContext, directory: Directory, address: string, signal: AbortSignal) {
    this.#context = context;
    this.#directory = directory;
    this.#address = address;
    this.#signal = signal;
  }

  /** True when the user may still be there afterwards. */
  async run(user: TestUser): Promise<boolean> {
    const { dn } = user;
    const created = await this.#step('create', () => this.#directory.add(dn, user.attributes, this.#signal));
    // A refusal made nothing. Without an answer nobody knows: the journal keeps it for the next run.
    if (!created.ok) return created.problem === undefined || isLost(created.problem);
    await this.#see('read', dn, user.mark, (values) => values.some((value) => value.includes(user.id)));
    await this.#change(user);
    const [changed] = Object.entries(user.changes);
    if (changed !== undefined && this.steps.every(({ ok }) => ok)) {
      const [name, value] = changed;
      await this.#see('read-changed', dn, name, (values) =>
        values.some((one) => one.toLowerCase() === value.toLowerCase()),
      );
    } else if (changed === undefined) {
      this.steps.push({ step: 'read-changed', ok: true, ms: 0 });
    }
    const deleted = await this.#step('delete', () => this.#directory.delete(dn, this.#signal));
    if (!deleted.ok && resultCode(deleted.problem) !== 32) return true;
    return !(await this.#isGone(dn));
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
    for (const name of names.length === 1 ? [] : names) {
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
    step: StepName,
    dn: string,
    attribute: string,
    shows: (values: readonly string[]) => boolean,
  ): Promise<void> {
    this.#wait(step);
    const read = () =>
      this.#directory.search(
        { base: dn, scope: 'base', filter: '(objectClass=*)', attributes: [attribute] },
        this.#signal,
      );
    const { outcome, seen, repeats, ms } = await this.#repeat(read, (entries) =>
      entries.some((one) => shows(one.values(attribute))),
    );
    const why: Problem | undefined = outcome.ok
      ? seen
        ? undefined
        : { code: 'NOT_SHOWN', text: `${attribute} does not show what was written` }
      : outcome.problem;
    this.steps.push({
      step,
      ok: why === undefined,
      ms,
      ...defined({ problem: why }),
      ...(repeats === 0 ? {} : { repeats }),
    });
  }

  async #isGone(dn: string): Promise<boolean> {
    this.#wait('gone');
    const read = () =>
      this.#directory.search(
        { base: dn, scope: 'base', filter: '(objectClass=*)', attributes: ['1.1'] },
        this.#signal,
      );
    const { outcome, seen, repeats, ms } = await this.#repeat(read, (entries) => entries.length === 0);
    const gone = outcome.ok ? seen : resultCode(outcome.problem) === 32;
    const problem = outcome.ok
      ? { code: 'STILL_THERE', text: 'it is still shown after the deletion' }
      : outcome.problem;
    this.steps.push({
      step: 'gone',
      ok: gone,
      ms,
      ...(gone ? {} : { problem }),
      ...(repeats === 0 ? {} : { repeats }),
    });
    return gone;
  }

  async #repeat(
    read: () => ReturnType<Directory['search']>,
    enough: (entries: readonly { values(name: string): readonly string[] }[]) => boolean,
  ) {
    const ms = stopwatch();
    for (let repeats = 0, wait = firstPause; ; repeats += 1, wait *= 2) {
      const outcome = await read();
      const seen = outcome.ok && enough(outcome.entries);
      // No such object is what a replica says of an entry that it has not got yet.
      const again = !seen && (outcome.ok || (resultCode(outcome.problem) === 32 && !enough([])));
      if (!again || ms() + wait > replicaMs) return { outcome, seen, repeats, ms: ms() };
      await pause(wait, undefined, { signal: this.#signal });
    }
  }

  async #step(step: StepName, work: () => Promise<Outcome>): Promise<WriteStep> {
    this.#wait(step);
    const made = stepOf(step, await work());
    this.steps.push(made);
    return made;
  }

  #wait(step: StepName): void {
    this.#context.waitingFor(`${this.#address} (${step})`);
  }
}

function stepOf(step: StepName, outcome: Outcome): WriteStep {
  return { step, ok: outcome.ok, ms: outcome.ms, ...(outcome.ok ? {} : { problem: outcome.problem }) };
}
