import { never } from '../base/never.ts';
import { eventOfNoRun, eventOfRun, type LogEvent } from '../report/event-log.ts';
import type { ReportInput } from '../report/input.ts';
import { nativeModule } from './native-module.ts';
import type { Sink } from './streams.ts';
import { tool } from './tool.ts';
import { usageError } from './usage-error.ts';

/** `--event-log`: where a run tells how it ended. Gives a line where that cannot be written. */
export type EventLog = (input: ReportInput) => Promise<readonly string[]>;

/** As many characters of what was said as tell why there was no run. */
const mostSaid = 8000;

/**
 * One event a run in Windows' Application log: of the run's end, or, where there was no run, of what was said instead.
 * A monitoring that hears nothing at all would take that for good.
 */
export async function withEventLog(
  err: Sink,
  run: (err: Sink, log: EventLog) => Promise<number>,
): Promise<number> {
  if (process.platform !== 'win32')
    return usageError(err, ['--event-log writes into the Application log of Windows: there is none here']);
  let [told, said] = [false, ''];
  const heard: Sink = {
    ...err,
    write: (text) => {
      said = `${said}${text}`.slice(0, mostSaid);
      err.write(text);
    },
  };
  const log: EventLog = (input) => {
    told = true;
    return tell(eventOfRun(input));
  };
  try {
    const code = await run(heard, log);
    if (!told)
      for (const problem of await tell(eventOfNoRun(code, said))) err.write(`ecma-doctor: ${problem}\n`);
    return code;
  } catch (error) {
    await tell(eventOfNoRun(3, `a fault in the program: ${String(error)}`));
    throw error;
  }
}

async function tell(event: LogEvent): Promise<readonly string[]> {
  const [{ writeEvent }, file] = await Promise.all([
    import('../platform/windows/event-source.ts'),
    nativeModule?.().catch(() => undefined),
  ]);
  const written = writeEvent(tool.name, event, file);
  const problem = (why: string): readonly string[] => [`the event was not written: ${why}`];
  switch (written.state) {
    case 'seen':
      return [];
    case 'absent':
      return problem('no event log service answers');
    case 'denied':
      return problem('access denied');
    case 'failed':
      return problem(written.problem.text);
    default:
      return never(written);
  }
}
