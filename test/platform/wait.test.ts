import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { abortable, orAborted } from '../../src/platform/wait.ts';

describe('settled', () => {
  it('a signal that has ended counts before a value that its end caused', async () => {
    const end = new AbortController();
    let settle: (value: string) => void = () => {};
    end.signal.addEventListener('abort', () => settle('closed'));
    let stopped = 0;
    const waiting = abortable<string>(
      end.signal,
      (done) => {
        settle = done;
      },
      () => {
        stopped += 1;
      },
    );
    end.abort(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
    expect(stopped).toBeGreaterThan(0);
  });

  it('does not start what has ended already', async () => {
    let started = false;
    const waiting = abortable<void>(
      AbortSignal.abort(new Error('over')),
      () => {
        started = true;
      },
      () => {},
    );
    await expect(waiting).rejects.toThrow('over');
    expect(started).toBe(false);
  });
});

it('work that fails behind an end that came before is heard: unheard it would end the program', async () => {
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', hear);
  const failing = Promise.withResolvers<void>();
  await expect(orAborted(AbortSignal.abort(new Error('over')), failing.promise)).rejects.toThrow('over');
  failing.reject(new Error('nobody waits'));
  await nextTurn();
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});
