import { loadYoga } from './load-yoga.ts';
import type { MountedScreen, MountOptions } from './screen-types.ts';

/**
 * Shows the first picture on the whole screen: it needs Ink and nothing else of the program. Takes no keys yet:
 * what is typed meanwhile waits for the list.
 */
export async function mountScreen(options: MountOptions): Promise<MountedScreen> {
  // Yoga's WebAssembly is compiled beside the loading of Ink's modules, which use it only when they draw.
  const [, { mount }] = await Promise.all([loadYoga(), import('./mount.tsx')]);
  return mount(options);
}
