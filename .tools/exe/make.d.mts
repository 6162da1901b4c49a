import type { Metafile } from 'esbuild';

export interface Wanted {
  readonly system: 'linux' | 'win32';
  /** The Node that it is made of. */
  readonly node: string;
  /** The file to be written. */
  readonly out: string;
  /** Windows: the native module that it carries. */
  readonly native?: string;
}

export declare function nativeModule(): string;
export declare function makeExecutable(wanted: Wanted): Promise<Metafile>;
