import { exitMeaning } from '../../results/exit-code.ts';
import { readyReach } from '../../results/readiness.ts';
import { notSeenWords } from '../../results/side-by-side/cautions.ts';
import type { ComparedServer, ComparisonReport } from '../../results/side-by-side/server-comparison.ts';
import type { Annotation } from '../annotations.ts';
import { say } from '../log-text.ts';
import { exitWords } from './server-words.ts';

/** Build servers show the first few of each kind only (GitHub Actions: ten a step). */
const mostTold = 10;
const mostNamed = 3;

/** How one server or file stands: those that stand alike for the same reason are one annotation. */
interface Standing {
  readonly kind: Annotation['kind'];
  readonly name: string;
  readonly stands: string;
  readonly why: string;
}

/** Every server that is not ready, each cause once; servers that could not be looked at; files that were no report. */
export function comparisonAnnotations(input: ComparisonReport): readonly Annotation[] {
  const errors = annotationsOf([
    ...input.servers.flatMap(serverStanding),
    ...input.notSeen.map(({ name, why }) => ({
      kind: 'error' as const,
      name,
      stands: notSeenWords(''),
      why: why === '' ? 'there is no report of it' : why,
    })),
  ]);
  const warnings = annotationsOf(
    input.filesLeftOut.map(({ file, why }) => ({
      kind: 'warning' as const,
      name: file,
      stands: 'left out',
      why,
    })),
  );
  const { exitCode } = input;
  // What was not written is of no server.
  const whole: readonly Annotation[] =
    exitCode === 0 || errors.length > 0
      ? []
      : [
          {
            kind: 'error',
            title: say(`exit code ${exitCode}: ${exitWords(input)}`),
            message: say(input.words),
          },
        ];
  return [...whole, ...errors, ...warnings];
}

function serverStanding(server: ComparedServer): readonly Standing[] {
  const { label, ready, exitCode, rows, words, firstCause = '' } = server;
  if (ready && exitCode === 0) return [];
  const why = ready || exitCode === 130 || firstCause === '' ? words : firstCause;
  return [{ kind: 'error', name: label, stands: exitMeaning(exitCode, ready, readyReach(rows)), why }];
}

function annotationsOf(standings: readonly Standing[]): readonly Annotation[] {
  const groups = [...Map.groupBy(standings, ({ stands, why }) => JSON.stringify([stands, why])).values()];
  const told = groups.length > mostTold ? groups.slice(0, mostTold - 1) : groups;
  const rest = groups.slice(told.length).flat();
  const [first] = rest;
  return [
    ...told.flatMap((group) => groupAnnotation(group)),
    ...(first === undefined
      ? []
      : [{ kind: first.kind, title: `${rest.length} more`, message: say(namesOf(rest, rest.length)) }]),
  ];
}

function groupAnnotation(group: readonly Standing[]): readonly Annotation[] {
  const [first] = group;
  if (first === undefined) return [];
  const { kind, stands, why } = first;
  return [{ kind, title: say(`${namesOf(group, mostNamed)}: ${stands}`), message: say(why) }];
}

function namesOf(group: readonly Standing[], most: number): string {
  const more = group.length - most;
  const names = group.slice(0, most).map(({ name }) => name);
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
