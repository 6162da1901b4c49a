export interface Import {
  readonly library: string;
  readonly functions: readonly string[];
  /** Delay-loaded: asked for at its first call, not at the start. */
  readonly late: boolean;
}

export declare function importsOf(bytes: Buffer): readonly Import[];
