import type { Classes, ConnectorClass } from '../../clients/library/types.ts';
import type { Evidence, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { by, fix } from '../common/fix.ts';
import { onScreen } from '../common/steps.ts';
import { fail, pass, unknown, warn } from '../common/verdicts.ts';
import type { ClassFacts } from './class-facts.ts';
import { change } from './remedies.ts';

/** An ability of a connector: one interface, or one of several that serve as well. */
export interface Ability {
  /** What it is, behind "cannot": "export". */
  readonly verb: string;
  readonly interfaces: readonly string[];
  /** Of the first interface: methods and properties to write. */
  readonly members: readonly string[];
  /** Its older flavour by files, which this host's documents do not mention. */
  readonly byFiles?: string;
  readonly why: string;
}

/** Classes of ECMA 2 that can be created, public or not: that they are not is a row of its own. */
export function concrete({ found }: Classes): readonly ConnectorClass[] {
  return found.filter((one) => !one.abstract && !one.generic && one.interfaces.some(isEcma2));
}

/**
 * Those with one of these interfaces: the public ones where there are any. Connectors may spread over several
 * classes, one for each interface, as public frameworks for ECMA 2 do.
 */
export function implementers(
  pool: readonly ConnectorClass[],
  interfaces: readonly string[],
): readonly ConnectorClass[] {
  const able = pool.filter((one) => interfaces.some((name) => one.interfaces.includes(name)));
  const seen = able.filter((one) => one.public);
  return seen.length > 0 ? seen : able;
}

export function isEcma2(name: string): boolean {
  return name.startsWith(requirement('CON-01').values.interfacePrefix);
}

/** The last part of a class's name: enough beside others of one library. */
export function shortName({ name }: ConnectorClass): string {
  return name.split('.').at(-1) ?? name;
}

export function judgeAbility(facts: ClassFacts, classes: Classes, ability: Ability): Verdict {
  const pool = concrete(classes);
  const base = {
    expected: `a class with ${ability.interfaces.map(full).join(' or ')}`,
    evidence: evidenceOf(facts, pool),
  };
  if (pool.length === 0) return { ...base, ...noClass(classes) };
  const able = implementers(pool, ability.interfaces);
  const [first] = able;
  if (first === undefined) return { ...base, ...unableVerdict(pool, classes, ability) };
  if (able.length > 1)
    return {
      ...base,
      ...warn(
        `${able.length} classes can ${ability.verb}`,
        `${namesOf(able)}. The documents do not say which of several the host takes.`,
        change(
          'One class should answer for each interface.',
          `Leave ${full(ability.interfaces[0] ?? '')} in one of these classes only`,
        ),
      ),
    };
  const what = ability.interfaces.find((name) => first.interfaces.includes(name)) ?? '';
  return { ...base, ...pass(`${what} in ${shortName(first)}`) };
}

export function namesOf(classes: readonly ConnectorClass[]): string {
  return classes.map(({ name }) => name).join(', ');
}

function unableVerdict(pool: readonly ConnectorClass[], classes: Classes, ability: Ability): Verdict {
  const [first] = pool;
  const { byFiles } = ability;
  const files = byFiles === undefined ? undefined : pool.find((one) => one.interfaces.includes(byFiles));
  const steps = first === undefined ? [] : [implement(files ?? first, ability)];
  if (files !== undefined)
    return warn(
      `by files only: ${byFiles}`,
      `${files.name} works by files. The documents of the connector host mention only calls.`,
      change(ability.why, ...steps),
    );
  const open = [...pool, ...classes.open].flatMap((one) => one.unresolved);
  if (open.length > 0) return unresolved(open);
  return fail(
    `${ability.interfaces[0] ?? ability.verb} is missing`,
    `no class can ${ability.verb}: ${namesOf(pool)}`,
    change(ability.why, ...steps),
  );
}

/** Nothing that could be a connector; why so is the business of `connector.ecma2`. */
export function noClass(classes: Classes): Verdict {
  const open = classes.open.flatMap((one) => one.unresolved);
  if (open.length > 0) return unresolved(open);
  const prefix = `${requirement('CON-01').values.namespace}.${requirement('CON-01').values.interfacePrefix}`;
  return fail(
    'no connector class',
    'The library has no class of ECMA 2 that the host could create.',
    change(
      'The host creates a class that implements the interfaces of ECMA 2.',
      `Write a public class that implements the ${prefix}... interfaces; the row "ECMA 2.0 or later" says what was found instead`,
    ),
  );
}

export function unresolved(open: readonly string[]): Verdict {
  const where = [...new Set(open)].slice(0, 5);
  return unknown(
    'inherits from a library not found',
    `Part of the connector is ${where.join('; ')}, which does not lie beside the library or could not be read.`,
    fix(
      'What a class inherits from another library counts too, so the doctor has to see it.',
      by.connector('Copy all libraries of the connector into one folder'),
      onScreen('Press r: the files are read again'),
    ),
  );
}

/** An instruction to a developer, names whole. */
export function implement(one: ConnectorClass, { interfaces, members }: Ability): string {
  const what = full(interfaces[0] ?? '');
  const list = members.length === 0 ? '' : `, with public ${members.join(', ')}`;
  return `In class ${one.name}, implement ${what}${list}`;
}

export function full(name: string): string {
  return `${requirement('CON-01').values.namespace}.${name}`;
}

export function evidenceOf(facts: ClassFacts, pool: readonly ConnectorClass[]): readonly Evidence[] {
  return [
    { label: 'Library', value: facts.library },
    ...pool.flatMap((one) => [
      { label: 'Class', value: one.name },
      ...listed('Interfaces', one.interfaces),
      ...listed('From', one.from),
    ]),
  ];
}

/** One line of evidence; none where there is nothing to list. */
function listed(label: string, values: readonly string[]): readonly Evidence[] {
  return values.length === 0 ? [] : [{ label, value: values.join(', ') }];
}
