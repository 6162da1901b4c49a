import { randomUUID } from 'node:crypto';
import { defined } from '../../../base/defined.ts';
import { lostTo } from '../../../clients/ldap/connection.ts';
import { findConsumers, findReferences } from '../../../clients/ldap/consumers.ts';
import type { Directory } from '../../../clients/ldap/directory.ts';
import { endpointOf } from '../../../clients/ldap/endpoint.ts';
import type { RootDse } from '../../../clients/ldap/root-dse.ts';
import { undoMs } from '../../../engine/attempt.ts';
import { idFor } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import type { ConnectorSettings } from '../../../settings/schema.ts';
import { writeTestOff } from '../../common/not-run.ts';
import { connectionOf, type LdapContext } from '../define.ts';
import { ldapSchema } from '../schema/facts.ts';
import { type Leftover, ldapWrite, type WriteFacts } from './facts.ts';
import { cleanUp, knownLeftovers, markUnderWay, placeOf } from './leftovers.ts';
import { planTestUser } from './test-user.ts';
import { WriteTest } from './write-test.ts';

export async function collectWrite(context: LdapContext, signal: AbortSignal): Promise<WriteFacts> {
  const { journal, scope } = context;
  const { connector, target } = scope;
  if (journal === undefined)
    return noRecord({
      code: 'NO_STATE',
      text: 'another doctor has this .ecmarc open, or the state folder cannot be used: the notes at the top say which',
    });
  const { address } = endpointOf(target, context.settings);
  const of = { connector: connector.name, target: address };
  const { bind, directory } = await connectionOf(context);
  if (directory === undefined) return { ...lostTo(bind), ...leftoverFacts(knownLeftovers(journal, of)) };
  context.waitingFor(`${address} (what an older test left)`);
  const off = writeTestOff(scope, idFor(ldapWrite, connector.name)) !== undefined;
  // Off and with nobody to say yes, it is only looked whether something is left.
  const mayDelete = !off || scope.options.unattended !== true;
  const about = leftoverFacts(await cleanUp(directory, journal, of, mayDelete, signal));
  if (off) return { ...about, cleanUpOnly: true, usable: true };
  // What cannot be deleted is not made once more.
  if (about.leftovers?.some(({ end }) => end === 'stays')) return { ...about, usable: false };
  const plan = planFor(context);
  if (!plan.ok) return { ...about, unfillable: plan.unfillable, usable: false };
  const { user } = plan;
  context.waitingFor(`${address} (who acts on new users)`);
  const rootDse = bind.rootDse ?? {};
  const { acting, listening, hidden } = await findConsumers(directory, rootDse, plan.container, signal);
  const lists = { consumers: some(acting), listening: some(listening), hidden: some(hidden) };
  const seen = { ...about, ...defined(lists) };
  if (acting.length > 0 && !insists(connector)) return { ...seen, refused: true, usable: false };
  const place = await placeOf(directory, plan.container, signal);
  const planned = journal.plan({
    ...of,
    what: { dn: user.dn, id: user.id, mark: user.mark, ...defined({ place }) },
  });
  if (!planned.ok) return { ...seen, ...noRecord(planned.problem) };
  const over = markUnderWay(journal, planned.id);
  context.leaves(`the test user ${user.dn} may be there: the next write test deletes it`);
  const grace = graceAfter(signal);
  try {
    const test = new WriteTest(context, directory, address, { cut: signal, end: grace.signal });
    const mayRemain = await directory.hold(() => test.run(user));
    // A journal that cannot be written now only makes the next run look once more.
    if (!mayRemain) {
      journal.settle(planned.id);
      context.leaves(`the test user ${user.dn} is not there any more`);
    }
    const done = !mayRemain && test.steps.length === 6 && test.steps.every(({ ok }) => ok);
    const disabled = user.disabled ? { disabled: true } : {};
    const traces = mayRemain || signal.aborted ? {} : await tracesOf(directory, rootDse, user.dn, signal);
    const { dn } = user;
    const { steps, actedOn, clock } = test;
    const acted = defined({ actedOn: some(actedOn), clock, untried: some(user.untried) });
    return { ...seen, ...acted, ...traces, ...disabled, dn, steps, done, mayRemain, usable: done };
  } finally {
    grace.stop();
    over();
  }
}

/** What still names it. A search that fails proves nothing, and harms nothing. */
async function tracesOf(
  directory: Directory,
  rootDse: RootDse,
  dn: string,
  signal: AbortSignal,
): Promise<Pick<WriteFacts, 'references' | 'referencesUntold'>> {
  const { found, whole } = await findReferences(directory, rootDse, dn, signal);
  return { ...defined({ references: some(found) }), ...(whole ? {} : { referencesUntold: true }) };
}

/** A list that holds something. */
function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function insists({ writeTest }: ConnectorSettings): boolean {
  return typeof writeTest === 'object' && writeTest.despite.includes('consumers');
}

/** A signal that comes `undoMs` after this one: what was made can be undone meanwhile. */
function graceAfter(signal: AbortSignal): { readonly signal: AbortSignal; stop(): void } {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const cut = () => {
    timer = setTimeout(() => end.abort(signal.reason), undoMs);
  };
  if (signal.aborted) cut();
  else signal.addEventListener('abort', cut, { once: true });
  return {
    signal: end.signal,
    stop() {
      clearTimeout(timer);
      signal.removeEventListener('abort', cut);
    },
  };
}

function leftoverFacts(leftovers: readonly Leftover[]): Pick<WriteFacts, 'leftovers'> {
  return leftovers.length === 0 ? {} : { leftovers };
}

function noRecord(problem: Problem): WriteFacts {
  return { noJournal: problem, usable: false };
}

function planFor({ facts, scope: { target } }: LdapContext) {
  const container = target.writeContainer ?? target.users ?? '';
  const plan = planTestUser({
    schema: facts.of(ldapSchema) ?? { usable: false },
    container,
    id: randomUUID(),
    mapped: target.attributes,
    disabling: [requirement('LDAP-13').values.disabled, 'loginDisabled'],
  });
  return { ...plan, container };
}
