import type { Probe } from './probe.ts';

/** The probe list contradicts itself: a defect in the program, named at start. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

/** The probes of one run, checked and ordered. */
export interface Plan<S, E> {
  /** In the order of the list. */
  readonly probes: readonly Probe<S, E>[];
  readonly byId: ReadonlyMap<string, Probe<S, E>>;
  /** Needs before what needs them. */
  readonly order: readonly Probe<S, E>[];
  /** Where an id stands in `order`. */
  readonly places: ReadonlyMap<string, number>;
  /** Ids that need an id directly. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** The chosen ids and all that they need. */
  readonly chosen: ReadonlySet<string>;
}

/**
 * Checks ids, needs and uses, orders the probes, and closes the choice over needs: what a chosen probe needs runs
 * too, whether it was chosen or skipped.
 *
 * @throws PlanError for an id that stands twice, a need or use that nobody is, and a cycle among needs.
 */
export function makePlan<S, E>(
  probes: readonly Probe<S, E>[],
  choose: (id: string) => boolean = () => true,
): Plan<S, E> {
  const byId = new Map<string, Probe<S, E>>();
  for (const probe of probes) {
    if (byId.has(probe.id)) throw new PlanError(`two probes are called ${probe.id}`);
    byId.set(probe.id, probe);
  }
  const dependents = new Map<string, string[]>();
  for (const probe of probes) {
    const mustBeThere = (id: string): void => {
      if (!byId.has(id)) throw new PlanError(`${probe.id} asks for ${id}, which is not in the list`);
    };
    for (const id of probe.needs) mustBeThere(id);
    for (const id of probe.uses) mustBeThere(id);
    for (const need of probe.needs) {
      const known = dependents.get(need);
      if (known === undefined) dependents.set(need, [probe.id]);
      else known.push(probe.id);
    }
  }
  const chosen = new Set<string>();
  const add = (id: string): void => {
    if (chosen.has(id)) return;
    chosen.add(id);
    for (const need of byId.get(id)?.needs ?? []) add(need);
  };
  const order = sorted(probes, byId);
  for (const probe of probes) if (choose(probe.id)) add(probe.id);
  const places = new Map(order.map(({ id }, place) => [id, place]));
  return { probes, byId, order, places, dependents, chosen };
}

function sorted<S, E>(
  probes: readonly Probe<S, E>[],
  byId: ReadonlyMap<string, Probe<S, E>>,
): readonly Probe<S, E>[] {
  const order: Probe<S, E>[] = [];
  const done = new Set<string>();
  // In the order of their coming, as a Set keeps it.
  const path = new Set<string>();
  const visit = (probe: Probe<S, E>): void => {
    if (done.has(probe.id)) return;
    if (path.has(probe.id)) {
      const ids = [...path];
      const circle = [...ids.slice(ids.indexOf(probe.id)), probe.id];
      throw new PlanError(`needs run in a circle: ${circle.join(' > ')}`);
    }
    path.add(probe.id);
    for (const id of probe.needs) {
      const need = byId.get(id);
      if (need !== undefined) visit(need);
    }
    path.delete(probe.id);
    done.add(probe.id);
    order.push(probe);
  };
  for (const probe of probes) visit(probe);
  return order;
}

/** All ids that need `id`, directly or through others. */
export function allDependents<S, E>(plan: Plan<S, E>, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (of: string): void => {
    for (const dependent of plan.dependents.get(of) ?? []) {
      if (found.has(dependent)) continue;
      found.add(dependent);
      add(dependent);
    }
  };
  add(id);
  return found;
}
