import type { Facts } from '../engine/facts.ts';
import type { AttemptRecord } from '../engine/ledger.ts';
import type { ReportDocument, ReportProbe } from '../results/report-schema.ts';

/** A probe of a report as the doctor takes it back: what was not seen is absent. */
export type SavedProbe = Omit<ReportProbe, 'facts' | 'observedAt' | 'attempts'> & {
  readonly facts?: Facts;
  readonly observedAt?: string;
  readonly attempts: readonly AttemptRecord[];
};

/** The probes of a report in the shape from which its facts can be judged again. */
export function savedProbes(document: ReportDocument): readonly SavedProbe[] {
  return document.probes.map(({ facts, observedAt, ...probe }) => ({
    ...probe,
    ...(facts === null ? {} : { facts }),
    ...(observedAt === null ? {} : { observedAt }),
  }));
}
