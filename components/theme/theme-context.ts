import { createContext, use } from 'react';
import type { Theme } from './theme.ts';

export const ThemeContext = createContext<Theme | undefined>(undefined);

/** The look chosen for this screen. Throws outside a screen. */
export function useTheme(): Theme {
  const theme = use(ThemeContext);
  if (theme === undefined) throw new Error('no theme: the component is not inside a screen');
  return theme;
}
