import type { JsonObject } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import { nextTurn } from '../base/own-turn.ts';
import type { ProblemListener } from './file-problem.ts';
import { FileSaver } from './file-saver.ts';
import { jsonFileText, readJsonFile, type StoredFile, setAside } from './json-file.ts';

const kind = 'ledger';

/** Upper bound of the file in bytes: 500 probes with long evidence are about 2 MB. */
export const ledgerLimit = 16 * 1024 * 1024;

/** It may take several turns of the event loop. */
type Report = () => JsonObject | undefined | Promise<JsonObject | undefined>;

/**
 * The last results of one `.ecmarc`, between two runs. What is stored is a report as the doctor gives it; its
 * shape is the doctor's business, and so is that it holds no secret.
 */
export class LedgerFile {
  readonly #path: string;
  readonly #saver: FileSaver;

  /** The listener hears once when saving fails, and once (undefined) when it works again. */
  constructor(path: string, listener: ProblemListener) {
    this.#path = path;
    this.#saver = new FileSaver(path, listener, pauseAfter, firstAfterMs);
  }

  load(): StoredFile<JsonObject> {
    const read = readJsonFile(this.#path, kind, ledgerLimit);
    if (read.kind !== 'loaded') return read;
    if (!isJsonObject(read.body)) return setAside(this.#path, 'it holds no report');
    return { ...read, body: read.body };
  }

  /**
   * Saves soon; `report` is asked when the write begins, so that many calls cost one report. Undefined: it is not saved.
   */
  save(report: Report): void {
    this.#saver.save(async () => {
      const made = await report();
      // Of thousands of rows, report and text each take as long as a person's key may wait.
      await nextTurn();
      return made && ledgerText(made);
    });
  }

  /** Saves as soon as can be: there is nothing to be collected any more. */
  saveLast(report: Report): void {
    this.save(report);
    this.#saver.hurry();
  }

  /** Saves before it returns: for a window that closes. */
  saveNow(report: () => JsonObject): void {
    this.#saver.saveNow(() => ledgerText(report()));
  }

  flush(): Promise<void> {
    return this.#saver.flush();
  }
}

/** When a run begins, everything begins: nothing of it is worth a file yet. */
const firstAfterMs = 500;

/**
 * Saving, with what else came to its turns, takes a twentieth of the time at most; what a killed program loses is some two
 * seconds old.
 */
function pauseAfter(madeInMs: number): number {
  return Math.min(2_000, Math.max(100, 20 * madeInMs));
}

function ledgerText(report: JsonObject): string {
  const text = jsonFileText(kind, report, new Date().toISOString());
  if (Buffer.byteLength(text) > ledgerLimit)
    throw new Error(`the results are larger than ${ledgerLimit} bytes and are not saved`);
  return text;
}
