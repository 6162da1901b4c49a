import { createContext, runInContext } from 'node:vm';

/**
 * Regular expressions of .NET, as far as they can be followed here: what .NET refuses to parse makes the whole proxy
 * throw, and what it takes says which hosts go round the proxy.
 */

/** Longer ones, and more of them, are nobody's exceptions. */
const longest = 1000;

/** Why .NET does not parse it (RegexParser.cs); undefined: it does, as far as is known. */
export function expressionFault(expression: string): string | undefined {
  if (expression.length > longest) return undefined;
  const bad = badEscape(expression);
  if (bad !== undefined) return `unrecognized escape sequence ${bad}`;
  try {
    new RegExp(translated(expression), 'i');
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    if (onlyDotnet.test(expression)) return undefined;
    return /Nothing to repeat/i.test(text)
      ? 'a quantifier follows nothing'
      : (/: ([^:]*)$/.exec(text)?.[1]?.toLowerCase() ?? 'it does not parse');
  }
}

/**
 * Does one of them match `scheme://host`, anywhere and in any case? Undefined: cannot be told here, since the
 * expression is only .NET's, or takes too long.
 */
export function matchesAny(expressions: readonly string[], subject: string): boolean | undefined {
  let open = false;
  for (const expression of expressions) {
    const matched = matches(expression, subject);
    if (matched === true) return true;
    if (matched === undefined) open = true;
  }
  return open ? undefined : false;
}

/** Those of which it cannot be told whether they match; none where another one does. */
export function openExpressions(expressions: readonly string[], subject: string): readonly string[] {
  return matchesAny(expressions, subject) === undefined
    ? expressions.filter((one) => matches(one, subject) === undefined)
    : [];
}

/** An expression may go on for hours on a short text: only in a context of its own can it be cut off. */
const patienceMs = 100;
let context: ReturnType<typeof createContext> | undefined;

function matches(expression: string, subject: string): boolean | undefined {
  if (expression.length > longest) return undefined;
  try {
    if (endsSoon(expression)) return new RegExp(translated(expression), 'i').test(subject);
    const code = `new RegExp(${JSON.stringify(translated(expression))}, 'i').test(${JSON.stringify(subject)})`;
    context ??= createContext({});
    return runInContext(code, context, { timeout: patienceMs }) === true;
  } catch {
    return undefined;
  }
}

/** No group is repeated, and little else: that needs no clock, which a busy machine would let run out. */
function endsSoon(expression: string): boolean {
  return !/\)[*+{]/.test(expression) && (expression.match(/[*+{]/g) ?? []).length <= 3;
}

/** Constructs that JavaScript lacks or reads otherwise: options, atomic groups, conditions, comments, balancing. */
const onlyDotnet = /\(\?(?:[>#(imnsx-]|<[^=!>]*-|')|\\p\{|\[[^\]]*-\[/;

/** The same in JavaScript, where there is one: anchors by letters, a quantified anchor, names in quotes. */
function translated(expression: string): string {
  return expression
    .replace(/^\(\?i\)/, '')
    .replace(/(?:\\[AbBGzZ]|[$^])[*?+]|\\[\s\S]|\(\?'(\w+)'/g, (written, name: string | undefined) => {
      if (name !== undefined) return `(?<${name}>`;
      // .NET lets an anchor be repeated, and so be left out.
      const repeated = /^(\\?.)[*?+]$/.exec(written)?.[1];
      if (repeated !== undefined && !written.endsWith('+')) return '';
      const part = repeated ?? written;
      if (part === '\\A' || part === '\\G') return '^';
      if (part === '\\Z' || part === '\\z') return '$';
      if (part === '\\a') return '\\x07';
      if (part === '\\e') return '\\x1b';
      return part;
    });
}

/** These want more behind them (ScanHex, ScanControl, ParseProperty). */
const cutShort = /^\\(?:x(?![\da-f]{2})|u(?![\da-f]{4})|p(?!\{\w)|k(?![<'])|c(?![@-_a-z]))/i;

/** Letters, digits and `_` behind a backslash mean something or are refused (ScanCharEscape, ScanBackslash). */
function badEscape(expression: string): string | undefined {
  for (const { 0: part, 1: letter = '', index } of expression.matchAll(/\\([\s\S])/g))
    if (
      (/\w/.test(letter) && !/[abBcdDefnkGpPrsStuvwWxAZz0-9]/.test(letter)) ||
      cutShort.test(expression.slice(index, index + 6))
    )
      return part;
  return undefined;
}
