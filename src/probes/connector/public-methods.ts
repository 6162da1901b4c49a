import type { Classes, ConnectorClass, MethodFault } from '../../clients/library/types.ts';
import type { Evidence, Remedy, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { pass, warn } from '../common/verdicts.ts';
import { factsToken } from '../token.ts';
import { concrete, full, implementers, namesOf, noClass, unresolved } from './ability.ts';
import type { ClassFacts } from './class-facts.ts';
import { collectClasses, defineClassProbe } from './define.ts';
import { change } from './remedies.ts';

export const connectorPublicMethods = factsToken<ClassFacts>('connector', 'public-methods');

/** GetSchema and the export methods: without them nothing works, so only they fail. */
const essential: readonly { readonly by: string; readonly methods: readonly string[] }[] = [
  { by: requirement('CON-02').values.interface, methods: requirement('CON-02').values.methods },
  { by: requirement('CON-03').values.interface, methods: requirement('CON-03').values.methods },
];

/** Are the connector's class and methods public, and not implemented explicitly? */
export const connectorPublicMethodsProbe = defineClassProbe(connectorPublicMethods, {
  title: 'Its methods are public',
  levels: levels('recommended', 'required'),
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
  const needed = essential.map(({ by }) => by).filter((name) => alone(name).length > 0);
  const nobodySees = all.every((one) => !one.public);
  const list = needed.length > 0 ? needed : names.filter((name) => alone(name).length > 0);
  const classes = all.filter((one) => list.some((name) => alone(name).includes(one)));
  const [first] = classes;
  if (first === undefined) return undefined;
  return {
    status: nobodySees || needed.length > 0 ? 'fail' : 'warn',
    message: `${first.name} is not public`,
    found: `not public: ${namesOf(classes)} (${list.join(', ')})`,
    remedy: change(
      'The host sees only what is public in a library.',
      `Make ${namesOf(classes)} public, and each class around it`,
    ),
  };
}

/** GetSchema or an export method that is not there as a public method of its name. */
function closed(all: readonly ConnectorClass[]): Verdict | undefined {
  for (const { by, methods } of essential) {
    const able = implementers(all, [by]);
    const faulty = able
      .map((one) => ({
        one,
        faults: one.faults.filter((fault) => fault.interface === by && methods.includes(fault.method)),
      }))
      .filter(({ faults }) => faults.length > 0);
    const [first] = faulty;
    const [fault] = first?.faults ?? [];
    if (first === undefined || fault === undefined) continue;
    return {
      status: faulty.length === able.length ? 'fail' : 'warn',
      message: faultText(fault),
      found: `${first.one.name}: ${first.faults.map(faultText).join('; ')}`,
      remedy: makePublic(first.one, first.faults),
    };
  }
  return undefined;
}

function lesser(all: readonly ConnectorClass[]): Verdict {
  const seen = all.filter((one) => one.public);
  const open = seen.flatMap((one) => one.unresolved);
  if (open.length > 0) return unresolved(open);
  const light = seen.find((one) => one.faults.length > 0);
  const [fault] = light?.faults ?? [];
  if (light !== undefined && fault !== undefined)
    return warn(
      faultText(fault),
      `${light.name}: ${light.faults.map(faultText).join('; ')}`,
      makePublic(light, light.faults),
    );
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

/** A property stands as its getter. */
function nameOf(method: string): string {
  return method.replace(/^[gs]et_/, '');
}

function makePublic(one: ConnectorClass, faults: readonly MethodFault[]): Remedy {
  const names = [...new Set(faults.map(({ interface: by, method }) => `${full(by)}.${nameOf(method)}`))];
  return change(
    'The host calls public methods by their names; one written as Interface.Method has none.',
    `In class ${one.name}, write these as public members, without the interface in front: ${names.join(', ')}`,
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
