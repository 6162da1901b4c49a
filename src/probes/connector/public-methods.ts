import type { Classes, ConnectorClass, MethodFault } from '../../clients/library/types.ts';
import type { Evidence, Remedy, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import { pass, warn } from '../common/verdicts.ts';
import { factsToken } from '../token.ts';
import { concrete, full, implementers, namesOf, noClass, unresolved } from './ability.ts';
import type { ClassFacts } from './class-facts.ts';
import { collectClasses, defineClassProbe } from './define.ts';
import { change } from './remedies.ts';

export const connectorPublicMethods = factsToken<ClassFacts>('connector', 'public-methods');

/**
 * Are the connector's class and methods public, and not implemented explicitly? A warning at worst: connectors written
 * otherwise are in use (decisions: connector.public-methods).
 */
export const connectorPublicMethodsProbe = defineClassProbe(connectorPublicMethods, {
  title: 'Its methods are public',
  levels: levels('recommended', 'recommended'),
  requirements: ['CON-09'],
  collect: collectClasses,
  judge: judgePublicMethods,
});

function judgePublicMethods(facts: ClassFacts, classes: Classes): Verdict {
  const all = concrete(classes);
  const base = {
    expected: 'a public class whose methods are public, none as Interface.Method',
    evidence: [{ label: 'Library', value: facts.library }, ...all.flatMap(evidenceOf)],
  };
  if (all.length === 0) {
    const none = noClass(classes);
    return none.status === 'fail' ? { ...base, ...none, status: 'unknown' } : { ...base, ...none };
  }
  return { ...base, ...(hidden(all) ?? closed(all) ?? lesser(all)) };
}

/** A class that only this library sees, though it is the only one for an interface. */
function hidden(all: readonly ConnectorClass[]): Verdict | undefined {
  const names = [...new Set(all.flatMap(({ interfaces }) => interfaces))];
  const alone = (name: string) => implementers(all, [name]).filter((one) => !one.public);
  const list = names.filter((name) => alone(name).length > 0);
  const classes = all.filter((one) => list.some((name) => alone(name).includes(one)));
  const [first] = classes;
  if (first === undefined) return undefined;
  return warn(
    classes.length === 1 ? `${first.name} is not public` : `${classes.length} classes are not public`,
    `not public: ${namesOf(classes)} (${list.join(', ')})`,
    change(
      'The host sees only what is public in a library.',
      `Make ${namesOf(classes)} public, and each class around it`,
    ),
  );
}

/** Methods of the interfaces that are not there as public methods of their names, of all classes that count. */
function closed(all: readonly ConnectorClass[]): Verdict | undefined {
  const counts = (one: ConnectorClass): boolean =>
    one.interfaces.some((name) => implementers(all, [name]).includes(one));
  const faulty = all.filter((one) => one.faults.length > 0 && counts(one));
  const faults = faulty.flatMap((one) => one.faults);
  const [first] = faults;
  if (first === undefined) return undefined;
  return warn(
    faults.length === 1 ? faultText(first) : manyText(faults),
    faulty.map((one) => `${one.name}: ${one.faults.map(faultText).join('; ')}`).join('. '),
    makePublic(faulty),
  );
}

function lesser(all: readonly ConnectorClass[]): Verdict {
  const seen = all.filter((one) => one.public);
  const open = seen.flatMap((one) => one.unresolved);
  if (open.length > 0) return unresolved(open);
  const sealed = seen.find((one) => !one.constructible);
  if (sealed !== undefined)
    return warn(
      'no public constructor',
      `${sealed.name} has no public constructor without parameters (that the host needs one is not confirmed by Microsoft's documents).`,
      change(
        'The host has to create the connector, and has nothing to give it.',
        `Give ${sealed.name} a public constructor without parameters`,
      ),
    );
  return pass('class and methods are public');
}

function faultText({ method, found }: MethodFault): string {
  switch (found) {
    case 'explicit':
      return `${nameOf(method)} is implemented explicitly`;
    case 'not-public':
      return `${nameOf(method)} is not public`;
    case 'missing':
      return `${nameOf(method)} is missing`;
  }
}

/** All of one kind are told by it: "7 methods are implemented explicitly". */
function manyText(faults: readonly MethodFault[]): string {
  const kinds = new Set(faults.map(({ found }) => found));
  const kind = kinds.size === 1 ? faults[0]?.found : undefined;
  return `${faults.length} methods are ${kind === undefined ? 'not public' : manyOf[kind]}`;
}

const manyOf: Readonly<Record<MethodFault['found'], string>> = {
  explicit: 'implemented explicitly',
  'not-public': 'not public',
  missing: 'missing',
};

/** A property stands as its getter. */
function nameOf(method: string): string {
  return method.replace(/^[gs]et_/, '');
}

function makePublic(classes: readonly ConnectorClass[]): Remedy {
  return change(
    'The host calls public methods by their names; one written as Interface.Method has none.',
    ...classes.map(({ name, faults }) => {
      const members = new Set(faults.map(({ interface: by, method }) => `${full(by)}.${nameOf(method)}`));
      return `In class ${name}, write these as public members, without the interface in front: ${[...members].join(', ')}`;
    }),
  );
}

const faultTexts: Readonly<Record<MethodFault['found'], string>> = {
  explicit: 'Explicit',
  'not-public': 'Not public',
  missing: 'Missing',
};

function evidenceOf(one: ConnectorClass): readonly Evidence[] {
  return [
    { label: one.public ? 'Public class' : 'Not public', value: one.name },
    ...one.faults.map((fault) => ({ label: faultTexts[fault.found], value: fault.as ?? fault.method })),
  ];
}
