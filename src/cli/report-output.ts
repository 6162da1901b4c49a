import type { ReportInput } from '../report/input.ts';

/** What became of a run's reports. */
export interface WrittenReports<I = ReportInput> {
  /** The run as it ends: what is said after the reports goes by this. */
  readonly input: I;
  /** A line for each report that could not be written. */
  readonly problems: readonly string[];
}

/** What the command line adds to every report of a run. */
export interface ReportOutput {
  /** A line for each report that would be written over one of these files, which the run reads. */
  overwrites(read: readonly string[]): Promise<readonly string[]>;
  /** The report's content as it leaves: compared with a baseline, names replaced. */
  prepare(input: ReportInput): ReportInput;
  /** Writes the reports. */
  write(input: ReportInput): Promise<WrittenReports>;
  /** What `--redact` replaced, in lines; undefined without it. */
  replacements(): string | undefined;
}
