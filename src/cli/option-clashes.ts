import type { Name, Options } from './options.ts';

/**
 * Options that contradict each other: said before anything is read or asked. `named`: an option as it was given, by its
 * twin too; `given`: those of the command line itself.
 */
export function clashes(
  options: Options,
  named: (name: Name) => string,
  given: ReadonlySet<Name>,
): readonly string[] {
  const { json, events, report, from, writeTest, init, list, baseline, redact, eventLog, waitMs } = options;
  const found: string[] = [];
  const isFrom = from.length > 0;
  if (json && events) found.push(`${named('json')} and ${named('events')} both want stdout: choose one`);
  if (isFrom && waitMs !== undefined)
    found.push(`${named('from')} looks at nothing again: ${named('wait')} has no use with it`);
  if (isFrom && writeTest !== false)
    found.push(`${named('from')} asks nothing of the directory: ${named('write-test')} has no use with it`);
  if (isFrom && events) found.push(`${named('from')} runs nothing: ${named('events')} has nothing to tell`);
  if (isFrom && eventLog)
    found.push(`${named('from')} runs nothing: ${named('event-log')} has nothing to tell`);
  if (events && redact)
    found.push(
      `${named('events')} tells names as it goes, before all are known: ${named('redact')} has no use with it; take --json --redact, which tells the same report at the end, or --redact --report FILE.json`,
    );
  if (from.length > 1 && baseline !== undefined)
    found.push(
      `${named('baseline')} compares one run with an earlier report: name one file with --from, or leave ${named('baseline')} out`,
    );
  // What was asked for and is not there must not pass for it.
  const idles = [
    ...(list ? [named('list')] : []),
    ...(init === undefined ? [] : [named('init')]),
    ...(options.explain === undefined ? [] : [named('explain')]),
    ...(options.completion === undefined ? [] : [named('completion')]),
    ...(['readme', 'version', 'help'] as const).filter((name) => options[name]).map(named),
  ];
  // Who adds --help to whatever is typed already wants to read, and nothing else.
  if (options.help && given.has('help')) return [];
  const [idle] = idles;
  if (idle === undefined) return found;
  if (init === 'example' && given.has('profile'))
    found.push(`${named('init')} example explains both profiles: ${named('profile')} has no use with it`);
  const useless = (name: Name, words: string): void => {
    found.push(`${idle} runs nothing: ${named(name)} has ${words}`);
  };
  if (events) useless('events', 'nothing to tell');
  if (eventLog) useless('event-log', 'nothing to tell');
  if (report.length > 0) useless('report', 'nothing to write');
  if (waitMs !== undefined) useless('wait', 'no use with it');
  for (const name of ['only', 'skip', 'write-test', 'redact'] as const)
    if (given.has(name)) useless(name, 'no use with it');
  if (idles.length > 1) found.push(`${idles.join(' and ')} do not go together`);
  if (isFrom)
    found.push(
      list
        ? `${idle} and ${named('from')} do not go together`
        : `${named('from')} and ${idle} do not go together`,
    );
  if (baseline !== undefined) found.push(`${idle} and ${named('baseline')} do not go together`);
  return found;
}
