import type { DoctorView } from '../../src/doctor/view.ts';
import type { Profile } from '../../src/engine/status.ts';

/** How the screen names areas, profiles and what is looked for. What it shares with the reports: engine/words. */

const areas: Readonly<Record<string, string>> = {
  server: 'SERVER',
  network: 'NETWORK',
  host: 'CONNECTOR HOST',
  connector: 'CONNECTOR',
  ldap: 'DIRECTORY',
  sql: 'DATABASE',
  tcp: 'TARGET',
  tenant: 'TENANT',
  attest: 'TO CONFIRM',
};

export function areaName(area: string): string {
  return areas[area] ?? area.toUpperCase();
}

const profileNames: Readonly<Record<Profile, { readonly long: string; readonly short: string }>> = {
  'preview-2021': { long: 'preview, 28 May 2021', short: 'preview' },
  ga: { long: 'general availability', short: 'GA' },
};

export function profileName(profile: Profile): { readonly long: string; readonly short: string } {
  return profileNames[profile] ?? { long: profile, short: profile };
}

/** What Tab keeps and n goes to: problems, or differences between servers. */
export function problemName({ compared }: DoctorView): { readonly one: string; readonly many: string } {
  return compared === undefined
    ? { one: 'problem', many: 'problems' }
    : { one: 'difference', many: 'differences' };
}
