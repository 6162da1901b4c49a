import { damaged, randomFrom } from './random.ts';

/** What is given damaged input. */
export interface FuzzTarget {
  readonly name: string;
  /** Good input, which is damaged. */
  readonly seeds: readonly Buffer[];
  /** What the real reader or client makes of it, as plain data, and in a word. Whatever it throws is a fault. */
  read(input: Buffer): Promise<Made> | Made;
}

export interface Made {
  readonly outcome: string;
  readonly value: unknown;
}

export interface Fault {
  readonly seed: number;
  readonly what: string;
}

export interface Figures {
  readonly target: string;
  readonly inputs: number;
  /** How often what came of it. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
  readonly ms: number;
}

/** Inputs `seed`, `seed` + 1, ...: each one's number makes it again. */
export async function fuzz(target: FuzzTarget, seed: number, count: number): Promise<Figures> {
  const outcomes: Record<string, number> = {};
  const faults: Fault[] = [];
  const start = performance.now();
  let current = seed;
  const stray = (error: unknown): void =>
    void faults.push({ seed: current, what: `outside of any call: ${wordsOf(error)}` });
  process.on('uncaughtException', stray);
  process.on('unhandledRejection', stray);
  try {
    for (; current < seed + count; current += 1) {
      const input = damaged(randomFrom(current), target.seeds);
      try {
        const { outcome, value } = await inTime(target.read(input));
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        const odd = oddIn(value);
        if (odd !== undefined) faults.push({ seed: current, what: odd });
      } catch (error) {
        faults.push({ seed: current, what: wordsOf(error) });
      }
      if (current % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('uncaughtException', stray);
    process.off('unhandledRejection', stray);
  }
  return { target: target.name, inputs: count, outcomes, faults, ms: Math.round(performance.now() - start) };
}

/** A bound for what hangs, no measure of speed. */
async function inTime<T>(work: Promise<T> | T): Promise<T> {
  if (!(work instanceof Promise)) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no end within 30 s')), 30_000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ')
    : String(error);
}

/** What no fact may be: a number that is none, or a text without end. */
function oddIn(value: unknown, path = ''): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value === 'string')
    return value.length > 300_000 ? `${path} is a text of ${value.length} characters` : undefined;
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol')
    return `${path} is a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const odd = oddIn(inner, `${path}.${key}`);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
