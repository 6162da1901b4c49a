import { Box } from 'ink';
import type { DoctorView } from '../src/doctor/view.ts';
import { plural } from '../src/engine/words.ts';
import { useTheme } from './context.ts';
import { Line } from './line.tsx';
import { between, type Span, span, spansWidth } from './spans.ts';
import { countWords, profileName, readiness } from './words.ts';

/** Where the settings come from, in a line. */
export function settingsLine(view: DoctorView): Span[] {
  if (view.frozen) return [span('Saved '), span('results of a report: nothing is run', 'quiet')];
  return view.configPath === undefined
    ? [span('No .ecmarc found', 'warn'), span('  press i to write one by questions', 'quiet')]
    : [span('Settings  ', 'quiet'), span(view.configPath, 'quiet')];
}

function counts(view: DoctorView, width: number): Span[] {
  const words = countWords(view.counts);
  const room = width - readiness(view).word.length;
  const long = words.map(({ long: text, tone }) => span(`  ${text}`, tone));
  // What needs nobody's attention may fall off; everything else only becomes shorter.
  while (spansWidth(long) > room && words[long.length - 1]?.spare === true) long.pop();
  if (spansWidth(long) <= room) return long;
  const short = words.map(({ short: text, tone }) => span(`  ${text}`, tone));
  while (spansWidth(short) > room) short.pop();
  return short;
}

/** Three lines: program, host and profile; readiness and counts; the strongest cause, or whose settings these are. */
export function Header({ view, width }: { readonly view: DoctorView; readonly width: number }) {
  const theme = useTheme();
  const { ellipsis } = theme.glyphs;
  const ready = readiness(view);
  const other = view.readyByProfile[view.otherProfile] === true ? 'ready' : 'not ready';
  const profile = [
    span(profileName(view.profile).long, 'quiet'),
    span(`  (g: ${profileName(view.otherProfile).short}${view.busy ? '' : `, ${other}`})`, 'quiet'),
  ];
  const [cause] = view.causes;
  const inner = width - 1;
  const title = (name: string) => [span(name, 'strong'), span(`  ${view.hostName}`, 'quiet')];
  const whole = title('ECMA Connector Host doctor');
  // Whether the whole name fits must not depend on what is known: it would change while one looks.
  const longest = `${profileName(view.profile).long}  (g: ${profileName(view.otherProfile).short}, not ready)`;
  const name = spansWidth(whole) + 2 + longest.length <= inner ? whole : title('ECMA Host doctor');
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
      <Line width={width} spans={[margin, ...between(name, profile, inner, ellipsis)]} />
      <Line width={width} spans={[margin, span(ready.word, ready.tone), ...counts(view, inner)]} />
      <Line width={width} spans={[margin, ...third]} />
    </Box>
  );
}
