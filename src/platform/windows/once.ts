import type { WindowsReader } from './types.ts';

/** Opens Windows when it is first asked, and once; undefined on other systems, where nothing of it is loaded. */
export function windowsOnce(): (() => Promise<WindowsReader>) | undefined {
  if (process.platform !== 'win32') return undefined;
  let opened: Promise<WindowsReader> | undefined;
  return () => {
    opened ??= import('./open.ts').then(({ openWindows }) => openWindows());
    return opened;
  };
}
