import { defined } from '../base/defined.ts';
import { wrapLine } from '../base/wrap.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { levelName, profileName } from '../results/names.ts';
import { explanationOf } from './explanations.ts';
import { jsonText } from './json.ts';
import type { ListedProbe } from './list.ts';

/** What `--explain` tells: a probe with its requirements, or a requirement with the probes that look at it. */
export interface Explained {
  readonly kind: 'probe' | 'requirement';
  readonly id: string;
  readonly title: string;
  readonly severity: Readonly<Record<string, string>>;
  readonly asks?: string;
  readonly sends?: string;
  readonly mend?: string;
  readonly needs?: readonly string[];
  readonly requirements: readonly Pick<
    Requirement,
    'id' | 'statement' | 'levels' | 'values' | 'note' | 'source' | 'valuesFrom' | 'background'
  >[];
  readonly probes: readonly string[];
}

export function explainProbe(probe: ListedProbe, all: readonly Requirement[]): Explained {
  const { asks, sends, mend } = explanationOf(probe.id);
  return {
    kind: 'probe',
    id: probe.id,
    title: probe.title,
    severity: { ...probe.levels },
    asks,
    sends,
    mend,
    needs: [...probe.needs],
    requirements: all.filter(({ id }) => probe.requirements.includes(id)).map(explainedRequirement),
    probes: [probe.id],
  };
}

export function explainRequirement(requirement: Requirement, probes: readonly ListedProbe[]): Explained {
  const looking = probes.filter(({ requirements }) => requirements.includes(requirement.id));
  const [first] = looking;
  return {
    kind: 'requirement',
    id: requirement.id,
    title: requirement.statement,
    severity: { ...requirement.levels },
    ...(first === undefined ? {} : explanationOf(first.id)),
    requirements: [explainedRequirement(requirement)],
    probes: looking.map(({ id }) => id),
  };
}

function explainedRequirement({
  id,
  statement,
  levels,
  values,
  note,
  source,
  valuesFrom,
  background,
}: Requirement): Explained['requirements'][number] {
  return {
    id,
    statement,
    levels,
    ...defined({ values, note }),
    source,
    ...defined({ valuesFrom, background }),
  };
}

export function explainedJson(explained: Explained): string {
  return `${jsonText(explained, 2)}\n`;
}

const width = 80;
const label = 13;

export function explainedText(explained: Explained): string {
  const { kind, id, title, severity, asks, sends, mend, needs = [], requirements, probes } = explained;
  const levels = Object.entries(severity).map(
    ([profile, level]) => `${profileName(profile)}: ${levelName(level as never)}`,
  );
  const lines = [
    kind === 'probe' ? `${id}  ${title}` : id,
    '',
    ...(kind === 'probe' ? [] : field('Asks for', title)),
    ...field('Weight', levels.join('; ')),
    ...(asks === undefined ? [] : field('Asked of', asks)),
    ...(sends === undefined ? [] : field('What is sent', sends)),
    ...(needs.length === 0 ? [] : field('After', needs.join(', '))),
    ...(kind === 'probe'
      ? []
      : field(
          'Looked at by',
          probes.length === 0
            ? `no check: ${requirements[0]?.background ?? 'background, or words of a fix'}`
            : probes.join(', '),
        )),
    ...requirements.flatMap((requirement) => [
      ...(kind === 'probe' ? field('Why', `${requirement.id}: ${requirement.statement}`) : []),
      ...(requirement.note === undefined ? [] : field('', requirement.note)),
      ...(requirement.values === undefined ? [] : field('Values', valueWords(requirement.values))),
      ...field(
        'Source',
        [requirement.source.title, requirement.source.section ?? ''].filter((part) => part !== '').join(', '),
      ),
      ...field('Page', pageOf(requirement.source)),
      ...Object.entries(requirement.valuesFrom ?? {}).flatMap(([name, source]) =>
        field('', `${name}: ${pageOf(source)}`),
      ),
    ]),
    ...(mend === undefined ? [] : field('How mended', mend)),
    ...(probes[0] === undefined
      ? []
      : field(
          'Look now',
          `ecma-doctor --only "${probes[0].includes('.') && needsConnector(probes[0]) ? `${probes[0]}@*` : probes[0]}"`,
        )),
  ];
  return `${lines.join('\n')}\n`;
}

function pageOf({ page, date }: Requirement['source']): string {
  return `${page} (${date})`;
}

function needsConnector(id: string): boolean {
  return /^(?:connector|ldap|sql|tcp)\./.test(id);
}

function valueWords(values: NonNullable<Requirement['values']>): string {
  const words = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(words).join(', ')
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .map(([name, one]) => `${name} ${words(one)}`)
            .join('; ')
        : String(value);
  return words(values);
}

function field(name: string, text: string): string[] {
  return wrapLine(text, width - label - 1).map(
    (line, index) => `${(index === 0 ? name : '').padEnd(label)} ${line}`,
  );
}
