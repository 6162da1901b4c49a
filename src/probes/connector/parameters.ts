import type { Classes } from '../../clients/library/types.ts';
import type { Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { pass, warn } from '../common/verdicts.ts';
import { factsToken } from '../token.ts';
import {
  type Ability,
  concrete,
  evidenceOf,
  full,
  implement,
  implementers,
  noClass,
  unresolved,
} from './ability.ts';
import type { ClassFacts } from './class-facts.ts';
import { collectClasses, defineClassProbe } from './define.ts';
import { change } from './remedies.ts';

export const connectorParameters = factsToken<ClassFacts>('connector', 'parameters');

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
export const connectorParametersProbe = defineClassProbe(connectorParameters, {
  title: 'Declares its parameters',
  levels: levels('recommended', 'recommended'),
  requirements: ['CON-06'],
  collect: collectClasses,
  judge: judgeParameters,
});

function judgeParameters(facts: ClassFacts, classes: Classes): Verdict {
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
  if (missing === undefined) return { ...base, ...pass('parameters and capabilities') };
  const open = [...pool, ...classes.open].flatMap((one) => one.unresolved);
  if (open.length > 0) return { ...base, ...unresolved(open) };
  return {
    ...base,
    ...warn(
      `${missing.interfaces[0] ?? ''} is missing`,
      lacking.map(({ verb }) => `no class can ${verb}`).join('; '),
      change(why, ...lacking.map((ability) => implement(first, ability))),
    ),
  };
}
