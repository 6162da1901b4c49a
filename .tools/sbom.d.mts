import type { LicenceEntry } from './licences.mjs';

export declare function sbomText(
  entries: readonly Pick<LicenceEntry, 'name' | 'version' | 'licence'>[],
): string;
