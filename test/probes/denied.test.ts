import { afterAll, describe, expect, it } from 'vitest';
import type { EcmaProbe } from '../../src/clients/environment.ts';
import { type Facts, readerFor } from '../../src/engine/facts.ts';
import { makePlan } from '../../src/engine/plan.ts';
import type { Verdict } from '../../src/engine/probe.ts';
import { probesFor } from '../../src/probes/index.ts';
import { collectFacts, makeContext, settingsFrom } from './context.ts';
import { refusingPlatform } from './refusing-platform.ts';
import { dsn, library, makeWholeDrive, record } from './whole-server.ts';
import { readWords } from './words.ts';

/**
 * A refusal of Windows reaches the row and "Run as administrator" from every place that read it (decisions: Wrong types
 * in the registry). On a server with all that there can be, each thing that any probe asks is refused once.
 */

const settings = settingsFrom({
  connectors: [
    { name: 'App', library },
    {
      name: 'HR',
      library: 'generic-sql',
      target: {
        sql: { server: 'sql01', database: 'C', table: 'dbo.E', dsn, anchor: 'Id', user: 'u', password: 'p' },
      },
    },
    { name: 'Scripts', library: 'generic-powershell', target: { tcp: 'api.contoso.example:443' } },
  ],
});

const drive = await makeWholeDrive();
afterAll(() => drive.remove());

const probes = probesFor(settings, { writeTest: false });
const rules = { profile: 'ga', severity: 'required' } as const;
const known: Record<string, Facts> = {};

async function look(probe: EcmaProbe, refused: string | undefined) {
  const { platform, asked } = refusingPlatform(record, drive, refused);
  const context = makeContext({
    platform,
    settings,
    facts: known,
    ...(probe.connector === undefined ? {} : { connector: probe.connector }),
  });
  return { asked, facts: await collectFacts<Facts>(probe, context) };
}

function judge(probe: EcmaProbe, facts: Facts, others: Readonly<Record<string, Facts>>): Verdict {
  const uses = readerFor(probe.connector, (id) => others[id]);
  const verdict = probe.work?.judge({ facts, settings, observedAt: '2026-11-24T07:00:00.000Z', uses }, rules);
  if (verdict === undefined) throw new Error(`${probe.id} is not built`);
  return readWords(verdict);
}

/** As the engine would decide it. */
function runs(probe: EcmaProbe): boolean {
  const facts = readerFor(probe.connector, (id) => known[id]);
  return (
    probe.work !== undefined &&
    probe.needs.every((id) => known[id]?.usable === true) &&
    probe.notApplicable?.(settings, facts) === undefined &&
    probe.notAllowed?.(settings) === undefined &&
    probe.notConfigured?.(settings) === undefined
  );
}

/** What each probe asks, found by asking. */
const cases: (readonly [string, string])[] = [];
for (const probe of makePlan(probes).order) {
  if (!runs(probe)) continue;
  const { asked, facts } = await look(probe, undefined);
  known[probe.id] = facts;
  for (const what of asked) cases.push([probe.id, what]);
}

const elevation = probes.find(({ id }) => id === 'server.elevation');

describe('a refusal', () => {
  it.each(cases)('%s: %s', async (id, what) => {
    const probe = probes.find((one) => one.id === id);
    if (probe === undefined || elevation === undefined) throw new Error('no such probe');
    const { facts } = await look(probe, what);
    const verdict = judge(probe, facts, known);
    expect(
      texts(verdict).some((text) => said.test(text)),
      JSON.stringify(verdict, undefined, 1),
    ).toBe(true);
    if (probe === elevation) return;
    const listed = judge(elevation, known[elevation.id] ?? facts, { [id]: facts });
    expect(
      listed.evidence?.map(({ label }) => label),
      JSON.stringify(facts),
    ).toContain('Not seen');
  });

  it('is tried in every area that asks Windows', () => {
    const areas = new Set(cases.map(([id]) => id.split('.')[0]));
    expect([...areas].toSorted()).toEqual(['connector', 'host', 'network', 'server', 'sql']);
    expect(cases.length).toBeGreaterThan(80);
  });
});

const said =
  /not allowed to look|Windows refused|may not look|does not let this account look|permission denied|Not seen/;

function texts({ message, found, evidence = [] }: Verdict): readonly string[] {
  return [message, found ?? '', ...evidence.flatMap(({ label, value }) => [label, value])];
}
