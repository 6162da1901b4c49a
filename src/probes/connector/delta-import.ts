import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { pressR } from '../common/steps.ts';
import type { MakeProbe, Scope } from '../describe.ts';
import { concrete, evidenceOf, noClass } from './capability.ts';
import { type ClassFacts, change, classWork, libraryRow } from './row.ts';
import type { Classes } from './types.ts';

const { setter, configuration } = requirement('CON-05').values;
const importInterface = requirement('CON-04').values.interface;

/**
 * Can the connector import changes only? The capability is set while the connector runs: that its code calls the
 * setter is a hint; the host's configuration, which holds what the connector answered, is proof.
 */
export const connectorDeltaImport: MakeProbe = (scope) =>
  libraryRow(scope, {
    id: 'connector.delta-import',
    title: 'Can import changes only',
    levels: levels('info', 'info'),
    requirements: ['CON-05'],
    uses: ['host.settings'],
    work: classWork(scope, {
      more: ({ setsDelta }) => ({ setsDelta }),
      judge: (input, classes) => judge(scope, input, classes),
    }),
  });

function judge(scope: Scope, input: JudgeInput<Settings, ClassFacts>, classes: Classes): Verdict {
  const pool = concrete(classes);
  const name = scope.connector?.name ?? '';
  const known = deltaInHost(input.uses('host.settings'), name);
  const hint = input.facts.setsDelta === true;
  const wanted = scope.connector?.delta === true;
  const base = {
    expected: wanted ? 'imports changes only (delta: true in .ecmarc)' : 'imports in full, or changes only',
    evidence: [
      ...evidenceOf(input.facts, pool),
      {
        label: 'Proof',
        value: known === undefined ? 'no configuration of the host' : `${configuration}: ${known}`,
      },
      { label: 'Hint', value: hint ? `its code names ${setter}` : `its code never names ${setter}` },
    ],
  };
  if (pool.length === 0) return { ...base, ...noClass(classes) };
  if (known === true) return { ...base, status: 'pass', message: "yes, by the host's configuration" };
  if (known === false) {
    const message = "no, by the host's configuration";
    return wanted ? { ...base, status: 'warn', message, remedy } : { ...base, status: 'pass', message };
  }
  if (!pool.some((one) => one.interfaces.includes(importInterface)))
    return wanted
      ? { ...base, status: 'warn', message: 'it has no import at all', remedy }
      : { ...base, status: 'pass', message: 'no import at all' };
  if (!hint)
    return wanted
      ? { ...base, status: 'warn', message: 'its code never sets DeltaImport', remedy }
      : { ...base, status: 'pass', message: 'no: full import only' };
  if (!wanted) return { ...base, status: 'pass', message: 'probably: a hint in its code' };
  return {
    ...base,
    status: 'unknown',
    message: 'probably: a hint in its code',
    found: `Its code names ${setter}; with what value shows only when the host has asked the connector.`,
    remedy: {
      why: "Proof is in the host's configuration, once its wizard has asked the connector.",
      steps: [
        { text: "Configure the connector in the host's wizard", owner: 'connector' },
        pressR,
        { text: `Or look in the code that MACapabilities.DeltaImport is set to true`, owner: 'connector' },
      ],
      links: [],
    },
  };
}

const remedy = change('Delta import was asked for in .ecmarc; without it each import reads every user.', [
  `Implement ${requirement('CON-01').values.namespace}.${importInterface} for OperationType.Delta and set MACapabilities.DeltaImport = true`,
  'Or take delta: true out of .ecmarc',
]);

/**
 * What the host's configuration says of a connector, from the facts of `host.settings`: a member `connectors`, each
 * with `name` and `deltaImport`. Undefined where it says nothing.
 */
export function deltaInHost(facts: Facts | undefined, name: string): boolean | undefined {
  const connectors: unknown = facts?.connectors;
  if (!Array.isArray(connectors)) return undefined;
  for (const one of connectors as readonly unknown[]) {
    if (typeof one !== 'object' || one === null || !('name' in one) || one.name !== name) continue;
    return 'deltaImport' in one && typeof one.deltaImport === 'boolean' ? one.deltaImport : undefined;
  }
  return undefined;
}
