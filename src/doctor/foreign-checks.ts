import { defined } from '../base/defined.ts';
import { clean } from '../base/text.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import type { Entry, Outcome } from '../engine/ledger.ts';
import type { ReportProbe } from '../results/report-schema.ts';
import type { Notice } from '../results/run-results.ts';
import { unknownChecks } from '../results/unknown-checks.ts';

/**
 * Checks of a saved report that this version does not know, since another one made it: their facts cannot be judged here,
 * so each stands as that version judged it (decisions: Saved facts).
 */
export interface ForeignChecks {
  /** All of them, in the report's order. */
  readonly ids: readonly string[];
  /** Those that are rows: whose ids can be ids. */
  readonly probes: readonly EcmaProbe[];
}

export function foreignChecks(
  known: ReadonlyMap<string, ReportProbe>,
  probes: readonly EcmaProbe[],
): ForeignChecks {
  const own = new Set(probes.map(({ id }) => id));
  const foreign = [...known.values()].filter(({ id }) => !own.has(id));
  return {
    ids: foreign.map(({ id }) => id),
    probes: foreign
      .filter(({ id }) => /^[a-z\d-]+\.[a-z\d-]+(@.+)?$/.test(id) && clean(id) === id)
      .map(rowProbe),
  };
}

/** A row to hold what the report says: nothing is ever asked by it. */
function rowProbe({
  id,
  title,
  area,
  connector,
  severity,
  requirements,
  deadlineMs,
}: ReportProbe): EcmaProbe {
  return {
    id,
    title: clean(title),
    area: clean(area),
    ...defined({ connector: connector && clean(connector) }),
    levels: { 'preview-2021': severity, ga: severity },
    requirements: requirements.map((requirement) => clean(requirement)),
    source: '',
    needs: [],
    uses: [],
    deadlineMs,
    work: {
      collect: () => Promise.reject(new Error(`${id} is not known to this version`)),
      judge: () => ({ status: 'unknown', message: 'not known to this version' }),
    },
  };
}

export function foreignEntry(saved: ReportProbe): Entry {
  return { phase: 'idle', attempts: saved.attempts, outcome: asItStands(saved) };
}

function asItStands(saved: ReportProbe): Outcome {
  const { status, message } = saved.judged ?? saved;
  const said = `${message} (so that version says; this one does not know the check)`;
  switch (status) {
    case 'skipped':
      return { kind: 'as-reported', status, reason: saved.reason ?? 'not-configured', message };
    // What it waits for may be another row here.
    case 'blocked':
    case 'waived':
    case 'attested':
      return { kind: 'as-reported', status: 'unknown', message: said };
    case 'pending':
    case 'running':
      return { kind: 'cancelled', why: 'was not finished when the report was saved' };
    default:
      return { kind: 'as-reported', status, message: said };
  }
}

export function foreignNotices({ ids }: ForeignChecks): readonly Notice[] {
  if (ids.length === 0) return [];
  return [{ kind: 'warn', text: `the report ${unknownChecks(ids)}; told as it has it` }];
}
