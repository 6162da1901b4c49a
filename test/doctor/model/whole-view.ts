import { defined } from '../../../src/base/defined.ts';
import { causesOf } from '../../../src/causes/index.ts';
import { answersOf } from '../../../src/doctor/answers.ts';
import { isOpen } from '../../../src/doctor/open-row.ts';
import { RowBuilder } from '../../../src/doctor/row-builder.ts';
import type { DoctorView } from '../../../src/doctor/view.ts';
import type { ViewInput } from '../../../src/doctor/view-builder.ts';
import { gatesOf } from '../../../src/engine/gate.ts';
import type { Ledger } from '../../../src/engine/ledger.ts';
import { assess } from '../../../src/results/assess.ts';
import { exitCodeOf, gaveAnswer } from '../../../src/results/exit-code.ts';
import { isPartial, isReady, setAsideIn } from '../../../src/results/readiness.ts';
import { readinessSentence } from '../../../src/results/readiness-sentence.ts';
import type { Row } from '../../../src/results/row.ts';
import type { Notice } from '../../../src/results/run-results.ts';
import { countByStatus } from '../../../src/results/tally.ts';
import { otherProfile, type ProfileName } from '../../../src/settings/profiles.ts';

/** The model of the view: all of it worked out anew, by the plainest code. Right, and slow. */
export function wholeView(ledger: Ledger, state: ViewInput): DoctorView {
  const rows = judged(ledger, state, state.profile);
  const other = otherProfile(state.profile);
  const otherRows = judged(ledger, state, other);
  const { plan } = state;
  const gates = gatesOf(plan, (id) => ledger.get(id), state.settings);
  const ranBy = (profile: ProfileName): boolean =>
    plan.probes.some((probe) =>
      gaveAnswer(probe, profile, gates.get(probe.id), ledger.get(probe.id).outcome),
    );
  const ran = ranBy(state.profile);
  // Of what was cut off, or never began, nobody says that it is ready.
  const ready = ran && !state.cancelled && isReady(rows);
  const otherReady = ranBy(other) && !state.cancelled && isReady(otherRows);
  const causes = causesOf(rows.map((row) => ({ ...row })));
  const interactions = rows.map(state.interaction);
  const lapsed = rows.flatMap((row, index) => (isOpen(row) ? (interactions[index]?.lapsed ?? []) : []));
  const builder = new RowBuilder();
  return {
    tool: state.tool,
    host: state.host,
    profile: state.profile,
    otherProfile: other,
    ...defined({ configPath: state.configPath, user: state.readOnly ? undefined : state.user }),
    rows: rows.map((row, index) =>
      builder.make(row, {
        given: interactions[index]?.given,
        wants: interactions[index]?.wants,
        other: otherRows[index] ?? row,
        otherProfile: other,
        previous: state.previous.get(row.id),
        question: interactions[index]?.question ?? (canAsk(row) ? state.question(row.id) : undefined),
        watched: state.watches.has(row.id),
        watchNext: state.watches.next(row.id),
      }),
    ),
    counts: countByStatus(rows),
    ready,
    readyByProfile: { [state.profile]: ready, [other]: otherReady },
    setAside: {
      [state.profile]: ready ? setAsideIn(rows) : 0,
      [other]: otherReady ? setAsideIn(otherRows) : 0,
    },
    exitCode: exitCodeOf({ rows, failOn: state.failOn, cancelled: state.cancelled, ran }),
    failOn: state.failOn,
    words: readinessSentence({
      rows,
      causes,
      ready,
      busy: state.busy,
      cancelled: state.cancelled,
      partly: state.partly || isPartial(rows),
    }),
    causes,
    notices: [...state.notices, ...lapsed.map((text): Notice => ({ kind: 'warn', text }))],
    busy: state.busy,
    readOnly: state.readOnly,
    startedAt: state.startedAt,
    ...defined({ finishedAt: state.finishedAt }),
  };
}

function judged(ledger: Ledger, state: ViewInput, profile: ProfileName): readonly Row[] {
  const rows = assess({
    plan: state.plan,
    entryOf: (id) => ledger.get(id),
    settings: state.settings,
    profile,
    answers: answersOf({ ...state, where: state.configPath ?? '.ecmarc', today: state.now }),
    attestedBy: { by: state.user, at: state.settingsAt },
  });
  return rows.map((row) => {
    const kept = row.answer && state.kept?.get(row.id);
    return kept === undefined ? row : { ...row, answer: kept };
  });
}

function canAsk(row: Row): boolean {
  return row.status === 'skipped' ? row.reason === 'not-allowed' : row.answer === undefined;
}
