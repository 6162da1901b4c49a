import type { WindowsReader } from './types.ts';

/**
 * Opens Windows when it is first asked, and once; undefined on other systems, where nothing of it is loaded.
 * `koffiFile` as in `openWindows`.
 */
export function lazyWindows(koffiFile?: () => Promise<string>): (() => Promise<WindowsReader>) | undefined {
  if (process.platform !== 'win32') return undefined;
  let opened: Promise<WindowsReader> | undefined;
  return () => {
    opened ??= import('./open.ts').then(({ openWindows }) => openWindows(koffiFile));
    return opened;
  };
}
