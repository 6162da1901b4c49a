import type { NativeArgument, NativeCalls } from './native.ts';

/** Milliseconds: what failed faster than this off this thread may be asked once more on it. */
export const slowCallMs = 2000;
/** winerror.h: ERROR_TIMEOUT. */
export const timedOut = 1460;

export const setLastError = 'void SetLastError(uint32_t code)';

/**
 * A call that could wait, off this thread: what it gave, or (where that is nothing) the Windows error as a number.
 * The error is the other thread's: the call is made again here to hear it, unless that could take long.
 */
export async function callOffThread(
  native: NativeCalls,
  library: string,
  prototype: string,
  ...args: readonly NativeArgument[]
): Promise<bigint | number> {
  const started = performance.now();
  const given = BigInt(await native.callAsync(library, prototype, ...args));
  if (given !== 0n) return given;
  if (performance.now() - started > slowCallMs) return timedOut;
  native.call('kernel32.dll', setLastError, 0);
  const again = BigInt(native.call(library, prototype, ...args));
  return again === 0n ? native.lastError() : again;
}
