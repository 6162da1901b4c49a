import { hostname } from 'node:os';
import type { JsonObject } from '../base/json.ts';
import type { WriteJournal } from '../clients/environment.ts';
import type { ReportDocument } from '../results/report-schema.ts';
import type { Notice } from '../results/run-results.ts';
import { loadAnswers, type StoredAnswer, saveAnswers } from '../state/answers-file.ts';
import { Journal } from '../state/journal.ts';
import { LedgerFile } from '../state/ledger-file.ts';
import { takeLock } from '../state/lock.ts';
import type { RefusalStore } from '../state/refusal-store.ts';
import { ledgerKey, openPrivateFolder, stateFiles, stateFolder } from '../state/state-folder.ts';
import { openRefusals } from './lock-out.ts';

export interface SavedStateOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
  readonly configPath: string | undefined;
  /** Makes a saved report out of what was stored; undefined when it is not one. */
  readonly decode: (stored: JsonObject) => ReportDocument | undefined;
  readonly now: () => Date;
  /** What the journal knows and no row tells of, a line each. */
  readonly leftovers?: (journal: WriteJournal) => readonly string[];
}

/** What outlives the program. No call throws: trouble becomes a notice. */
export interface SavedState {
  /** Where it lies, when it can be kept. */
  readonly folder: string | undefined;
  readonly previous: ReportDocument | undefined;
  readonly answers: ReadonlyMap<string, StoredAnswer>;
  readonly refusals: RefusalStore;
  /** The write tests' journal; undefined where nothing can be kept: then no write test writes. */
  readonly journal: WriteJournal | undefined;
  readonly notices: readonly Notice[];
  /** Where answers are kept; undefined when they last only as long as this run. */
  readonly answersFile: string | undefined;
  /** The listener hears when there is something new among the notices. */
  listen(listener: () => void): void;
  /** Soon, together with what else comes until then. */
  save(report: () => JsonObject | Promise<JsonObject>): void;
  /** At once: there is nothing to be collected any more. */
  saveLast(report: () => JsonObject): void;
  /** Before it returns: for a window that closes. */
  saveNow(report: () => JsonObject): void;
  answer(answer: StoredAnswer): void;
  /** Takes back the answer to this probe. */
  forget(id: string): void;
  close(): Promise<void>;
}

/**
 * Opens the state folder for one `.ecmarc`: last results, answers and refusals. A second doctor of the same
 * `.ecmarc` reads them too, but only the first writes.
 */
export function openSavedState(options: SavedStateOptions): SavedState {
  const notices: Notice[] = [];
  let heard = (): void => {};
  const say = (text: string, kind: Notice['kind'] = 'warn'): void => {
    if (notices.some((notice) => notice.text === text)) return;
    notices.push({ kind, text });
    heard();
  };
  const folder = stateFolder(options.env, options.platform, options.home);
  const opened = openPrivateFolder(folder);
  if (!opened.ok) say(`results are not saved: ${opened.problem.text}`);
  const files = stateFiles(folder, ledgerKey(options.configPath, options.platform));
  const lock = opened.ok ? takeLock(files.lock) : undefined;
  if (lock?.held === false) say(whyNotHeld(lock));

  const ledger = new LedgerFile(files.ledger, (problem) => {
    if (problem === undefined) say('results are saved again', 'info');
    else say(`results are not saved: ${problem.text}`);
  });
  const loaded = opened.ok ? ledger.load() : undefined;
  if (loaded?.kind === 'set-aside')
    say(`the last results could not be read (${loaded.why}): ${loaded.movedTo}`);
  const previous = loaded?.kind === 'loaded' ? options.decode(loaded.body) : undefined;
  const stored = opened.ok ? loadAnswers(files.answers) : undefined;
  const answers = new Map<string, StoredAnswer>(
    stored?.kind === 'loaded' ? stored.body.map((answer) => [answer.id, answer]) : [],
  );
  const writable = (): boolean => {
    if (lock?.held !== true) return false;
    const held = lock.isHeld();
    if (!held)
      say('another doctor has taken over this .ecmarc: results and answers of this one are no longer saved');
    return held;
  };
  const keepAnswers = (otherwise: string): void => {
    const problem = saveAnswers(files.answers, [...answers.values()]);
    if (problem !== undefined) say(`${otherwise}: ${problem.text}`);
  };
  const journal = lock?.held === true ? new Journal(files.journal, lock) : undefined;
  for (const text of (journal && options.leftovers?.(journal)) ?? []) say(text);

  return {
    folder: opened.ok ? opened.path : undefined,
    previous,
    answers,
    refusals: openRefusals(
      files.refusals,
      () => options.now().getTime(),
      ({ text }) => say(text),
    ),
    journal,
    notices,
    get answersFile() {
      return writable() ? files.answers : undefined;
    },
    listen(listener) {
      heard = listener;
    },
    // Whether another doctor has it now is looked at with each write, not with each call.
    save(report) {
      if (lock?.held !== true) return;
      ledger.save(async () => {
        const made = writable() ? await report() : undefined;
        // Making it may have taken some turns.
        return writable() ? made : undefined;
      });
    },
    saveLast(report) {
      if (lock?.held === true) ledger.saveLast(() => (writable() ? report() : undefined));
    },
    saveNow(report) {
      if (writable()) ledger.saveNow(report);
    },
    answer(answer) {
      if (!writable()) {
        say('the answer holds for this run only: another doctor keeps the answers');
        return;
      }
      answers.set(answer.id, answer);
      keepAnswers('the answer is not saved');
    },
    forget(id) {
      if (!answers.has(id)) return;
      if (!writable()) {
        say('the answer is taken back for this run only: another doctor keeps the answers');
        return;
      }
      answers.delete(id);
      keepAnswers('the answer is not taken back in its file');
    },
    async close() {
      await ledger.flush();
      if (lock?.held === true) lock.release();
    },
  };
}

function whyNotHeld(lock: Exclude<ReturnType<typeof takeLock>, { held: true }>): string {
  if ('problem' in lock) return `results are not saved: ${lock.problem.text}`;
  const { pid, host, since } = lock.by;
  const where = host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
  return `another doctor has this .ecmarc open (${where} since ${since}; until it ends, answers last for this run only and no write test runs): results are not saved`;
}
