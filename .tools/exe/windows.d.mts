export interface WindowsExecutable {
  /** Bytes of a signature, and of anything else behind the sections. */
  readonly signature: number;
  /** Takes the libraries that it names from Windows' own folder alone. */
  readonly systemOnly: boolean;
  /** Carries a manifest of its own: one that lies beside it does not count, nor does a folder named .local. */
  readonly manifest: boolean;
  readonly fuse: boolean;
  readonly blob: Buffer | undefined;
  readonly strings: Readonly<Record<string, string>>;
}

export interface WantedWindows {
  /** A Windows Node. */
  readonly node: string;
  readonly blob: Buffer;
  /** The file to be written. */
  readonly out: string;
  readonly about: { readonly fileName: string; readonly version: string; readonly copyright: string };
}

export declare function makeWindows(wanted: WantedWindows): void;
export declare function describeWindows(bytes: Buffer): WindowsExecutable;
