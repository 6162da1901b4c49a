import { expect, it } from 'vitest';
import { bundle } from './bundle.ts';
import { onEachWine } from './each-wine.ts';
import { WinePrefix } from './prefix.ts';

onEachWine('the end of the process on Windows code', (wine) => {
  it('waits for no thread that hangs, with the exit code and all that was said', async () => {
    const script = bundle('process-exit');
    const prefix = new WinePrefix([], wine);
    try {
      // The busy thread has minutes to go: a program that waited for it would be killed, without a code.
      const { exitCode, stdout, stderr } = await prefix.node(script.file, { timeoutMs: 120_000 });
      expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 7, stdout: 'said\n', stderr: '' });
    } finally {
      prefix.remove();
      script.remove();
    }
  });
});
