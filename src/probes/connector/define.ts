import { inspectLibrary } from '../../clients/library/inspect.ts';
import type { Classes, LibraryInspection } from '../../clients/library/types.ts';
import type { Facts, FactsToken } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import { fileName } from '../../platform/paths.ts';
import {
  type CollectContext,
  defineProbe,
  type ProbeDefinition,
  type ProbeDescription,
  type ProbeInput,
  type Scope,
} from '../define.ts';
import { type Ability, judgeAbility } from './ability.ts';
import { type ClassFacts, classFactsOf } from './class-facts.ts';
import { connectorLibrary } from './library/facts.ts';
import { builtInName, libraryPath } from './places.ts';
import { repair, vanished } from './remedies.ts';

/** A probe of a connector's library: subject and the shared look filled in. */
export function defineLibraryProbe<F extends Facts>(
  token: FactsToken<F>,
  description: Omit<ProbeDescription<F>, 'seconds' | 'subject' | 'share' | 'dependsOn'> &
    Partial<Pick<ProbeDescription<F>, 'dependsOn'>>,
  /** What it asks about is the site's own, also beside one of Microsoft's libraries. */
  ofSite = false,
): ProbeDefinition {
  return defineProbe<F>(token, {
    needs: [connectorLibrary],
    seconds: 30,
    mayBeRefused: true,
    subject: ({ connector }) => connector && fileName(connector.library),
    share: ({ connector }) => connector && `connector@${connector.name}`,
    dependsOn: ({ connector, settings }) =>
      connector && { library: connector.library, folder: settings.host.folder },
    ...description,
    judge: (input, rules) => {
      const verdict = description.judge(input, rules);
      return ofSite ? verdict : inOwnersWords(input.scope, verdict);
    },
  });
}

/** Nobody rebuilds Microsoft's own libraries: what is wrong with one of them is the installation. */
function inOwnersWords({ connector }: Scope, verdict: Verdict): Verdict {
  const custom = connector === undefined || builtInName(connector) === undefined;
  return custom || verdict.remedy === undefined || verdict.status === 'pass'
    ? verdict
    : { ...verdict, remedy: repair };
}

/** One look serves all rows of a run; a retry looks again, so a replaced file counts. */
export async function inspectOnce(context: CollectContext): Promise<LibraryInspection> {
  const { connector } = context.scope;
  if (connector === undefined) throw new Error('there is no connector');
  const path = libraryPath(context.settings, connector);
  context.waitingFor(fileName(path));
  return context.lease(async (signal) => ({
    value: await inspectLibrary(path, context.platform, signal),
    close: () => {},
  }));
}

/** A probe that asks what the library's classes can do. */
export function defineClassProbe<F extends ClassFacts>(
  token: FactsToken<F>,
  description: Omit<Parameters<typeof defineLibraryProbe<F>>[1], 'judge'> & {
    judge(facts: F, classes: Classes, input: ProbeInput<F>): Verdict;
  },
): ProbeDefinition {
  return defineLibraryProbe<F>(token, {
    ...description,
    judge(input) {
      const { facts } = input;
      return facts.classes === undefined ? vanished : description.judge(facts, facts.classes, input);
    },
  });
}

/** Its facts, where the classes are all that it asks for. */
export async function collectClasses(context: CollectContext): Promise<ClassFacts> {
  return classFactsOf(await inspectOnce(context));
}

/** A probe of one ability: at what weight, by which requirement. */
export function defineAbilityProbe(
  token: FactsToken<ClassFacts>,
  ability: Ability,
  description: Pick<ProbeDescription<ClassFacts>, 'title' | 'levels' | 'requirements'>,
): ProbeDefinition {
  return defineClassProbe(token, {
    ...description,
    collect: collectClasses,
    judge: (facts, classes) => judgeAbility(facts, classes, ability),
  });
}
