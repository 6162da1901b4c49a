import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import type { MakeProbe } from '../describe.ts';
import {
  type Ability,
  concrete,
  evidenceOf,
  full,
  implement,
  implementers,
  noClass,
  unresolved,
} from './capability.ts';
import { type ClassFacts, change, classWork, libraryRow } from './row.ts';
import type { Classes } from './types.ts';

const { parameters, capabilities } = requirement('CON-06').values;
const why =
  'Every public sample has both; that the host demands them is not confirmed by the documents of this product.';

const abilities: readonly Ability[] = [
  {
    verb: 'name its parameters',
    interfaces: parameters,
    members: ['GetConfigParameters', 'ValidateConfigParameters'],
    why,
  },
  { verb: 'name its capabilities', interfaces: capabilities, members: ['Capabilities'], why },
];

/** Does the connector declare its parameters and capabilities? An inferred rule: a warning at worst. */
export const connectorParameters: MakeProbe = (scope) =>
  libraryRow(scope, {
    id: 'connector.parameters',
    title: 'Declares its parameters',
    levels: levels('recommended', 'recommended'),
    requirements: ['CON-06'],
    work: classWork(scope, { judge }),
  });

function judge({ facts }: JudgeInput<Settings, ClassFacts>, classes: Classes): Verdict {
  const pool = concrete(classes);
  const base = {
    expected: abilities.map(({ interfaces }) => interfaces.map(full).join(' or ')).join(', and '),
    evidence: evidenceOf(facts, pool),
  };
  const [first] = pool;
  if (first === undefined) {
    const none = noClass(classes);
    return { ...base, ...none, status: none.status === 'fail' ? 'warn' : none.status };
  }
  const lacking = abilities.filter(({ interfaces }) => implementers(pool, interfaces).length === 0);
  const [missing] = lacking;
  if (missing === undefined) return { ...base, status: 'pass', message: 'parameters and capabilities' };
  const open = [...pool, ...classes.open].flatMap((one) => one.unresolved);
  if (open.length > 0) return { ...base, ...unresolved(open) };
  return {
    ...base,
    status: 'warn',
    message: `${missing.interfaces[0] ?? ''} is missing`,
    found: lacking.map(({ verb }) => `no class can ${verb}`).join('; '),
    remedy: change(
      why,
      lacking.map((ability) => implement(first, ability)),
    ),
  };
}
