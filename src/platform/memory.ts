import { totalmem } from 'node:os';
import { inOwnTurn } from '../base/own-turn.ts';
import type { Memory } from './types.ts';
import { orAborted } from './wait.ts';

/** Visible memory from the system, installed modules from the firmware's list (SMBIOS) where it can be read. */
export async function memory(signal: AbortSignal): Promise<Memory> {
  const seen = visibleMemory();
  return { ...seen, modules: await orAborted(signal, readModules(seen.visible)) };
}

/** What the system can use, without the firmware's list. */
export function visibleMemory(): Memory {
  return { visible: totalmem(), visibleSource: 'as the system says', modules: null };
}

interface Module {
  readonly size: number;
  readonly type: string;
  readonly formFactor: string;
  readonly partNum: string;
}

async function readModules(visible: number): Promise<Memory['modules']> {
  try {
    const { memLayout } = await inOwnTurn(() => import('systeminformation'));
    return sumModules(await memLayout(), visible);
  } catch {
    // The list is a second witness: without it the visible memory is judged.
    return null;
  }
}

/** systeminformation makes up one module of the visible size when it could read none: that is no witness. */
export function sumModules(found: readonly Module[], visible: number): Memory['modules'] {
  const filled = found.filter((one) => Number.isFinite(one.size) && one.size > 0);
  const madeUp = filled.every((one) => one.size === visible && one.type === '' && one.partNum === '');
  if (filled.length === 0 || madeUp) return null;
  return {
    count: filled.length,
    bytes: filled.reduce((sum, one) => sum + one.size, 0),
    source: "the firmware's list of memory modules",
  };
}
