import { Box } from 'ink';
import { moment, plural } from '../../src/base/phrases.ts';
import type { DoctorView } from '../../src/doctor/view.ts';
import { profileName, profileShortName } from '../../src/results/names.ts';
import type { RowCount } from '../../src/results/row-counts.ts';
import { Line } from '../text/line.tsx';
import { type StyledText, spaceBetween, styled, styledWidth } from '../text/styled-text.ts';
import { seconds } from '../text/time.ts';
import { useTheme } from '../theme/theme-context.ts';
import { fittingCounts, headerCounts } from './counts.ts';
import type { Progress } from './progress.ts';
import { isOfPart, readiness } from './readiness.ts';

/** Where the settings come from, in a line. */
export function settingsLine(view: DoctorView): StyledText[] {
  if (view.readOnly) {
    const at = moment(view.finishedAt ?? view.startedAt);
    return [styled('Saved '), styled(`results of ${at}: nothing is run`, 'quiet')];
  }
  return view.configPath === undefined
    ? [
        styled('No .ecmarc found', 'warn'),
        styled(
          view.draft ? '  one was begun: press i to go on with it' : '  press i to write one by questions',
          'quiet',
        ),
      ]
    : [styled('Settings  ', 'quiet'), styled(view.configPath, 'quiet')];
}

/** How it stands, and the rows by their verdicts, as many as fit. */
function verdictLine(view: DoctorView, width: number, progress: Progress | undefined): StyledText[] {
  const ready = readiness(view);
  const far = progress === undefined ? [] : progressSpans(progress);
  const counts = progress === undefined ? headerCounts(view) : headerCounts(view).filter(isOutcome);
  const [shown] = fittingCounts(counts, width - ready.word.length - 1 - styledWidth(far));
  return [
    styled(ready.word, ready.tone),
    styled(' '),
    ...far,
    ...shown.map(({ text, tone }) => styled(`  ${text}`, tone)),
  ];
}

/** "77 of 131  4 s". */
function progressSpans({ done, total, seconds: spent }: Progress): StyledText[] {
  const time = spent === undefined ? [] : [styled(`  ${seconds(spent)}`, 'quiet')];
  return [styled(`  ${done} of ${total}`, 'strong'), ...time];
}

/** How far it is says already what runs and what waits. */
function isOutcome({ counted }: RowCount): boolean {
  return counted !== 'running' && counted !== 'pending';
}

/** What the header had no room for. */
export function restOfCounts(view: DoctorView, width: number): readonly RowCount[] {
  return fittingCounts(headerCounts(view), width - 1 - readiness(view).word.length - 1)[1];
}

/** Whose settings these are; with something to do first that is told, and the first line of the list. */
export function hasThirdLine(view: DoctorView, ordered: boolean): boolean {
  return !ordered || view.readOnly || view.configPath === undefined;
}

export interface HeaderProps {
  /** Of the first run, while it goes on. */
  readonly progress?: Progress | undefined;
  /** What to do first stands below: it says the causes. */
  readonly ordered: boolean;
  readonly view: DoctorView;
  readonly width: number;
}

/** Program, host and profile: the first line. */
export function titleSpans(view: DoctorView, width: number, ellipsis: string): StyledText[] {
  const ready = view.readyByProfile[view.otherProfile] === true;
  // There is no room to say how far it reaches.
  const other = ready ? (isOfPart(view) ? '' : ', ready') : ', not ready';
  const inner = width - 1;
  const title = (name: string) => [styled(name, 'strong'), styled(`  ${view.host.name}`, 'quiet')];
  // What fits must not depend on what is known: it would change while one looks.
  const end = `  (g: ${profileShortName(view.otherProfile)}, not ready)`;
  const fits = (name: StyledText[], own: string): boolean =>
    styledWidth(name) + 2 + own.length + end.length <= inner;
  const whole = title('ECMA Connector Host doctor');
  const short = title('ECMA Host doctor');
  const long = profileName(view.profile);
  const name = fits(whole, long) ? whole : short;
  // Which server it is goes before the day of the release.
  const own = fits(name, long) ? long : profileShortName(view.profile);
  const profile = [
    styled(own, 'quiet'),
    styled(`  (g: ${profileShortName(view.otherProfile)}${view.busy ? '' : other})`, 'quiet'),
  ];
  return [styled(' '), ...spaceBetween(name, profile, inner, ellipsis)];
}

/** Three lines: program, host and profile; readiness and counts; the strongest cause, or whose settings these are. */
export function Header({ view, width, ordered, progress }: HeaderProps) {
  const theme = useTheme();
  const { ellipsis } = theme.glyphs;
  const [cause] = view.causes;
  const inner = width - 1;
  const third =
    cause === undefined || ordered
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
      <Line width={width} content={[margin, ...verdictLine(view, inner, progress)]} />
      {hasThirdLine(view, ordered) && <Line width={width} content={[margin, ...third]} />}
    </Box>
  );
}
