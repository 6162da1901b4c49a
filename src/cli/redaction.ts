import { factsWords } from '../probes/facts-shapes.ts';
import type { ReportInput } from '../report/input.ts';
import type { Replacement } from '../report/name-kind.ts';
import { learnNames, redact, redactText } from '../report/redact.ts';
import { redactAsPath, redactPath } from '../report/report-file-names.ts';
import { isBuildServer } from './ci-report.ts';

/** `--redact`: the same name gets the same pseudonym in everything that one run tells. */
export class Redaction {
  #replaced: readonly Replacement[] = [];
  /** What is told of files that are no reports, by what it is told as. */
  readonly #beside = new Map<string, string>();

  /** Hears of a report's names before any report is told. */
  learn(input: ReportInput): void {
    this.#replaced = learnNames(input, this.#replaced, factsWords);
  }

  apply(input: ReportInput): ReportInput {
    const { input: redacted, replaced } = redact(input, this.#replaced, factsWords);
    this.#replaced = replaced;
    return redacted;
  }

  /** A text that stands beside the reports. */
  text(text: string): string {
    return redactText(text, this.#replaced, factsWords);
  }

  /** A line that tells of a path. */
  path(line: string): string {
    return redactAsPath(line, this.#replaced);
  }

  /** A report's own file: people name it by its server. */
  file(path: string): string {
    return redactPath(path, this.#replaced);
  }

  /** What a file is told as that is no report; whose it is, only its name can say. */
  beside(name: string, pseudonym: string): string {
    this.#beside.set(pseudonym, name);
    return pseudonym;
  }

  /**
   * What was replaced, a line each: for the person who sends the report on, and never a part of it. On a build server
   * stderr stands in the log that others read: there it is not told.
   */
  replacements(env: NodeJS.ProcessEnv = process.env): string {
    const rest =
      'Names of connectors, databases and tables stay in the report: read it before you send it on.\n';
    const count = this.#replaced.length + this.#beside.size;
    if (count === 0) return `Redacted: no names were found.\n${rest}`;
    if (isBuildServer(env))
      return `Redacted: ${count} names. Others read this log, so which they are is not told here: for the list run the same elsewhere, on a saved report by --from.\n${rest}`;
    const lines = [
      ...this.#replaced.map(({ name, pseudonym, kind }) => `  ${name} -> ${pseudonym} (${kind})\n`),
      ...[...this.#beside].map(([pseudonym, name]) => `  ${name} -> ${pseudonym} (file)\n`),
    ];
    return `Redacted, keep this list to yourself:\n${lines.join('')}${rest}`;
  }
}
