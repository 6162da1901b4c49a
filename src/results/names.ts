import type { Owner } from '../engine/probe.ts';
import type { Level, Profile, SkipReason } from '../engine/status.ts';

/** How the product calls owners, reasons, levels, areas and profiles, on the screen and in the reports. */

const ownerNames: Readonly<Record<Owner, string>> = {
  server: 'server administrator',
  network: 'network administrator',
  directory: 'directory administrator',
  database: 'database administrator',
  entra: 'Entra administrator',
  connector: 'connector developer',
};

export function ownerName(owner: Owner): string {
  return ownerNames[owner];
}

const reasonNames: Readonly<Record<SkipReason, string>> = {
  'not-chosen': 'not chosen',
  'not-applicable': 'not applicable',
  'not-allowed': 'not allowed',
  'not-configured': 'not configured',
  'not-built': 'not built yet',
};

export function reasonName(reason: SkipReason): string {
  return reasonNames[reason];
}

export function levelName(level: Level): string {
  return level === 'not-applicable' ? 'not asked by this profile' : level;
}

const areaNames: Readonly<Record<string, string>> = {
  server: 'Server',
  network: 'Network',
  host: 'Connector host',
  connector: 'Connector',
  ldap: 'Directory',
  sql: 'Database',
  tcp: 'Target',
  tenant: 'Tenant',
  attest: 'To confirm',
};

export function areaName(area: string): string {
  return areaNames[area] ?? area;
}

const profileNames: Readonly<Record<Profile, { readonly long: string; readonly short: string }>> = {
  'preview-2021': { long: 'preview, 28 May 2021', short: 'preview' },
  ga: { long: 'general availability', short: 'GA' },
};

export function profileName(profile: Profile): string {
  return profileNames[profile]?.long ?? profile;
}

export function profileShortName(profile: Profile): string {
  return profileNames[profile]?.short ?? profile;
}

/** A row's title, and whose connector it is about: "Answers, Payroll". */
export function rowName({
  title,
  connector,
}: {
  readonly title: string;
  readonly connector?: string;
}): string {
  return connector === undefined ? title : `${title}, ${connector}`;
}
