import { defined } from '../../base/defined.ts';
import type { Classes } from '../../clients/library/types.ts';
import type { FactsReader } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { pressR, readAgain } from '../common/steps.ts';
import { pass, unknown } from '../common/verdicts.ts';
import type { ProbeInput } from '../define.ts';
import { hostSettings } from '../host/settings/facts.ts';
import { factsToken } from '../token.ts';
import { concrete, evidenceOf, implementers, noClass } from './ability.ts';
import { type ClassFacts, classFactsOf } from './class-facts.ts';
import { defineClassProbe, inspectOnce } from './define.ts';
import { customConnectors, rebuild } from './remedies.ts';

export interface DeltaImportFacts extends ClassFacts {
  /** Its code names the setter of the capability. */
  readonly setsDelta?: boolean;
}

export const connectorDeltaImport = factsToken<DeltaImportFacts>('connector', 'delta-import');

const { setter, configuration } = requirement('CON-05').values;
const { capabilities } = requirement('CON-06').values;
const importInterface = requirement('CON-04').values.interface;

/**
 * Can the connector import changes only? The capability is set while the connector runs: that its code calls the
 * setter is a hint; the host's configuration, which holds what the connector answered, is proof.
 */
export const connectorDeltaImportProbe = defineClassProbe(connectorDeltaImport, {
  title: 'Can import changes only',
  levels: levels('info', 'info'),
  requirements: ['CON-05'],
  uses: [hostSettings],
  async collect(context) {
    const look = await inspectOnce(context);
    return { ...classFactsOf(look), ...defined({ setsDelta: look.assembly?.setsDelta }) };
  },
  judge: judgeDeltaImport,
});

function judgeDeltaImport(
  facts: DeltaImportFacts,
  classes: Classes,
  { uses, scope: { connector } }: ProbeInput<DeltaImportFacts>,
): Verdict {
  const pool = concrete(classes);
  const known = deltaInHost(uses, connector?.name);
  const hint = facts.setsDelta === true;
  const wanted = connector?.delta === true;
  const base = {
    expected: wanted ? 'imports changes only (delta: true in .ecmarc)' : 'imports in full, or changes only',
    evidence: [
      ...evidenceOf(facts, pool),
      {
        label: 'Proof',
        value: known === undefined ? 'no configuration of the host' : `${configuration}: ${known}`,
      },
      { label: 'Hint', value: hint ? `its code names ${setter}` : `its code never names ${setter}` },
    ],
  };
  if (pool.length === 0) return { ...base, ...noClass(classes) };
  if (known === true) return { ...base, ...pass("yes, by the host's configuration") };
  if (known === false) {
    const message = "no, by the host's configuration";
    return wanted ? { ...base, status: 'warn', message, remedy } : { ...base, ...pass(message) };
  }
  if (!pool.some((one) => one.interfaces.includes(importInterface)))
    return wanted
      ? { ...base, status: 'warn', message: 'it has no import at all', remedy }
      : { ...base, ...pass('no import at all') };
  // Where no capabilities are declared, Microsoft's default holds: changes can be imported.
  if (!hint && implementers(pool, capabilities).length === 0)
    return wanted
      ? {
          ...base,
          ...unknown('by default: it declares no capabilities', undeclared.found, undeclared.remedy),
        }
      : { ...base, ...pass('by default: it declares no capabilities') };
  if (!hint)
    return wanted
      ? { ...base, status: 'warn', message: 'its code never sets DeltaImport', remedy }
      : { ...base, ...pass('no: full import only') };
  if (!wanted) return { ...base, ...pass('probably: a hint in its code') };
  return {
    ...base,
    ...unknown(
      'probably: a hint in its code',
      `Its code names ${setter}; with what value shows only when the host has asked the connector.`,
      fix(
        "Proof is in the host's configuration, once its wizard has asked the connector.",
        by.connector("Configure the connector in the host's wizard"),
        pressR,
        by.connector('Or look in the code that MACapabilities.DeltaImport is set to true'),
      ),
    ),
  };
}

const undeclared = {
  found:
    'A connector without capabilities has those of Microsoft by default, delta import among them; whether its import knows OperationType.Delta shows in its code alone.',
  remedy: fix(
    "Proof is in the host's configuration, once its wizard has asked the connector.",
    by.connector("Configure the connector in the host's wizard"),
    pressR,
    by.connector('Or declare the capabilities, with MACapabilities.DeltaImport as the code has it'),
  ),
};

const remedy = fix(
  'Delta import was asked for in .ecmarc; without it each import reads every user.',
  by.connector(
    `Implement ${requirement('CON-01').values.namespace}.${importInterface} for OperationType.Delta and set MACapabilities.DeltaImport = true`,
  ),
  rebuild,
  'Or take delta: true out of .ecmarc',
  readAgain,
  customConnectors,
);

/** What the host's configuration says of a connector; undefined where it says nothing. */
export function deltaInHost(uses: FactsReader, name: string | undefined): boolean | undefined {
  return uses.of(hostSettings)?.connectors.find((one) => one.name === name)?.deltaImport;
}
