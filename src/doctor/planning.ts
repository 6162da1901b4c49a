import type { ProbeEnvironment } from '../clients/environment.ts';
import { type EntryOf, gatesOf } from '../engine/gate.ts';
import { idMatcher } from '../engine/glob.ts';
import { emptyEntry } from '../engine/ledger.ts';
import { makePlan, type Plan } from '../engine/plan.ts';
import type { SecretUse } from '../engine/probe.ts';
import type { Settings } from '../settings/schema.ts';
import { secretSources } from '../settings/secret-store.ts';
import type { Configuration } from './configuration.ts';
import type { Effects } from './effects.ts';
import { idleGlobs } from './idle-globs.ts';
import type { Choice, DoctorOptions } from './options.ts';
import { waitingForSecret } from './secret-users.ts';

export type EcmaPlan = Plan<Settings, ProbeEnvironment>;

/** A test for ids by what the command line chose. */
export function choiceMatcher({ only, skip }: Choice): (id: string) => boolean {
  const wanted = only.length === 0 ? () => true : idMatcher(only);
  const unwanted = idMatcher(skip);
  return (id) => wanted(id) && !unwanted(id);
}

/** The probes that these settings make, with their own deadlines, chosen as the command line says. */
export function planFor(
  { choice, probesFor }: Pick<DoctorOptions, 'choice' | 'probesFor'>,
  { settings, secrets }: Configuration,
  effects: Effects,
): EcmaPlan {
  const bounds = Object.entries(settings.probes.deadlines).map(([glob, seconds]) => ({
    fits: idMatcher([glob]),
    deadlineMs: seconds * 1000,
  }));
  const prompts = secrets.prompts();
  const probes = probesFor(settings).map((probe) => {
    const bound = bounds.find(({ fits }) => fits(probe.id));
    const bounded = bound === undefined ? probe : { ...probe, deadlineMs: bound.deadlineMs };
    return effects.guard(waitingForSecret(bounded, prompts));
  });
  return makePlan(probes, choiceMatcher(choice));
}

/** A probe to be looked at because of new settings; `otherTarget` when it is about something else now. */
export interface ChangedProbe {
  readonly id: string;
  readonly otherTarget: boolean;
}

/** Probes that are new, about something else now, or that were skipped under the settings before. */
export function changedBetween(
  before: { readonly plan: EcmaPlan; readonly settings: Settings },
  after: EcmaPlan,
  entryOf: EntryOf,
): readonly ChangedProbe[] {
  const gates = gatesOf(before.plan, entryOf, before.settings);
  return after.probes.flatMap((probe): readonly ChangedProbe[] => {
    const { id, fingerprint } = probe;
    const otherTarget = before.plan.byId.get(id)?.fingerprint !== fingerprint;
    const skipped = gates.get(id)?.kind === 'skipped';
    return otherTarget || skipped || !before.plan.byId.has(id) ? [{ id, otherTarget }] : [];
  });
}

/** The secrets that a probe will send which is chosen, built and configured. */
export function neededSecrets(plan: EcmaPlan, { settings, secrets }: Configuration): readonly SecretUse[] {
  const gates = gatesOf(plan, () => emptyEntry, settings);
  const prompts = new Set(secrets.prompts());
  const senders = new Map<string, SecretUse>();
  for (const probe of plan.probes) {
    if (probe.sends === undefined || probe.work === undefined || !plan.chosen.has(probe.id)) continue;
    const skipped = gates.get(probe.id)?.kind === 'skipped';
    for (const use of probe.sends)
      if ((!skipped || prompts.has(use.key)) && !senders.has(use.key)) senders.set(use.key, use);
  }
  return secretSources(settings).flatMap(({ key }) => senders.get(key) ?? []);
}

/** Needed secrets that cannot be had, a line each; those to be typed only when nobody can type them. */
export async function lackingSecrets(
  plan: EcmaPlan,
  configuration: Configuration,
  promptsToo: boolean,
): Promise<readonly string[]> {
  const { secrets, path } = configuration;
  const prompts = new Set(secrets.prompts());
  const keys = neededSecrets(plan, configuration).map(({ key }) => key);
  const missing = await secrets.missing(keys.filter((key) => promptsToo || !prompts.has(key)));
  return missing.map(({ key, message }) => `${path ?? '.ecmarc'} ${key}: ${message}`);
}

/** Globs of `.ecmarc` and of the command line that fit no check of this run's list, in words. */
export function unmatchedGlobs(
  plan: EcmaPlan,
  { settings, path }: Configuration,
  choice: Choice,
): readonly string[] {
  const globs = [
    ...settings.probes.waive.map(({ id }) => ({ key: 'probes.waive', id })),
    ...Object.keys(settings.probes.deadlines).map((id) => ({ key: 'probes.deadlines', id })),
  ];
  const ids = plan.probes.map(({ id }) => id);
  return [
    ...globs
      .filter(({ id }) => !ids.some(idMatcher([id])))
      .map(({ key, id }) => `${path ?? '.ecmarc'} ${key}: ${id} fits no check (--list shows their names)`),
    ...idleGlobs(choice, ids),
  ];
}
