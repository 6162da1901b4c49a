import { createContext, runInContext } from 'node:vm';
import { parseDotnetRegex } from './regex-parser.ts';

/**
 * Regular expressions of .NET, as far as they can be followed here: what .NET refuses to parse makes the whole proxy
 * throw, and what it takes says which hosts go round the proxy.
 */

/** Longer ones, and more of them, are nobody's exceptions. */
const longest = 1000;

/** Why .NET does not parse it; undefined: it does, as far as is known. */
export function expressionFault(expression: string): string | undefined {
  if (expression.length > longest) return undefined;
  const read = parseDotnetRegex(expression);
  return read.ok ? undefined : read.fault;
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
/** Those that were cut off, and how often: the same ones are asked about for each host, in every row. */
const cutOff = new Map<string, number>();
const mostCutOff = { times: 2, expressions: 10 } as const;
let context: ReturnType<typeof createContext> | undefined;

function matches(expression: string, subject: string): boolean | undefined {
  if (expression.length > longest) return undefined;
  const read = parseDotnetRegex(expression);
  if (!read.ok || read.js === undefined) return undefined;
  try {
    if (endsSoon(expression)) return new RegExp(read.js, 'i').test(subject);
    const before = cutOff.get(expression) ?? 0;
    if (before >= mostCutOff.times || cutOff.size >= mostCutOff.expressions) return undefined;
    const code = `new RegExp(${JSON.stringify(read.js)}, 'i').test(${JSON.stringify(subject)})`;
    context ??= createContext({});
    const start = performance.now();
    try {
      return runInContext(code, context, { timeout: patienceMs }) === true;
    } finally {
      if (performance.now() - start >= patienceMs) cutOff.set(expression, before + 1);
    }
  } catch {
    return undefined;
  }
}

/** No group is repeated, and little else: that needs no clock, which a busy machine would let run out. */
function endsSoon(expression: string): boolean {
  return !/\)[*+{]/.test(expression) && (expression.match(/[*+{]/g) ?? []).length <= 3;
}
