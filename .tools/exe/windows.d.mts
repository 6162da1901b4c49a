export interface WindowsExecutable {
  /** Bytes of a signature, and of anything else behind the sections. */
  readonly signature: number;
  /** Takes the libraries that it names from Windows' own folder alone. */
  readonly systemOnly: boolean;
  readonly fuse: boolean;
  readonly blob: Buffer | undefined;
  readonly strings: Readonly<Record<string, string>>;
}

export declare function describeWindows(bytes: Buffer): WindowsExecutable;
