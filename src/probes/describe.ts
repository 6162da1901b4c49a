import type { EcmaProbe } from '../clients/environment.ts';

export type { ProbeOptions } from './define.ts';

import { type RequirementId, sourceOf } from '../requirements/index.ts';
import type { ConnectorSettings, Settings } from '../settings/schema.ts';
import type { ProbeOptions } from './define.ts';

/** What a run is about: the settings, one connector of them, and what the command line adds. */
export interface Scope {
  readonly settings: Settings;
  /** Absent in the catalogue, and where no connector is configured. */
  readonly connector: ConnectorSettings | undefined;
  readonly options: ProbeOptions;
}

/** One entry of the list: makes the probe for a run, or for one connector of it. */
export type MakeProbe = (scope: Scope) => EcmaProbe;

type Optional =
  | 'connector'
  | 'subject'
  | 'lane'
  | 'share'
  | 'fingerprint'
  | 'lockout'
  | 'answerable'
  | 'asks'
  | 'notApplicable'
  | 'notAllowed'
  | 'notConfigured'
  | 'attested'
  | 'work';

/** A probe as its author writes it: area and source follow from the id and the requirements. */
export interface Description extends Pick<EcmaProbe, 'id' | 'title' | 'levels' | Optional> {
  readonly requirements: readonly RequirementId[];
  readonly needs?: readonly string[];
  readonly uses?: readonly string[];
  readonly seconds: number;
}

export function describeProbe(description: Description): EcmaProbe {
  const { seconds, needs = [], uses = [], ...rest } = description;
  return {
    ...rest,
    area: areaOf(rest.id),
    source: sourceOf(rest.requirements),
    needs,
    uses,
    deadlineMs: seconds * 1000,
  };
}

/** Areas whose probes stand once for each connector. */
const connectorAreas: readonly string[] = ['connector', 'ldap', 'sql', 'tcp'];

export function areaOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}

/** `ldap.bind@Directory` of `ldap.bind`: ids inside a connector's areas carry its name, all others stay. */
export function idIn(scope: Scope, id: string): string {
  const name = scope.connector?.name;
  return name === undefined || !connectorAreas.includes(areaOf(id)) ? id : `${id}@${name}`;
}

export function idsIn(scope: Scope, ids: readonly string[]): readonly string[] {
  return ids.map((id) => idIn(scope, id));
}

/** The id without its connector. */
export function baseId(id: string): string {
  return id.split('@', 1)[0] ?? id;
}
