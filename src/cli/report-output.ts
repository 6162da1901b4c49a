import type { ReportInput } from '../report/input.ts';

/** What the command line adds to every report of a run. */
export interface ReportOutput {
  /** A line for each report that would be written over one of these files, which the run reads. */
  overwrites(read: readonly string[]): Promise<readonly string[]>;
  /** The report's content as it leaves: compared with a baseline, names replaced. */
  prepare(input: ReportInput): ReportInput;
  /** Writes the reports; gives a line for each that could not be written. */
  write(input: ReportInput): Promise<readonly string[]>;
  /** What `--redact` replaced, in lines; undefined without it. */
  replacements(): string | undefined;
}
