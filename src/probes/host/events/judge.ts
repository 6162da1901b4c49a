import { plural } from '../../../base/phrases.ts';
import type { Evidence, JudgeInput, Remedy, Verdict } from '../../../engine/probe.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { openWizard, troubleshooting } from '../../common/host-steps.ts';
import { pass, unknown, warn } from '../../common/verdicts.ts';
import { opened } from '../../common/windows-answers.ts';
import type { EventGroup, EventsFacts, LogFacts } from './facts.ts';
import { type KnownError, knownErrorOf, remedyFor } from './known-errors/index.ts';
import { agentLog } from './logs.ts';

/** One known error, and all that was logged of it. */
interface LoggedError {
  readonly known: KnownError;
  readonly count: number;
  readonly newest: string;
}

const mostShown = 6;
const longestLine = 200;

/** Info only: what was logged days ago may long be mended, so it warns at worst. */
export function judgeEvents({ facts, settings }: JudgeInput<Settings, EventsFacts>): Verdict {
  const { groups } = facts;
  const expected = `no errors in ${facts.days} days`;
  const logged = loggedErrors(groups);
  const unmatched = groups.filter((group) => group.level <= 2 && knownErrorOf(group) === undefined);
  const base = { expected, evidence: evidenceOf(facts, logged) };
  const [first, ...others] = logged;
  if (first !== undefined)
    return {
      ...base,
      ...warn(
        first.known.title,
        [
          `${times(first.count)}, last ${when(first.newest)}.`,
          ...(others.length === 0 ? [] : [`Also ${others.map(({ known }) => known.title).join('; ')}.`]),
          ...(unmatched.length === 0 ? [] : [`And ${errors(unmatched)} of other kinds.`]),
        ].join(' '),
        remedyFor(
          logged.map(({ known }) => known),
          settings,
        ),
      ),
    };
  if (unmatched.length > 0)
    return {
      ...base,
      ...warn(
        `${errors(unmatched)}, none known here`,
        `The last ${when(unmatched[0]?.newest ?? '')}; what they say stands in the evidence.`,
        readThem(
          unmatched[0]?.log ?? '',
          'What was logged is not among the errors that Microsoft documents.',
        ),
      ),
    };
  return { ...base, ...withoutErrors(facts, settings) };
}

function withoutErrors({ installed, logs, groups, unread }: EventsFacts, settings: Settings): Verdict {
  const own = logs.filter((one) => one.own);
  for (const { log, read } of installed ? logs.filter((one) => one.own || one.log === agentLog) : logs) {
    const answer = opened({ read: `the event log ${log}` }, { read });
    if (!answer.ok)
      return read.state === 'failed'
        ? { ...answer.verdict, remedy: readThem(log, 'The doctor could not read the log.') }
        : answer.verdict;
  }
  if (!installed)
    return pass(
      'none of its setup',
      'The host is not installed yet: only errors of a failed installation were looked for.',
    );
  if (own.every(({ read }) => read.state === 'absent'))
    return warn(
      'the host has no event log yet',
      'Its wizard makes the log when it first runs as administrator; until then errors are written nowhere.',
      fix(
        'Without it, what the host and its connectors have to say is lost.',
        openWizard(settings, "Open the host's wizard as administrator, go through one connector to its end"),
        troubleshooting,
      ),
    );
  const lost = unread + own.reduce((sum, { read }) => sum + (read.state === 'seen' ? read.value.lost : 0), 0);
  if (lost > 0)
    return unknown(
      'some events cannot be read',
      `${plural(lost, 'event', 'events')} of the host could not be read.`,
      readThem(own[0]?.log ?? '', 'The doctor could not read all of the log.'),
    );
  const warnings = groups.reduce((sum, { count }) => sum + count, 0);
  return warnings === 0 ? pass('none') : pass(`no errors, ${plural(warnings, 'warning', 'warnings')}`);
}

/** The newest first. */
function loggedErrors(groups: readonly EventGroup[]): readonly LoggedError[] {
  const found = new Map<KnownError, LoggedError>();
  for (const group of groups) {
    const known = knownErrorOf(group);
    if (known === undefined) continue;
    const { count = 0, newest = group.newest } = found.get(known) ?? {};
    found.set(known, {
      known,
      count: count + group.count,
      newest: group.newest > newest ? group.newest : newest,
    });
  }
  return [...found.values()].sort((one, other) => (one.newest < other.newest ? 1 : -1));
}

function evidenceOf({ groups, logs, more }: EventsFacts, logged: readonly LoggedError[]): Evidence[] {
  return [
    ...logged.map(({ known, count, newest }) => ({
      label: 'Known',
      value: `${known.title}: ${times(count)}, last ${when(newest)}`,
    })),
    ...groups.slice(0, mostShown).map(({ provider, id, count, newest, text }) => ({
      label: when(newest),
      value: `${provider} ${id}${count === 1 ? '' : `, ${times(count)}`}: ${firstLine(text)}`,
    })),
    ...(groups.length > mostShown || more > 0
      ? [{ label: 'More', value: `${groups.length - Math.min(mostShown, groups.length) + more} other kinds` }]
      : []),
    ...logs.map(({ log, read }) => ({ label: `Log ${log}`, value: readText(read) })),
  ];
}

function readText(read: LogFacts['read']): string {
  switch (read.state) {
    case 'seen': {
      const { events, cut, lost } = read.value;
      const gone = lost === 0 ? '' : `, ${lost} could not be read`;
      return `${plural(events, 'event', 'events')} read${cut ? ', the newest only' : ''}${gone}`;
    }
    case 'absent':
      return 'not there';
    case 'denied':
      return 'not allowed to look';
    case 'failed':
      return `not read: ${read.problem.text}`;
  }
}

function readThem(log: string, why: string): Remedy {
  return fix(
    why,
    by.server(
      'Read the newest events',
      `wevtutil.exe qe "${log}" /c:20 /rd:true /f:text /q:"*[System[Level=1 or Level=2]]"`,
    ),
    troubleshooting,
  );
}

function errors(groups: readonly EventGroup[]): string {
  return plural(
    groups.reduce((sum, { count }) => sum + count, 0),
    'error',
    'errors',
  );
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** UTC, as all times in a report. */
function when(at: string): string {
  return at === '' ? 'at an unknown time' : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** The connectors write where they were before they write what went wrong. */
function firstLine(text: string): string {
  const lines = text.split('\n');
  const said = lines.find((line) => /^Message\b|\w+Exception\b/.test(line)) ?? lines[0] ?? '';
  return said.length > longestLine ? `${said.slice(0, longestLine - 3)}...` : said || '(no text)';
}
