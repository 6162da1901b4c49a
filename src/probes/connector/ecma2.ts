import { defined } from '../../base/defined.ts';
import { isOlder } from '../../base/version.ts';
import { isEcma } from '../../clients/library/framework.ts';
import type { Classes, ConnectorClass, EcmaReference } from '../../clients/library/types.ts';
import type { Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { readAgain } from '../common/steps.ts';
import { fail, warn } from '../common/verdicts.ts';
import { factsToken } from '../token.ts';
import { concrete, evidenceOf, isEcma2, namesOf, shortName, unresolved } from './ability.ts';
import { type ClassFacts, classFactsOf } from './class-facts.ts';
import { defineClassProbe, inspectOnce } from './define.ts';
import { change, customConnectors } from './remedies.ts';

const { assembly, token, namespace, interfacePrefix, ecma1, ecma22 } = requirement('CON-01').values;

export interface Ecma2Facts extends ClassFacts {
  readonly references?: readonly EcmaReference[];
  /** The library is Microsoft's interface assembly itself, whatever its file is called. */
  readonly interfaceLibrary?: true;
}

export const connectorEcma2 = factsToken<Ecma2Facts>('connector', 'ecma2');

/** Does the library refer to Microsoft's ECMA assembly, and is there a class of ECMA 2 in it? */
export const connectorEcma2Probe = defineClassProbe(connectorEcma2, {
  title: 'ECMA 2.0 or later',
  levels: levels('required', 'required'),
  requirements: ['CON-01'],
  async collect(context) {
    const look = await inspectOnce(context);
    const interfaceLibrary = look.assembly !== undefined && isEcma(look.assembly.name) ? true : undefined;
    return { ...classFactsOf(look), ...defined({ references: look.assembly?.ecma, interfaceLibrary }) };
  },
  judge: judgeEcma2,
});

function judgeEcma2(facts: Ecma2Facts, classes: Classes): Verdict {
  const { references = [] } = facts;
  const expected = `refers to ${assembly} (key ${token}); a class implements ${namespace}.${interfacePrefix}... interfaces`;
  const evidence = [
    ...references.map(({ by, version, token: key }) => ({
      label: by,
      value: `${assembly} ${version}, key ${key === '' ? 'none' : key}`,
    })),
    ...evidenceOf(facts, classes.found),
  ];
  const base = { expected, evidence };
  if (facts.interfaceLibrary === true) return { ...base, ...interfaceLibrary };
  const pool = concrete(classes);
  const foreign = references.find((one) => one.token !== token);
  if (foreign !== undefined && references.every((one) => one.token !== token))
    return { ...base, ...foreignKey(foreign) };
  if (pool.length === 0) return { ...base, ...without(classes, references) };
  return { ...base, ...present(classes, references) };
}

function present(classes: Classes, references: readonly EcmaReference[]): Verdict {
  const all = concrete(classes);
  const seen = all.filter((one) => one.public);
  const pool = seen.length > 0 ? seen : all;
  const [first] = pool;
  const version = references[0]?.version ?? '';
  const old = classes.found.filter(({ interfaces }) => interfaces.some((name) => ecma1.includes(name)));
  if (old.length > 0)
    return warn(
      'ECMA 2, with ECMA 1 beside it',
      `${old.map(({ name }) => name).join(', ')}: interfaces of ECMA 1, which the host does not use`,
      change('ECMA 1 is deprecated.', `Take the interfaces ${ecma1.join(', ')} out of these classes`),
    );
  const twice = sharedInterface(pool);
  if (twice !== undefined)
    return warn(
      `${twice.by.length} classes with ${twice.name}`,
      `${namesOf(twice.by)}. The documents do not say which of several the host takes.`,
      change(
        'One library should hold one connector.',
        `Leave one public class that implements ${namespace}.${twice.name} in the library`,
      ),
    );
  const edition = isOlder(version, ecma22) === false ? 'ECMA 2.2 or later' : 'ECMA 2';
  const others = classes.more + pool.length - 1;
  const from = first?.from[0];
  const notes = [
    ...(others > 0 ? [`Its interfaces are spread over several classes: ${namesOf(pool)}.`] : []),
    ...(from === undefined ? [] : [`Part of it is inherited from ${from}.dll beside the library.`]),
  ];
  return {
    status: 'pass',
    message: `${edition}: ${first === undefined ? '' : shortName(first)}${others > 0 ? ` and ${others} more` : ''}`,
    ...defined({ found: notes.length === 0 ? undefined : notes.join(' ') }),
  };
}

/** An interface of ECMA 2 that more than one of these classes implements. */
function sharedInterface(
  pool: readonly ConnectorClass[],
): { readonly name: string; readonly by: readonly ConnectorClass[] } | undefined {
  const names = new Set(pool.flatMap(({ interfaces }) => interfaces).filter(isEcma2));
  for (const name of names) {
    const by = pool.filter(({ interfaces }) => interfaces.includes(name));
    if (by.length > 1) return { name, by };
  }
  return undefined;
}

function without(classes: Classes, references: readonly EcmaReference[]): Verdict {
  const names = new Set(classes.found.flatMap(({ interfaces }) => interfaces));
  const ownEcma1 = ecma1.filter((name) => names.has(name));
  const create = `Write a public class that implements ${namespace}.${requirement('CON-02').values.interface} and ${namespace}.${requirement('CON-03').values.interface}`;
  if (ownEcma1.length > 0 && ![...names].some(isEcma2))
    return fail(
      'ECMA 1: no longer supported',
      `It implements ${ownEcma1.join(', ')}, interfaces of ECMA 1.`,
      change(
        'ECMA 1 was replaced by ECMA 2; the connector host runs ECMA 2 only.',
        `${create} in place of ${ownEcma1.join(', ')}`,
      ),
    );
  const half = classes.found.filter(({ interfaces }) => interfaces.some(isEcma2));
  if (half.length > 0)
    return fail(
      'only abstract or generic classes',
      `${half.map(({ name }) => name).join(', ')}: nobody can create an object of such a class`,
      change(
        'The host creates the connector by itself, without type parameters.',
        `Derive a public class from ${half[0]?.name ?? 'it'} that is neither abstract nor generic`,
      ),
    );
  if (classes.found.length > 0)
    return fail(
      'not a connector: a rules extension',
      `It implements ${[...names].join(', ')} of ${assembly}, but no interface of a connector.`,
      change('Rules extensions belong to the synchronization service, not to the connector host.', create),
    );
  const open = classes.open.flatMap((one) => one.unresolved);
  if (open.length > 0) return unresolved(open);
  const refers = references.length > 0;
  return fail(
    refers ? 'no class of ECMA 2' : `no reference to ${assembly}`,
    refers
      ? `It refers to ${assembly}, but no class implements an interface of it.`
      : 'It is a .NET library, but not a connector: nothing in it refers to ECMA.',
    change(
      'The connector host loads libraries that are built for ECMA 2.',
      ...(refers ? [] : [`Refer to ${assembly}.dll (key ${token}) of the connector host`]),
      create,
    ),
  );
}

const interfaceLibrary = fail(
  'the interface library, not a connector',
  `It is ${assembly} itself: the interfaces that connectors implement, without a connector in it.`,
  fix(
    'It lies beside most connectors, and is what they are built against.',
    by.connector('Name the library of the connector itself in .ecmarc: one that refers to this one'),
    readAgain,
    customConnectors,
  ),
);

function foreignKey({ by, token: found }: EcmaReference): Verdict {
  return fail(
    `${assembly} of another maker`,
    `${by} refers to one ${found === '' ? 'without a key' : `with the key ${found}`}: not Microsoft's, so its interfaces are not those of the host.`,
    change(
      'Names alone do not match in .NET: the key of the assembly counts too.',
      `Build against ${assembly}.dll with the key ${token}, as the connector host brings it`,
    ),
  );
}
