import type { SavedRun } from '../doctor/saved.ts';
import type { JsonObject } from '../engine/json.ts';
import { reportDocument } from '../report/document.ts';
import type { ReportInput } from '../report/input.ts';
import { readReport, savedProbes } from '../report/read.ts';
import type { ReportDocument, ReportProbe } from '../report/schema.ts';

/**
 * The last results, as they lie in the state folder: a report like any other. What this run has not looked at (yet)
 * stays as an earlier run saw it, so that a short run does not wipe out what a long one learnt.
 */
export class LastResults {
  #before: ReadonlyMap<string, ReportProbe> = new Map();

  decode(stored: JsonObject): SavedRun | undefined {
    const reading = readReport(JSON.stringify(stored));
    if (!reading.ok) return undefined;
    const { document } = reading;
    this.#before = new Map(document.probes.map((probe) => [probe.id, probe]));
    return { ...document, probes: savedProbes(document) };
  }

  encode(input: ReportInput): JsonObject {
    const document = reportDocument(input);
    const probes = document.probes.map((probe) => (wasSeen(probe) ? probe : this.#lastSeen(probe)));
    // A report is plain JSON: its type only does not say so.
    return { ...document, probes } satisfies ReportDocument as unknown as JsonObject;
  }

  #lastSeen(probe: ReportProbe): ReportProbe {
    const before = this.#before.get(probe.id);
    return before === undefined || before.observedAt === null ? probe : before;
  }
}

/** Does this run say something of its own about the probe? */
function wasSeen({ status, reason, attempts }: ReportProbe): boolean {
  if (attempts.length > 0) return true;
  if (status === 'skipped') return reason !== 'not-chosen';
  return status !== 'pending' && status !== 'running' && status !== 'cancelled';
}
