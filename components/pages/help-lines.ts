import { moment, plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import { statuses } from '../../src/engine/status.ts';
import { profileName } from '../../src/results/names.ts';
import { statusWord, toneOf } from '../../src/results/status-words.ts';
import { headerCounts } from '../frame/counts.ts';
import { type Binding, bindings, liveCommands } from '../keys/bindings.ts';
import { problemName } from '../text/names.ts';
import { type StyledLine, styled } from '../text/styled-text.ts';
import { pad, wrapText } from '../text/text-width.ts';
import type { Theme } from '../theme/theme.ts';

/** The help page, made from the key table: keys, signs, and what this run works with. */
export function helpLines(view: DoctorView, said: string, theme: Theme, width: number): StyledLine[] {
  const { ellipsis } = theme.glyphs;
  const { one } = problemName(view);
  const keys = [...Map.groupBy(bindings.filter(isOffered(view)), ({ does }) => does)].flatMap(
    ([does, group]): StyledLine[] => {
      const name = group.map((binding) => binding.keys).join(' ');
      return wrapText(does.replace('problem', one), width - 16).map((text, i) => [
        styled(` ${pad(i === 0 ? name : '', 12, ellipsis)}  `, 'strong'),
        styled(text),
      ]);
    },
  );
  const signs = statuses
    .filter((status) => status !== 'running')
    .map(
      (status): StyledLine => [
        styled(` ${theme.glyphs.status(status)} `, toneOf(status)),
        styled(pad(statusWord(status), 11, ellipsis), toneOf(status)),
        styled(meanings[status], 'quiet'),
      ],
    );
  const fact = (name: string, text: string): StyledLine[] =>
    wrapText(text, width - 16).map((line, i) => [
      styled(` ${pad(i === 0 ? name : '', 12, ellipsis)}  `, 'area'),
      styled(line),
    ]);
  return [
    [styled(' KEYS', 'area')],
    ...keys,
    [],
    [styled(' SIGNS', 'area')],
    ...signs,
    [],
    [styled(' THIS RUN', 'area')],
    ...(view.compared === undefined
      ? fact('Settings', view.configPath ?? 'no .ecmarc found')
      : view.compared.servers.flatMap(({ label, file }, i) =>
          fact(i === 0 ? 'Reports' : '', `${i + 1} ${label}: ${file}`),
        )),
    ...(view.compared === undefined ? fact('Server', `${view.host.name}, ${lookedAt(view)}`) : []),
    ...fact('Profile', profileName(view.profile)),
    ...fact('Ready', view.words),
    ...(view.compared === undefined ? fact('Counted', counted(view)) : []),
    ...view.causes.flatMap(({ text }) => fact('Cause', text)),
    ...view.notices.flatMap(({ text }) => fact('Note', text)),
    ...(said === '' ? [] : fact('Last news', said)),
    ...fact('Version', `${view.tool.name} ${view.tool.version}`),
  ];
}

function lookedAt({ startedAt, finishedAt }: DoctorView): string {
  return finishedAt === undefined ? `since ${moment(startedAt)}` : `looked at until ${moment(finishedAt)}`;
}

/** The header's counts without its narrowness. */
function counted(view: DoctorView): string {
  const words = headerCounts(view).map(({ text }) => text);
  return [plural(view.rows.length, 'row', 'rows'), ...words].join(', ');
}

/** Of saved results nothing is run and nothing is answered. */
function isOffered({ compared, readOnly }: DoctorView): (binding: Binding) => boolean {
  return ({ command }) => (compared === undefined && !readOnly) || !liveCommands.has(command);
}

const meanings = {
  pass: 'as required',
  warn: 'works, but look at it',
  fail: 'must be fixed',
  unknown: 'looked, and could not tell',
  manual: 'only a person can say: y confirms it',
  blocked: 'something it needs is missing; Enter goes to the cause',
  skipped: 'not run, with the reason',
  'timed-out': 'no answer before our deadline',
  crashed: 'a fault in this program, not in the server',
  cancelled: 'stopped before it ended',
  waived: 'set aside for now, with a reason',
  attested: 'answered by a person',
  pending: 'not run yet',
  running: 'being looked at',
} as const;
