import type { EcmaProbe } from '../../src/clients/environment.ts';
import { readerFor } from '../../src/engine/facts.ts';
import { probesFor } from '../../src/probes/index.ts';
import { type RecordedInput, readInputs } from './recorded.ts';

const profiles = ['preview-2021', 'ga'] as const;

/**
 * All verdicts of an area's recorded facts as text: under each probe its verdicts, each once, with the profile and
 * the numbers of the inputs that give it.
 */
export function verdictsOf(area: string): string {
  const probes = new Map<string, Map<string, number[]>>();
  readInputs(area).forEach((input, number) => {
    const [base = ''] = input.id.split('@');
    const verdicts = probes.get(base) ?? new Map<string, number[]>();
    probes.set(base, verdicts);
    for (const line of judged(input)) verdicts.set(line, [...(verdicts.get(line) ?? []), number]);
  });
  return [...probes]
    .flatMap(([id, verdicts]) => [
      `== ${id}`,
      ...[...verdicts].flatMap(([line, numbers]) => [line, `  of ${numbers.join(' ')}`]),
    ])
    .concat('')
    .join('\n');
}

function judged(input: RecordedInput): readonly string[] {
  const probe = probeOf(input);
  const verdicts = profiles.map((profile) => JSON.stringify(verdict(probe, input, profile), undefined, 1));
  const [preview = '', ga = ''] = verdicts;
  return preview === ga ? [`both ${preview}`] : [`preview-2021 ${preview}`, `ga ${ga}`];
}

export function probeOf({ id, scope, settings }: RecordedInput): EcmaProbe {
  const whole = scope === undefined ? settings : { ...scope.settings, connectors: [scope.connector] };
  const probe = probesFor(whole, scope?.options ?? { writeTest: false }).find((one) => one.id === id);
  if (probe === undefined) throw new Error(`no probe has the recorded id ${id}`);
  return probe;
}

function verdict(probe: EcmaProbe, input: RecordedInput, profile: (typeof profiles)[number]): unknown {
  const { facts, settings, observedAt } = input;
  const level = probe.levels[profile] ?? 'info';
  const severity = level === 'not-applicable' ? 'info' : level;
  const uses = readerFor(probe.connector, (one) => input.uses[one] ?? undefined);
  return probe.work?.judge({ facts, settings, observedAt, uses }, { profile, severity }) ?? 'no work';
}
