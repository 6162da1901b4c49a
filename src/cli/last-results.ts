import type { JsonObject } from '../base/json.ts';
import { statuses } from '../engine/status.ts';
import type { ReportInput } from '../report/input.ts';
import { reportDocument } from '../report/report-document.ts';
import type { ReportDocument, ReportProbe } from '../results/report-schema.ts';
import { schemaVersion } from '../results/schema-version.ts';

/**
 * The last results, as they lie in the state folder: a report like any other. What this run has not looked at (yet)
 * stays as an earlier run saw it, so that a short run does not wipe out what a long one learnt.
 */
export class LastResults {
  #before: ReadonlyMap<string, ReportProbe> = new Map();

  /**
   * Takes back what `encode` made. The file lies in a folder that only this user can write, so its outline is looked
   * at and no more: the whole schema would cost a part of the first frame.
   */
  decode(stored: JsonObject): ReportDocument | undefined {
    if (!isReport(stored)) return undefined;
    const probes = stored.probes.filter(isProbe);
    this.#before = new Map(probes.map((probe) => [probe.id, probe]));
    return { ...stored, probes };
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

function isReport(stored: object): stored is ReportDocument {
  const { schemaVersion: version, profile, host, probes } = stored as Partial<ReportDocument>;
  return (
    version === schemaVersion &&
    typeof profile === 'string' &&
    typeof host === 'object' &&
    Array.isArray(probes)
  );
}

function isProbe(value: unknown): value is ReportProbe {
  if (typeof value !== 'object' || value === null) return false;
  const { id, status, message, observedAt, attempts, deadlineMs } = value as Partial<ReportProbe>;
  return (
    typeof id === 'string' &&
    statuses.some((known) => known === status) &&
    typeof message === 'string' &&
    (observedAt === null || typeof observedAt === 'string') &&
    Array.isArray(attempts) &&
    typeof deadlineMs === 'number'
  );
}
