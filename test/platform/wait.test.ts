import { describe, expect, it } from 'vitest';
import { abortable } from '../../src/platform/wait.ts';

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
