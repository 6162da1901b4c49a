import type { Doctor, DoctorView } from '../doctor/view.ts';
import type { Status } from '../engine/status.ts';
import { writeJson } from '../report/document.ts';
import { eventLine, lastLines, runStartedEvent } from '../report/events.ts';
import type { ReportInput } from '../report/input.ts';
import { type PlainLook, plainEnd, plainRow } from '../report/plain.ts';
import { onSignals } from './signals.ts';
import type { Sink } from './streams.ts';

export type Voice = 'plain' | 'json' | 'events';

export interface UnattendedOptions {
  readonly doctor: Doctor;
  readonly voice: Voice;
  readonly look: PlainLook;
  readonly out: Sink;
  readonly err: Sink;
  readonly input: (view: DoctorView) => ReportInput;
}

const open: ReadonlySet<Status> = new Set(['pending', 'running']);

/**
 * Runs everything once, tells it as it happens, and gives the last view. A signal cancels the run, and the report
 * is told all the same; a second one leaves at once.
 */
export async function runUnattended(
  options: UnattendedOptions,
  leave: (code: number) => void,
): Promise<DoctorView> {
  const { doctor, voice, out, input } = options;
  const quiet = onSignals(
    (signal) => {
      if (signal === 'SIGHUP') doctor.saveNow();
      void doctor.cancel(`cancelled by ${signal}`);
    },
    () => {
      doctor.saveNow();
      leave(130);
    },
  );
  if (voice === 'events') {
    const { rows } = doctor.view();
    const chosen = rows.filter((row) => row.reason !== 'not-chosen').map((row) => row.id);
    out.write(eventLine(runStartedEvent(input(doctor.view()), chosen)));
  }
  const silent = voice === 'plain' ? tellRows(options) : () => {};
  doctor.start();
  await doctor.settled();
  silent();
  const view = doctor.view();
  tellEnd(options, view);
  quiet();
  return view;
}

/** Each row as a line when it settles. */
function tellRows({ doctor, look, out }: UnattendedOptions): () => void {
  const told = new Set<string>();
  const tell = (): void => {
    for (const row of doctor.view().rows) {
      if (told.has(row.id) || open.has(row.status) || row.reason === 'not-chosen') continue;
      told.add(row.id);
      out.write(`${plainRow(row, look)}\n`);
    }
  };
  const end = doctor.subscribe(tell);
  return () => {
    end();
    tell();
  };
}

/** A saved report, told at once. */
export function tellSaved(options: UnattendedOptions): DoctorView {
  if (options.voice === 'plain') tellRows(options)();
  const view = options.doctor.view();
  tellEnd(options, view);
  return view;
}

function tellEnd({ voice, look, out, input }: UnattendedOptions, view: DoctorView): void {
  switch (voice) {
    case 'json':
      out.write(writeJson(input(view)));
      break;
    case 'events':
      out.write(lastLines(input(view)));
      break;
    case 'plain':
      out.write(`\n${plainEnd(input(view), look)}`);
  }
}
