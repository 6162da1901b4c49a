import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { ConsoleState, WindowsAnswer } from '../../src/platform/windows/types.ts';
import { spawn } from '../flows/pty.ts';
import { koffiFile } from './bed.ts';
import { bundle } from './bundle.ts';
import { onEachWine } from './each-wine.ts';
import { WinePrefix } from './prefix.ts';

onEachWine('the console on Windows code', (wine) => {
  it('holds QuickEdit off over raw mode and puts it back', async () => {
    const script = bundle('console');
    const prefix = new WinePrefix([], wine);
    try {
      // The native module lies beside the bundle here, as it is shipped; no installed package is in reach.
      copyFileSync(koffiFile(), join(dirname(script.file), 'koffi-win32-x64.node'));
      const result = join(prefix.folder, 'console.json');
      const { file, args, env, cwd } = prefix.ptyCommand(wine.nodeExe(), {
        args: [script.file],
        env: { RESULT_FILE: `Z:${result}` },
      });
      const terminal = spawn(file, [...args], { cols: 100, rows: 40, cwd, env: { ...env } });
      const ended = await new Promise<{ exitCode: number }>((resolve) => terminal.onExit(resolve));
      expect(ended.exitCode).toBe(7);
      const states = JSON.parse(readFileSync(result, 'utf8')) as WindowsAnswer<ConsoleState>[];
      const values = states.map((state) => (state.state === 'seen' ? state.value : undefined));
      expect(values.map((value) => value?.quickEdit)).toEqual([true, false, false, true]);
      expect(values[0]).toMatchObject({ legacy: false, window: { columns: 100, rows: 40 }, codePage: 437 });
    } finally {
      prefix.remove();
      script.remove();
    }
  });
});
