import type { Doctor, DoctorView } from '../doctor/view.ts';
import type { EngineEvent } from '../engine/scheduler.ts';
import { isUnderWay, type Status } from '../engine/status.ts';
import { eventLine, lastLines, runStartedEvent } from '../report/events.ts';
import type { ReportInput } from '../report/input.ts';
import { say } from '../report/log-text.ts';
import { type PlainLook, plainEnd, plainRow } from '../report/plain.ts';
import { writeJson } from '../report/report-document.ts';
import { reportToCi } from './ci-report.ts';
import type { Options } from './options.ts';
import type { ReportOutput } from './report-output.ts';
import { onSignals } from './signals.ts';
import type { Sink } from './streams.ts';
import { tellUnwritten } from './unwritten.ts';
import { lookUntilWell, type Wait } from './wait.ts';

export type OutputFormat = 'plain' | 'json' | 'events';

interface Outputs {
  readonly out: Sink;
  readonly err: Sink;
  readonly input: (view: DoctorView) => ReportInput;
  readonly files: ReportOutput;
}

/** How a run without a screen is told. */
export interface RunReporter extends Outputs {
  readonly doctor: Doctor;
  readonly format: OutputFormat;
  readonly look: PlainLook;
  /** Rows are told as they settle; not with `--redact`, whose pseudonyms are known only at the end. */
  readonly streamRows: boolean;
  /** A line beside the report: on stdout only where that is for people, and holds no name that it must not. */
  note(text: string): void;
  event(event: EngineEvent): void;
}

export function reporterFor(options: Options, doctor: Doctor, outputs: Outputs): RunReporter {
  const format = options.json ? 'json' : options.events ? 'events' : 'plain';
  const { out, err } = outputs;
  const color = options.color ?? (process.stdout.isTTY === true && process.stdout.getColorDepth() > 1);
  return {
    ...outputs,
    doctor,
    format,
    look: { ascii: options.ascii, color },
    streamRows: !options.redact,
    note: (text) => (format === 'plain' && !options.redact ? out : err).write(`${say(text)}\n`),
    event: (event) => {
      if (format === 'events') out.write(eventLine(event));
    },
  };
}

/**
 * Runs everything once, tells it as it happens, and gives the last view. A signal cancels the run, and the report
 * is told all the same; a second one leaves at once.
 */
export async function runUnattended(
  reporter: RunReporter,
  leave: (code: number) => void,
  wait?: Wait,
): Promise<DoctorView> {
  const { doctor, format, out, input } = reporter;
  let over = false;
  const waiting = new AbortController();
  onSignals(
    (signal) => {
      // Told to its end then: reports and what was learnt are written within moments.
      if (over) return;
      waiting.abort();
      if (signal === 'SIGHUP') doctor.saveNow();
      void doctor.cancel(`cancelled by ${signal}`);
    },
    () => {
      doctor.saveNow();
      leave(130);
    },
  );
  if (format === 'events') {
    const { rows } = doctor.view();
    const chosen = rows.filter((row) => row.reason !== 'not-chosen').map((row) => row.id);
    out.write(eventLine(runStartedEvent(input(doctor.view()), chosen)));
  }
  const printLast = format === 'plain' && reporter.streamRows ? printRows(reporter) : () => {};
  doctor.start();
  await doctor.settled();
  if (wait !== undefined) await lookUntilWell(doctor, wait, reporter.err, waiting.signal);
  printLast();
  const view = doctor.view();
  over = true;
  printEnd(reporter, view);
  return view;
}

/**
 * Each row as a line when it settles. An unknown one waits for the end, since what other checks see may settle it;
 * a row that others have turned is told once more.
 */
function printRows({ doctor, look, out }: RunReporter): () => void {
  const printed = new Map<string, Status>();
  const print = (last: boolean): void => {
    for (const row of doctor.view().rows) {
      if (isUnderWay(row.status) || row.reason === 'not-chosen') continue;
      if (!last && (printed.has(row.id) || row.status === 'unknown')) continue;
      if (printed.get(row.id) === row.status) continue;
      printed.set(row.id, row.status);
      out.write(`${plainRow(row, look)}\n`);
    }
  };
  const unsubscribe = doctor.subscribe(() => print(false));
  return () => {
    unsubscribe();
    print(true);
  };
}

/** A saved report, told at once. */
export function printSaved(reporter: RunReporter): DoctorView {
  if (reporter.format === 'plain' && reporter.streamRows) printRows(reporter)();
  const view = reporter.doctor.view();
  printEnd(reporter, view);
  return view;
}

function printEnd({ format, look, out, input, streamRows }: RunReporter, view: DoctorView): void {
  const report = input(view);
  switch (format) {
    case 'json':
      out.write(writeJson(report));
      break;
    case 'events':
      out.write(lastLines(report));
      break;
    case 'plain': {
      const chosen = report.rows.filter((row) => row.reason !== 'not-chosen');
      if (!streamRows) out.write(chosen.map((row) => `${plainRow(row, look)}\n`).join(''));
      out.write(`\n${plainEnd(report, look)}`);
    }
  }
}

/** Reports, the build server's part and the preview of what was replaced; gives the exit code. */
export async function finish(reporter: RunReporter, view: DoctorView): Promise<number> {
  const { files, input, format, out, err } = reporter;
  const written = await files.write(input(view));
  const code = tellUnwritten(err, written.problems, view.exitCode);
  const ciProblems = await reportToCi(written.input, process.env, format === 'plain' ? out : err);
  for (const problem of ciProblems) err.write(`ecma-doctor: ${problem}\n`);
  err.write(files.replacements() ?? '');
  return code;
}
