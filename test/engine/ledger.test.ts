import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyEntry, Ledger } from '../../src/engine/ledger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('entries are replaced, never changed; a member given as undefined goes', () => {
  const ledger = new Ledger();
  expect(ledger.get('a')).toBe(emptyEntry);
  ledger.update('a', { phase: 'running', waitingFor: 'x' });
  const before = ledger.get('a');
  ledger.update('a', { waitingFor: undefined });
  expect(before).toEqual({ phase: 'running', attempts: [], waitingFor: 'x' });
  expect(ledger.get('a')).toEqual({ phase: 'running', attempts: [] });
  expect(ledger.get('a')).not.toHaveProperty('waitingFor');
  expect(ledger.get('b')).toBe(emptyEntry);
  ledger.drop('a');
  expect(ledger.get('a')).toBe(emptyEntry);
});

test('the version grows with every change', () => {
  const ledger = new Ledger();
  const versions = [ledger.version];
  ledger.update('a', { phase: 'pending' });
  versions.push(ledger.version);
  ledger.touch();
  versions.push(ledger.version);
  ledger.drop('a');
  versions.push(ledger.version);
  expect(versions).toEqual([0, 1, 2, 3]);
});

test('news comes in batches, about ten a second', () => {
  const ledger = new Ledger();
  let heard = 0;
  ledger.subscribe(() => {
    heard += 1;
  });
  for (let ms = 0; ms < 1_000; ms += 1) {
    ledger.update('a', { waitingFor: String(ms) });
    vi.advanceTimersByTime(1);
  }
  expect(heard).toBeGreaterThanOrEqual(9);
  expect(heard).toBeLessThanOrEqual(11);
  vi.advanceTimersByTime(100);
  const after = heard;
  vi.advanceTimersByTime(10_000);
  expect(heard).toBe(after);
  expect(vi.getTimerCount()).toBe(0);
});

test('flush tells at once, and the batch that was due is gone', () => {
  const ledger = new Ledger();
  const heard: number[] = [];
  ledger.subscribe(() => heard.push(ledger.version));
  ledger.update('a', { phase: 'pending' });
  expect(heard).toEqual([]);
  ledger.flush();
  expect(heard).toEqual([1]);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(500);
  expect(heard).toEqual([1]);
});

test('without listeners there is no timer; the last to leave takes it along', () => {
  const ledger = new Ledger();
  ledger.update('a', { phase: 'pending' });
  expect(vi.getTimerCount()).toBe(0);
  let heard = 0;
  const count = (): void => {
    heard += 1;
  };
  const one = ledger.subscribe(count);
  const two = ledger.subscribe(() => {});
  ledger.touch();
  one();
  expect(vi.getTimerCount()).toBe(1);
  two();
  two();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(500);
  expect(heard).toBe(0);
});

test('a listener may leave, come and change things while it is told', () => {
  const ledger = new Ledger();
  const heard: string[] = [];
  const leave = ledger.subscribe(() => {
    heard.push('once');
    leave();
    ledger.update('b', { phase: 'pending' });
  });
  ledger.subscribe(() => heard.push('other'));
  ledger.update('a', { phase: 'pending' });
  vi.advanceTimersByTime(101);
  expect(heard).toEqual(['once', 'other']);
  vi.advanceTimersByTime(101);
  expect(heard).toEqual(['once', 'other', 'other']);
});

test('what listeners will ask for is made a turn before they hear of a batch, and not where they are told at once', () => {
  const ledger = new Ledger();
  const heard: string[] = [];
  ledger.beforeBatch(() => heard.push('made') === 0);
  const leave = ledger.subscribe(() => heard.push('told'));
  ledger.update('a', { phase: 'pending' });
  vi.advanceTimersToNextTimer();
  expect(heard).toEqual(['made']);
  vi.advanceTimersToNextTimer();
  expect(heard).toEqual(['made', 'told']);
  ledger.update('a', { phase: 'idle' });
  ledger.flush();
  expect(heard).toEqual(['made', 'told', 'told']);
  expect(vi.getTimerCount()).toBe(0);
  ledger.update('a', { phase: 'pending' });
  vi.advanceTimersToNextTimer();
  leave();
  expect(vi.getTimerCount()).toBe(0);
  expect(heard).toEqual(['made', 'told', 'told', 'made']);
});

test('what takes several turns to make is told when it is made, or has taken too many', () => {
  const ledger = new Ledger();
  let [turns, told] = [0, 0];
  ledger.beforeBatch(() => {
    turns += 1;
    return turns !== 3;
  });
  ledger.subscribe(() => (told += 1));
  ledger.update('a', { phase: 'pending' });
  vi.advanceTimersByTime(300);
  expect([turns, told]).toEqual([3, 1]);
  ledger.update('a', { phase: 'idle' });
  vi.advanceTimersByTime(300);
  expect([turns, told]).toEqual([103, 2]);
  ledger.update('a', { phase: 'pending' });
  vi.advanceTimersToNextTimer();
  ledger.flush();
  expect([turns, told]).toEqual([104, 3]);
  expect(vi.getTimerCount()).toBe(0);
});
