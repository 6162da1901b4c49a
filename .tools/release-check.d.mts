export interface Checked {
  readonly name: string;
  readonly faults: readonly string[];
}

export declare function releaseFaults(folder: string, packed: string): Checked[];
