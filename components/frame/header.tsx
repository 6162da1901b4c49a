import { Box } from 'ink';
import { moment, plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import { profileName, profileShortName } from '../../src/results/names.ts';
import { Line } from '../text/line.tsx';
import { type StyledText, spaceBetween, styled, styledWidth } from '../text/styled-text.ts';
import { useTheme } from '../theme/theme-context.ts';
import { headerCounts } from './counts.ts';
import { readiness } from './readiness.ts';

/** Where the settings come from, in a line. */
export function settingsLine(view: DoctorView): StyledText[] {
  if (view.readOnly) {
    const at = moment(view.finishedAt ?? view.startedAt);
    return [styled('Saved '), styled(`results of ${at}: nothing is run`, 'quiet')];
  }
  return view.configPath === undefined
    ? [styled('No .ecmarc found', 'warn'), styled('  press i to write one by questions', 'quiet')]
    : [styled('Settings  ', 'quiet'), styled(view.configPath, 'quiet')];
}

function counts(view: DoctorView, width: number): StyledText[] {
  const { problems, words } = headerCounts(view);
  const room = width - readiness(view).word.length;
  const sum = problems === 0 ? [] : [styled(`  ${plural(problems, 'problem', 'problems')}`, 'strong')];
  const long = words.map(({ long: text, tone }) => styled(`  ${text}`, tone));
  const fits = (pieces: readonly StyledText[]) => styledWidth([...sum, ...pieces]) <= room;
  // What needs nobody's attention may fall off; everything else only becomes shorter.
  while (!fits(long) && words[long.length - 1]?.optional === true) long.pop();
  if (fits(long)) return [...sum, ...long];
  const short = words.map(({ short: text, tone }) => styled(`  ${text}`, tone));
  while (!fits(short)) short.pop();
  return [...sum, ...short];
}

export interface HeaderProps {
  readonly view: DoctorView;
  readonly width: number;
}

/** Program, host and profile: the first line. */
export function titleSpans(view: DoctorView, width: number, ellipsis: string): StyledText[] {
  const other = view.readyByProfile[view.otherProfile] === true ? 'ready' : 'not ready';
  const profile = [
    styled(profileName(view.profile), 'quiet'),
    styled(`  (g: ${profileShortName(view.otherProfile)}${view.busy ? '' : `, ${other}`})`, 'quiet'),
  ];
  const inner = width - 1;
  const title = (name: string) => [styled(name, 'strong'), styled(`  ${view.host.name}`, 'quiet')];
  const whole = title('ECMA Connector Host doctor');
  // Whether the whole name fits must not depend on what is known: it would change while one looks.
  const longest = `${profileName(view.profile)}  (g: ${profileShortName(view.otherProfile)}, not ready)`;
  const name = styledWidth(whole) + 2 + longest.length <= inner ? whole : title('ECMA Host doctor');
  return [styled(' '), ...spaceBetween(name, profile, inner, ellipsis)];
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
      : spaceBetween(
          [styled('Cause  ', 'strong'), styled(cause.text)],
          [styled(plural(cause.probes.length, 'row', 'rows'), 'quiet')],
          inner,
          ellipsis,
        );
  const margin = styled(' ');
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={width} content={titleSpans(view, width, ellipsis)} />
      <Line width={width} content={[margin, styled(ready.word, ready.tone), ...counts(view, inner)]} />
      <Line width={width} content={[margin, ...third]} />
    </Box>
  );
}
