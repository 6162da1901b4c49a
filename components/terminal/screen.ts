import { loadYoga } from './load-yoga.ts';
import type { MountedScreen, MountOptions, ScreenOptions, ScreenResult } from './screen-types.ts';

/**
 * Shows the first picture on the whole screen: it needs Ink and nothing else of the program. Takes no keys yet:
 * what is typed meanwhile waits for the list.
 */
export async function mountScreen(options: MountOptions): Promise<MountedScreen> {
  // Yoga's WebAssembly is compiled beside the loading of Ink's modules, which use it only when they draw.
  const [, { mount }] = await Promise.all([loadYoga(), import('./mount.tsx')]);
  return mount(options);
}

/**
 * Shows the doctor on the whole screen until the person leaves it. Never ends the process, starts no run (call
 * `doctor.start()` yourself), writes nothing but through Ink, and resolves with the terminal in order and the last
 * picture left in the scrollback.
 */
export async function openScreen(options: ScreenOptions): Promise<ScreenResult> {
  const mounted = await mountScreen({ ...options, color: options.look.color, onInterrupt: () => {} });
  return mounted.show(options).finally(() => mounted.unmount());
}
