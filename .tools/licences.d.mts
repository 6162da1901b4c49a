import type { Metafile } from 'esbuild';

export interface LicenceEntry {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

export declare function bundledEntries(metafile: Pick<Metafile, 'outputs'>): LicenceEntry[];
export declare function packageEntry(packageFolder: string): LicenceEntry;
export declare function nodeEntry(nodeFolder: string): LicenceEntry;
export declare function licencesText(entries: readonly LicenceEntry[]): string;
