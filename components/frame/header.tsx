import { Box } from 'ink';
import type { DoctorView } from '../../src/doctor/view.ts';
import { moment, plural } from '../../src/engine/words.ts';
import { Line } from '../text/line.tsx';
import { profileName, readiness } from '../text/names.ts';
import { between, type Span, span, spansWidth } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';
import { tally } from './counts.ts';

/** Where the settings come from, in a line. */
export function settingsLine(view: DoctorView): Span[] {
  if (view.frozen) {
    const at = moment(view.finishedAt ?? view.startedAt);
    return [span('Saved '), span(`results of ${at}: nothing is run`, 'quiet')];
  }
  return view.configPath === undefined
    ? [span('No .ecmarc found', 'warn'), span('  press i to write one by questions', 'quiet')]
    : [span('Settings  ', 'quiet'), span(view.configPath, 'quiet')];
}

function counts(view: DoctorView, width: number): Span[] {
  const { problems, words } = tally(view);
  const room = width - readiness(view).word.length;
  const sum = problems === 0 ? [] : [span(`  ${plural(problems, 'problem', 'problems')}`, 'strong')];
  const long = words.map(({ long: text, tone }) => span(`  ${text}`, tone));
  const fits = (spans: readonly Span[]) => spansWidth([...sum, ...spans]) <= room;
  // What needs nobody's attention may fall off; everything else only becomes shorter.
  while (!fits(long) && words[long.length - 1]?.spare === true) long.pop();
  if (fits(long)) return [...sum, ...long];
  const short = words.map(({ short: text, tone }) => span(`  ${text}`, tone));
  while (!fits(short)) short.pop();
  return [...sum, ...short];
}

export interface HeaderProps {
  readonly view: DoctorView;
  readonly width: number;
}

/** Program, host and profile: the first line. */
export function titleSpans(view: DoctorView, width: number, ellipsis: string): Span[] {
  const other = view.readyByProfile[view.otherProfile] === true ? 'ready' : 'not ready';
  const profile = [
    span(profileName(view.profile).long, 'quiet'),
    span(`  (g: ${profileName(view.otherProfile).short}${view.busy ? '' : `, ${other}`})`, 'quiet'),
  ];
  const inner = width - 1;
  const title = (name: string) => [span(name, 'strong'), span(`  ${view.hostName}`, 'quiet')];
  const whole = title('ECMA Connector Host doctor');
  // Whether the whole name fits must not depend on what is known: it would change while one looks.
  const longest = `${profileName(view.profile).long}  (g: ${profileName(view.otherProfile).short}, not ready)`;
  const name = spansWidth(whole) + 2 + longest.length <= inner ? whole : title('ECMA Host doctor');
  return [span(' '), ...between(name, profile, inner, ellipsis)];
}

/** Three lines: program, host and profile; readiness and counts; the strongest cause, or whose settings these are. */
export function Header({ view, width }: HeaderProps) {
  const theme = useTheme();
  const { ellipsis } = theme.glyphs;
  const ready = readiness(view);
  const [cause] = view.causes;
  const inner = width - 1;
  const third =
    cause === undefined
      ? settingsLine(view)
      : between(
          [span('Cause  ', 'strong'), span(cause.text)],
          [span(plural(cause.probes.length, 'row', 'rows'), 'quiet')],
          inner,
          ellipsis,
        );
  const margin = span(' ');
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={width} spans={titleSpans(view, width, ellipsis)} />
      <Line width={width} spans={[margin, span(ready.word, ready.tone), ...counts(view, inner)]} />
      <Line width={width} spans={[margin, ...third]} />
    </Box>
  );
}
