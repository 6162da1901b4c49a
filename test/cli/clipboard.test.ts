import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyText, windowsProgram } from '../../src/cli/clipboard.ts';
import { editorOf, runEditor } from '../../src/cli/editor.ts';

const folder = mkdtempSync(join(tmpdir(), 'ecma-doctor-clip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const system = () => 'C:\\Windows\\system32';

describe('a program of Windows', () => {
  it('is called by its full path, as Windows names its folder', () => {
    expect(windowsProgram('clip.exe', system)).toBe('C:\\Windows\\system32\\clip.exe');
    expect(editorOf('win32', { VISUAL: 'evil.exe', EDITOR: 'evil.exe' }, system)).toEqual({
      file: 'C:\\Windows\\system32\\notepad.exe',
      args: [],
      inTerminal: false,
    });
  });

  it.each([undefined, '', '.', 'Windows'])('is not called where Windows says %j', (said) => {
    expect(windowsProgram('clip.exe', () => said)).toBeUndefined();
    expect(editorOf('win32', {}, () => said)).toBeUndefined();
  });

  it('without a clipboard the text is in a file', async () => {
    const said = await copyText('Get-Service', { folder, systemFolder: () => undefined });
    expect(said).toBe(`Written to ${join(folder, 'copied-command.txt')}`);
    expect(readFileSync(join(folder, 'copied-command.txt'), 'utf8')).toBe('Get-Service\n');
  });
});

describe('the editor', () => {
  it.each([
    [
      { VISUAL: 'code --wait', EDITOR: 'vi' },
      { file: 'code', args: ['--wait'], inTerminal: true },
    ],
    [
      { VISUAL: ' ', EDITOR: 'nano' },
      { file: 'nano', args: [], inTerminal: true },
    ],
    [{}, undefined],
  ])('elsewhere is VISUAL, then EDITOR: %j', (env, editor) => {
    expect(editorOf('linux', env, () => undefined)).toEqual(editor);
  });

  it('tells whether the file was changed, and has the terminal meanwhile', async () => {
    const path = join(folder, '.ecmarc');
    writeFileSync(path, 'profile: ga\n');
    const place = { path, line: undefined };
    let suspended = 0;
    const suspend = async (run: () => Promise<void>): Promise<void> => {
      suspended += 1;
      await run();
    };
    expect(await runEditor({ file: 'true', args: [], inTerminal: true }, place, suspend)).toBe(false);
    const append = {
      file: process.execPath,
      args: ['-e', 'fs.appendFileSync(process.argv[1], "#\\n")'],
      inTerminal: true,
    };
    expect(await runEditor(append, place, suspend)).toBe(true);
    expect(suspended).toBe(2);
    const absent = { file: join(folder, 'no-such-editor'), args: [], inTerminal: false };
    await expect(runEditor(absent, place, suspend)).rejects.toThrow('cannot be started');
  });
});
