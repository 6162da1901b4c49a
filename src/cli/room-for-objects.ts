import { setFlagsFromString } from 'node:v8';

/**
 * By which factor V8's room for new objects may grow from now on, where much is made that stays (src/v8-flags.ts keeps it
 * small): hundreds of reports that are read, a plan of thousands of rows. In a small room it would be copied again and
 * again, then and in all that follows. 1: not at all, and only then does V8 take code from the cache.
 */
export function roomForObjects(growth: 1 | 2 | 4): void {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major <= 24) setFlagsFromString(`--semi-space-growth-factor=${growth}`);
}

/** Does this work while the room may grow, where it is worth it. Nothing may be loaded by it: that takes code from the cache. */
export function withRoom<T>(isWorthIt: boolean, work: () => T): T {
  if (!isWorthIt) return work();
  roomForObjects(4);
  try {
    return work();
  } finally {
    roomForObjects(1);
  }
}
