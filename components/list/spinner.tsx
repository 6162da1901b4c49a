import { Text, useAnimation } from 'ink';
import Spinner from 'ink-spinner';
import { createContext, type ReactNode, use, useRef } from 'react';
import { useTheme } from '../theme/theme-context.ts';

const CycleContext = createContext(0);

/** Beside another pane each picture of a row's spinner sends that pane's line again: then it turns at this pace. */
const besideMs = 250;

/** Is the list drawn beside another pane? */
export const BesideContext = createContext(false);

/**
 * Keeps all spinners in step: every ink-spinner has a timer of its own, and twenty timers out of step would be
 * twenty paints where one is enough. They start anew together at each full turn, where nothing can be seen of it.
 */
export function SpinnerSync({
  active,
  children,
}: {
  readonly active: boolean;
  readonly children: ReactNode;
}) {
  const theme = useTheme();
  const interval = use(BesideContext) ? besideMs : theme.spinnerCycle;
  const { frame } = useAnimation({ interval, isActive: active && !theme.look.calm });
  return <CycleContext value={frame}>{children}</CycleContext>;
}

/** The moving glyph of a running row; nothing at all when the screen is calm. */
export function RowSpinner() {
  const theme = useTheme();
  const cycle = use(CycleContext);
  const beside = use(BesideContext);
  const born = useRef(cycle);
  if (theme.look.calm) return <Text> </Text>;
  const { spinnerFrames } = theme;
  if (beside) return <Text>{spinnerFrames[cycle % spinnerFrames.length]}</Text>;
  if (born.current === cycle) return <Text>{spinnerFrames[0]}</Text>;
  return <Spinner key={cycle} type={theme.spinner} />;
}
