import { defined } from '../../base/defined.ts';
import type { EcmaWork, ProbeContext } from '../../clients/environment.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Evidence, JudgeInput, Remedy, Rules, Step, Verdict } from '../../engine/probe.ts';
import type { ConnectorSettings, Settings } from '../../settings/schema.ts';
import { onScreen, readAgain } from '../common/steps.ts';
import { type Description, describeProbe, idIn, idsIn, type MakeProbe, type Scope } from '../describe.ts';
import { setup } from '../host/row.ts';
import { lookAt } from './look.ts';
import { builtInName, fileName, libraryPath } from './places.ts';
import type { Assembled, Classes, Look, Refusal } from './types.ts';

export const customDocument =
  'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-custom-connector';

type Row = Omit<Description, 'seconds' | 'connector' | 'subject' | 'fingerprint' | 'share'>;

/** A row about a connector's library: ids, subject and the shared look filled in. */
export function libraryRow(scope: Scope, description: Row): ReturnType<MakeProbe> {
  const { connector, settings } = scope;
  const { needs = ['connector.library'], work, ...rest } = description;
  return describeProbe({
    ...rest,
    ...(work === undefined ? {} : { work: inOwnersWords(connector, work) }),
    id: idIn(scope, description.id),
    needs: idsIn(scope, needs),
    seconds: 30,
    ...(connector === undefined
      ? {}
      : {
          connector: connector.name,
          subject: fileName(connector.library),
          share: `connector@${connector.name}`,
          fingerprint: JSON.stringify({ library: connector.library, folder: settings.host.folder }),
        }),
  });
}

/** Nobody rebuilds Microsoft's own libraries: what is wrong with one of them is the installation. */
function inOwnersWords(
  connector: ConnectorSettings | undefined,
  work: NonNullable<Row['work']>,
): NonNullable<Row['work']> {
  if (connector === undefined || builtInName(connector) === undefined) return work;
  return {
    collect: (context, signal) => work.collect(context, signal),
    judge(input, rules) {
      const verdict = work.judge(input, rules);
      return verdict.remedy === undefined || verdict.status === 'pass'
        ? verdict
        : { ...verdict, remedy: repair };
    },
  };
}

const repair: Remedy = {
  why: 'This library comes with the connector host: another state of it points to a damaged, changed or very old installation.',
  steps: [
    {
      text: 'Run the setup of the provisioning agent again and choose on-premises application provisioning',
      command: setup,
      owner: 'server',
    },
    readAgain,
  ],
  links: [customDocument],
};

/** One look serves all rows of a run; a retry looks again, so a replaced file counts. */
export async function lookOnce(scope: Scope, context: ProbeContext): Promise<Look> {
  const { connector } = scope;
  if (connector === undefined) throw new Error('there is no connector');
  const path = libraryPath(context.settings, connector);
  context.waitingFor(fileName(path));
  return context.lease(async (signal) => ({
    value: await lookAt(path, context.platform, signal),
    close: () => {},
  }));
}

/** Facts of a row that asks what the library's classes can do. */
export interface ClassFacts extends Facts {
  readonly library: string;
  /** Absent when the file could not be read any more. */
  readonly classes?: Classes;
  readonly refusal?: Refusal;
}

export interface ClassRow {
  /** Other facts of the row. */
  more?(assembly: Assembled): Readonly<Record<string, boolean>>;
  judge(input: JudgeInput<Settings, ClassFacts>, classes: Classes, rules: Rules): Verdict;
}

/** The work of such a row. */
export function classWork(scope: Scope, row: ClassRow): EcmaWork<ClassFacts> {
  return {
    async collect(context): Promise<ClassFacts> {
      const { path, assembly, refusal } = await lookOnce(scope, context);
      if (assembly === undefined) return { usable: false, library: path, ...defined({ refusal }) };
      return { usable: true, library: path, classes: assembly.classes, ...row.more?.(assembly) };
    },
    judge(input, rules) {
      const { classes } = input.facts;
      return classes === undefined ? vanished : row.judge(input, classes, rules);
    },
  };
}

/** It could be read for the row above, and not any more. */
export const vanished: Verdict = {
  status: 'unknown',
  message: 'could not be read',
  found: 'The library could not be read again: it was moved, replaced or locked meanwhile.',
  remedy: {
    why: 'The row about the library itself says more.',
    steps: [onScreen('Press r there: the file is read again')],
    links: [],
  },
};

/** What a developer changes, and how it gets to the host. */
export function change(why: string, steps: readonly string[]): Remedy {
  return {
    why,
    steps: [
      ...steps.map((text): Step => ({ text, owner: 'connector' })),
      { text: 'Build the library and copy it to the place that .ecmarc names', owner: 'connector' },
      readAgain,
    ],
    links: [customDocument],
  };
}

/** One line of evidence; none where there is nothing to list. */
export function listed(label: string, values: readonly string[]): readonly Evidence[] {
  return values.length === 0 ? [] : [{ label, value: values.join(', ') }];
}
