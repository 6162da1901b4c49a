import { afterEach, expect, test, vi } from 'vitest';
import { deferSignals, heldSignal, onSignals } from '../../src/cli/signals.ts';

afterEach(() => {
  onSignals(
    () => {},
    () => {},
  )();
  vi.useRealTimers();
});

test('a signal that nobody comes to hear ends the program all the same', () => {
  vi.useFakeTimers();
  const again = vi.fn();
  deferSignals(again);
  const came = heldSignal();
  expect(came?.aborted).toBe(false);
  process.emit('SIGTERM');
  expect(came?.aborted).toBe(true);
  expect(again).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(again).toHaveBeenCalledOnce();
});

test('one that somebody comes to hear is told to them, and ends nothing by itself', async () => {
  vi.useFakeTimers();
  const again = vi.fn();
  const first = vi.fn();
  deferSignals(again);
  process.emit('SIGINT');
  onSignals(first, again);
  await Promise.resolve();
  expect(first).toHaveBeenCalledExactlyOnceWith('SIGINT');
  expect(heldSignal()).toBeUndefined();
  vi.advanceTimersByTime(60_000);
  expect(again).not.toHaveBeenCalled();
});
