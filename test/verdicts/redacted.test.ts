import { expect, it } from 'vitest';
import { type Facts, readerFor } from '../../src/engine/facts.ts';
import { factsWords } from '../../src/probes/facts-shapes.ts';
import { probesFor } from '../../src/probes/index.ts';
import { wrongFactsAt } from '../../src/probes/saved-facts.ts';
import type { Replacement } from '../../src/report/name-kind.ts';
import { redact } from '../../src/report/redact.ts';
import type { Row } from '../../src/results/row.ts';
import type { Settings } from '../../src/settings/schema.ts';
import { settingsForReport } from '../../src/settings/settings-for-report.ts';
import { settingsFromReport } from '../../src/settings/validate.ts';
import { madeUp } from '../report/made-up.ts';
import { type RecordedInput, readInputs, recordedAreas } from './recorded.ts';

/** Hosts, accounts and domains that are called like members and words of the facts, and like words of the trade. */
const planted: readonly Replacement[] = [
  ...factsWords.words,
  ...'release network standard openldap localmachine microsoft authority windows message evidence'.split(' '),
].flatMap((name, index) =>
  (['host', 'user', 'domain'] as const).map((kind) => ({ kind, name, pseudonym: `${kind}-${index + 1}` })),
);

const [like] = madeUp.rows;

function rowOf(id: string, facts: Facts): Row {
  if (like === undefined) throw new Error('no row');
  return { ...like, id, message: '', evidence: [], attempts: [], facts };
}

type Given = Pick<RecordedInput, 'id' | 'facts' | 'uses'>;

/** By both releases, and where the facts are not what the probe keeps. */
function statuses(input: RecordedInput, settings: Settings, { id, facts, uses }: Given): readonly unknown[] {
  const probe = probesFor(settings, input.scope?.options ?? { writeTest: false }).find(
    (one) => one.id === id,
  );
  if (probe === undefined) return ['no probe'];
  const reader = readerFor(probe.connector, (one) => uses[one] ?? undefined);
  const judged = (['preview-2021', 'ga'] as const).map((profile) => {
    const level = probe.levels[profile] ?? 'info';
    const severity = level === 'not-applicable' ? 'info' : level;
    return probe.work?.judge(
      { facts, settings, observedAt: input.observedAt, uses: reader },
      { profile, severity },
    ).status;
  });
  return [...judged, wrongFactsAt(probe, facts)];
}

/** Before, and after a redacted report was read again; undefined where no report could hold these settings. */
function both(input: RecordedInput): { readonly before: unknown; readonly after: unknown } | undefined {
  const { scope, id, facts, uses } = input;
  const whole = scope === undefined ? input.settings : { ...scope.settings, connectors: [scope.connector] };
  const given = settingsFromReport(settingsForReport(whole), 'saved.json');
  if (!given.ok) return undefined;
  const used = Object.entries(uses).flatMap(([other, seen]) => (seen === null ? [] : [rowOf(other, seen)]));
  const rows = [rowOf(id, facts), ...used];
  const report = { ...madeUp, causes: [], notices: [], rows, settings: settingsForReport(given.settings) };
  const { input: redacted } = redact(report, planted, factsWords);
  const again = settingsFromReport(redacted.settings, 'redacted.json');
  if (!again.ok) return { before: 'settings that are read', after: again.errors };
  const seen = new Map(redacted.rows.map((row) => [row.id, row.facts]));
  const usesAfter = Object.fromEntries(Object.keys(uses).map((other) => [other, seen.get(other) ?? null]));
  return {
    before: statuses(input, given.settings, { id, facts, uses }),
    after: statuses(input, again.settings, { id, facts: seen.get(id) ?? facts, uses: usesAfter }),
  };
}

/** Of the large areas some, spread over all of their rows. */
const most = 60;

it.each(recordedAreas())(
  '%s: redacted facts are judged as before, whatever the machines are called',
  (area) => {
    const inputs = readInputs(area);
    const step = Math.max(1, Math.ceil(inputs.length / most));
    const chosen = inputs.filter((_, index) => index % step === 0);
    const compared = chosen.map((input) => ({
      input: input.id,
      number: inputs.indexOf(input),
      ...both(input),
    }));
    const read = compared.filter(({ before }) => before !== undefined);
    expect(read.length).toBeGreaterThan(chosen.length / 2);
    expect(read.map(({ input, number, after }) => ({ input, number, status: after }))).toEqual(
      read.map(({ input, number, before }) => ({ input, number, status: before })),
    );
  },
);
