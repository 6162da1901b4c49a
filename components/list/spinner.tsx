import { Text, useAnimation } from 'ink';
import Spinner from 'ink-spinner';
import { createContext, type ReactNode, use, useRef } from 'react';
import { useTheme } from '../theme/theme-context.ts';

const CycleContext = createContext(0);

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
  const { frame } = useAnimation({ interval: theme.spinnerCycle, isActive: active && !theme.look.calm });
  return <CycleContext value={frame}>{children}</CycleContext>;
}

/** The moving glyph of a running row; nothing at all when the screen is calm. */
export function RowSpinner() {
  const theme = useTheme();
  const cycle = use(CycleContext);
  const born = useRef(cycle);
  if (theme.look.calm) return <Text> </Text>;
  if (born.current === cycle) return <Text>{theme.spinnerFirstFrame}</Text>;
  return <Spinner key={cycle} type={theme.spinner} />;
}
