import { cloud } from './cloud.ts';
import { connector } from './connector.ts';
import { errors } from './errors.ts';
import { framework } from './framework.ts';
import { host } from './host.ts';
import { ldap } from './ldap.ts';
import { network } from './network.ts';
import { operatingSystem } from './operating-system.ts';
import type { Requirement } from './requirement.ts';
import { sql } from './sql.ts';

const catalogue = {
  ...operatingSystem,
  ...framework,
  ...network,
  ...host,
  ...connector,
  ...ldap,
  ...sql,
  ...cloud,
  ...errors,
};

export type RequirementId = keyof typeof catalogue;

/** Every requirement, in the order of the sections. */
export const requirements: readonly Requirement[] = Object.values(catalogue);

/** A requirement with its exact values: `requirement('NETFX-01').values.release` is 461308. */
export function requirement<K extends RequirementId>(id: K): (typeof catalogue)[K] {
  return catalogue[id];
}

/** The documents behind some requirements, in words, each once with the places in it: what a probe shows as its source. */
export function sourceOf(ids: readonly RequirementId[]): string {
  const places = new Map<string, Set<string>>();
  for (const id of ids) {
    const { title, section }: Requirement['source'] = requirement(id).source;
    const sections = places.get(title) ?? new Set<string>();
    places.set(title, sections);
    if (section !== undefined) sections.add(section);
  }
  return [...places].map(([title, sections]) => [title, ...sections].join(', ')).join('; ');
}
