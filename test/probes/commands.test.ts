import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const probes = join(import.meta.dirname, '../../src/probes');

/** The README opens PowerShell, many open cmd: a command has to run in both. */
const onlyInCmd: readonly (readonly [string, RegExp])[] = [
  ['a variable of cmd', /^(?!cmd\.exe ).*%\w+%/],
  ['a quoted program: to PowerShell it is a text', /^["']/],
  ['a command of cmd itself', /^(?:copy|move|del|dir|type|set|md|rd|start) (?!.*;$)/i],
  ['a chain', /&&|\|\|/],
  ['a cmdlet by itself: cmd does not know it', /^[A-Z][a-z]+-[A-Z]\w+/],
  ['a program of the current folder, which PowerShell does not look into', /^[\w-]+Setup\.exe|^ndp\d/],
  ['a variable: to an outer PowerShell it is its own', /^powershell .*"[^"]*\$(?!\{)/],
];

/** What stands as `command:`, and as the second argument of `by.OWNER(...)`; names stand for a text of the same file. */
function commandsOf(source: ts.SourceFile): readonly string[] {
  const texts = new Map<string, ts.Expression>();
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined)
      texts.set(node.name.text, node.initializer);
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'command')
      found.push(node.initializer);
    if (ts.isCallExpression(node) && /^by\.\w+$/.test(node.expression.getText(source)))
      found.push(...node.arguments.slice(1, 2));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.flatMap((one) => textOf((ts.isIdentifier(one) ? texts.get(one.text) : undefined) ?? one));
}

/** With `x` for what is filled in; nothing for what is no text. */
function textOf(expression: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (!ts.isTemplateExpression(expression)) return [];
  const { head, templateSpans } = expression;
  return [head.text + templateSpans.map(({ literal }) => `x${literal.text}`).join('')];
}

it('each command in a remedy can be typed in PowerShell too', async () => {
  const commands: string[] = [];
  for await (const file of glob('**/*.ts', { cwd: probes })) {
    const text = await readFile(join(probes, file), 'utf8');
    commands.push(...commandsOf(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)));
  }
  expect(commands.length).toBeGreaterThan(50);
  const bad = commands.flatMap((command) =>
    onlyInCmd.flatMap(([what, pattern]) => (pattern.test(command) ? [`${what}: ${command}`] : [])),
  );
  expect(bad).toEqual([]);
});
