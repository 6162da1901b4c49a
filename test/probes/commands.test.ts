import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const probes = join(import.meta.dirname, '../../src/probes');

/** The README opens PowerShell, many open cmd: a command has to run in both. */
const onlyInCmd: readonly (readonly [string, RegExp])[] = [
  ['a variable of cmd', /^(?!cmd\.exe ).*%\w+%/],
  ['a quoted program: to PowerShell it is a text', /^["']/],
  ['a command of cmd itself', /^(?:copy|move|del|dir|type|set|md|rd|start) /i],
  ['a chain', /&&|\|\|/],
  ['a cmdlet by itself: cmd does not know it', /^[A-Z][a-z]+-[A-Z]\w+/],
  ['a program of the current folder, which PowerShell does not look into', /^[\w-]+Setup\.exe|^ndp\d/],
  ['a variable: to an outer PowerShell it is its own', /^powershell .*"[^"]*\$(?!\{)/],
];

it('each command in a remedy can be typed in PowerShell too', async () => {
  const commands: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: probes })) {
    const text = await readFile(join(probes, file), 'utf8');
    for (const [, quote = '', command = ''] of text.matchAll(/\bcommand:\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g))
      commands.push(quote === '`' ? command.replaceAll(/\$\{[^}]*\}/g, 'x') : command);
  }
  expect(commands.length).toBeGreaterThan(50);
  const bad = commands.flatMap((command) =>
    onlyInCmd.flatMap(([what, pattern]) => (pattern.test(command) ? [`${what}: ${command}`] : [])),
  );
  expect(bad).toEqual([]);
});
