import { never } from '../base/never.ts';
import { eventOfNoRun, eventOfRun, type LogEvent } from '../report/event-log.ts';
import { codeOfUnwritten } from '../results/exit-code.ts';
import { nativeModule } from './native-module.ts';
import type { WrittenReports } from './report-output.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';
import { tellUnwritten } from './unwritten.ts';
import { usageError } from './usage-error.ts';

/** `--event-log`: hears what a run saw and what became of its reports. The event waits for the run's end. */
export type EventLog = (reports: WrittenReports) => void;

/** Writes one event; gives why it could not be. */
export type EventWriter = (event: LogEvent) => Promise<string | undefined>;

interface Outputs {
  readonly out: Pick<Sink, 'flushed'>;
  readonly err: Sink;
}

/** As many characters of what was said as tell why there was no run. */
const mostSaid = 8000;

const here = process.platform === 'win32' ? writeHere : undefined;

/**
 * One event a run in Windows' Application log: of the run's end, or, where there was no run, of what was said instead.
 * A monitoring that hears nothing at all would take that for good. It comes after the reports and standard output, with
 * the code that the program ends with.
 */
export async function withEventLog(
  { out, err }: Outputs,
  run: (err: Sink, log: EventLog) => Promise<number>,
  write: EventWriter | undefined = here,
): Promise<number> {
  if (write === undefined)
    return usageError(err, ['--event-log writes into the Application log of Windows: there is none here']);
  const tell = async (event: LogEvent): Promise<readonly string[]> => {
    const why = await write(event);
    return why === undefined ? [] : [`the event was not written: ${why}`];
  };
  let said = '';
  const heard: Sink = {
    ...err,
    write: (text) => {
      said = `${said}${text}`.slice(0, mostSaid);
      err.write(text);
    },
  };
  let reports: WrittenReports | undefined;
  try {
    const code = await run(heard, (written) => {
      reports = written;
    });
    const lost = await out.flushed();
    const unwritten = [
      ...(reports?.problems ?? []),
      ...(lost === undefined ? [] : [`the whole of standard output (${lost})`]),
    ];
    const ends = unwritten.length === 0 ? code : codeOfUnwritten(code);
    return tellUnwritten(err, await tell(eventOf(ends, reports, unwritten, said)), ends);
  } catch (error) {
    await tell(eventOfNoRun(3, `a fault in the program: ${String(error)}`));
    throw error;
  }
}

function eventOf(
  exitCode: number,
  reports: WrittenReports | undefined,
  unwritten: readonly string[],
  said: string,
): LogEvent {
  if (reports === undefined) return eventOfNoRun(exitCode, said);
  const { input } = reports;
  const alone = input.unwritten === true || (input.exitCode === 0 && unwritten.length > 0);
  return eventOfRun({ ...input, exitCode, unwritten: alone }, unwritten);
}

async function writeHere(event: LogEvent): Promise<string | undefined> {
  const [{ writeEvent }, file] = await Promise.all([
    import('../platform/windows/event-source.ts'),
    nativeModule?.().catch(() => undefined),
  ]);
  const written = writeEvent(tool.name, event, file);
  switch (written.state) {
    case 'seen':
      return undefined;
    case 'absent':
      return 'no event log service answers';
    case 'denied':
      return 'access denied';
    case 'failed':
      return written.problem.text;
    default:
      return never(written);
  }
}
