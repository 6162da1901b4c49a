import { defined } from '../base/defined.ts';
import { wrapLine } from '../base/wrap.ts';
import type { Requirement } from '../requirements/requirement.ts';
import { levelName, profileName } from '../results/names.ts';
import { type Explanation, explanationOf } from './explanations.ts';
import { jsonText } from './json.ts';
import type { ListedProbe } from './list.ts';

interface Look extends Explanation {
  readonly probe: string;
}

/** What `--explain` tells: a probe with its requirements, or a requirement with the probes that look at it. */
export interface Explained {
  readonly kind: 'probe' | 'requirement';
  readonly id: string;
  readonly title: string;
  readonly severity: Readonly<Record<string, string>>;
  readonly asks?: string;
  readonly sends?: string;
  readonly why?: string;
  readonly mend?: string;
  /** Of a requirement: what each of its probes asks and sends, why, and how what it finds is mended. */
  readonly looks?: readonly Look[];
  readonly needs?: readonly string[];
  readonly requirements: readonly Pick<
    Requirement,
    'id' | 'statement' | 'levels' | 'values' | 'note' | 'source' | 'valuesFrom' | 'background'
  >[];
  readonly probes: readonly string[];
}

export function explainProbe(probe: ListedProbe, all: readonly Requirement[]): Explained {
  // Of one requirement alone: its own words fit best.
  const [only, ...others] = probe.requirements;
  const { asks, sends, why, mend } = explanationOf(probe.id, others.length === 0 ? only : undefined);
  return {
    kind: 'probe',
    id: probe.id,
    title: probe.title,
    severity: { ...probe.levels },
    asks,
    sends,
    why,
    mend,
    needs: [...probe.needs],
    requirements: all.filter(({ id }) => probe.requirements.includes(id)).map(explainedRequirement),
    probes: [probe.id],
  };
}

export function explainRequirement(requirement: Requirement, probes: readonly ListedProbe[]): Explained {
  const looking = probes.filter(({ requirements }) => requirements.includes(requirement.id));
  const looks = looking.map(({ id }) => ({ probe: id, ...explanationOf(id, requirement.id) }));
  return {
    kind: 'requirement',
    id: requirement.id,
    title: requirement.statement,
    severity: { ...requirement.levels },
    ...(looks.length === 0
      ? {}
      : {
          asks: told(looks, 'asks').join('; '),
          sends: told(looks, 'sends').join('; '),
          why: told(looks, 'why').join('; '),
          mend: told(looks, 'mend').join('; '),
          looks,
        }),
    requirements: [explainedRequirement(requirement)],
    probes: looking.map(({ id }) => id),
  };
}

/** One text for all that say the same, with their names in front where others say something else. */
function told(looks: readonly Look[], part: keyof Explanation): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const { probe, [part]: text } of looks) byText.set(text, [...(byText.get(text) ?? []), probe]);
  if (byText.size < 2) return [...byText.keys()];
  return [...byText].map(([text, names]) => `${names.join(', ')}: ${text}`);
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
  const { kind, id, title, severity, needs = [], requirements, probes } = explained;
  const levels = Object.entries(severity).map(
    ([profile, level]) => `${profileName(profile)}: ${levelName(level as never)}`,
  );
  const lines = [
    kind === 'probe' ? `${id}  ${title}` : id,
    '',
    ...(kind === 'probe' ? [] : field('Asks for', title)),
    ...field('Weight', levels.join('; ')),
    ...fields('Asked of', texts(explained, 'asks')),
    ...fields('What is sent', texts(explained, 'sends')),
    ...(needs.length === 0 ? [] : field('After', needs.join(', '))),
    ...(kind === 'probe'
      ? []
      : field(
          'Looked at by',
          probes.length === 0
            ? `no check: ${requirements[0]?.background ?? 'background, or words of a fix'}`
            : probes.join(', '),
        )),
    ...fields('Why', texts(explained, 'why')),
    ...requirements.flatMap((requirement) => [
      ...(kind === 'probe' ? field('Asks for', `${requirement.id}: ${requirement.statement}`) : []),
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
    ...fields('How mended', texts(explained, 'mend')),
    // A command is never broken: it is to be copied whole.
    ...(probes.length === 0
      ? []
      : [`${'Look now'.padEnd(label)} ecma-doctor --only "${probes.map(patternOf).join(',')}"`]),
  ];
  return `${lines.join('\n')}\n`;
}

function pageOf({ page, date }: Requirement['source']): string {
  return `${page} (${date})`;
}

/** Of a connector's probe, for each connector; the library's has a row without any, too. */
function patternOf(id: string): string {
  if (id === 'connector.library') return `${id}*`;
  return /^(?:connector|ldap|sql|tcp)\./.test(id) ? `${id}@*` : id;
}

function texts(explained: Explained, part: keyof Explanation): readonly string[] {
  const { looks, [part]: text } = explained;
  return looks === undefined ? [text ?? []].flat() : told(looks, part);
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

/** Several texts behind one name, each on lines of its own. */
function fields(name: string, all: readonly string[]): string[] {
  return all.flatMap((text, index) => field(index === 0 ? name : '', text));
}
