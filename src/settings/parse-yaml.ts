import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something that is not YAML or JSON. The message is ours: the parser's own would quote the line. */
export interface SyntaxProblem extends Partial<Position> {
  readonly message: string;
}

export interface ParsedYaml {
  readonly ok: true;
  /** Plain data; undefined when nothing but comments stands in the file. */
  readonly value: unknown;
  /** Where a key, or the value behind it, stands; for what is missing, the mapping that lacks it. From 1. */
  locate(path: readonly PropertyKey[], what: 'key' | 'value'): Position | undefined;
}

/** An alias may be used, but a bomb of them must not unfold. */
const mostAliases = 50;

/** After this many the rest is noise of the first. */
const mostProblems = 5;

/** Reads YAML 1.2 (and with it JSON). Never throws, whatever the text. */
export function parseYaml(text: string): ParsedYaml | { ok: false; problems: SyntaxProblem[] } {
  const control = /\0|\uFFFD/.exec(text);
  if (control !== null) return { ok: false, problems: [nonTextProblem(text, control)] };
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: true,
      stringKeys: true,
      strict: true,
      prettyErrors: false,
      logLevel: 'error',
    });
    const problems = [...document.errors, ...document.warnings].map((error) => ({
      message: syntaxMessages[error.code] ?? 'this is not valid YAML or JSON',
      ...position(lines, error.pos[0]),
    }));
    if (problems.length > 0) return { ok: false, problems: distinct(problems) };
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return {
      ok: true,
      value: value ?? undefined,
      locate: (path, what) => locate(document, lines, path, what),
    };
  } catch (error) {
    // Unknown aliases and bombs are thrown as ReferenceError, too deep nesting as RangeError.
    const message =
      error instanceof ReferenceError
        ? 'an alias (*name) in it is unknown, or aliases are used too often'
        : 'it is nested too deeply to be read';
    return { ok: false, problems: [{ message }] };
  }
}

const syntaxMessages: Readonly<Record<string, string>> = {
  BAD_DQ_ESCAPE: 'this escape is unknown: in "double quotes" write \\\\ for each \\, or use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'text cannot begin with this character: put quotes around it',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " on this line: put quotes around the text, or begin a new line',
  BLOCK_IN_FLOW: 'indented lines cannot stand inside { } or [ ]',
  DUPLICATE_KEY: 'this key stands here twice: keep one',
  KEY_OVER_1024_CHARS: 'this key is too long',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing here',
  MULTILINE_IMPLICIT_KEY: 'a key without ": " behind it',
  MULTIPLE_DOCS: 'a second document (---) begins here: only one is read',
  NON_STRING_KEY: 'a key must be plain text',
  RESOURCE_EXHAUSTION: 'it is nested too deeply to be read',
  TAB_AS_INDENT: 'a tab at the start of the line: YAML wants spaces',
  TAG_RESOLVE_FAILED: 'tags (!...) are not known here',
};

function nonTextProblem(text: string, found: RegExpExecArray): SyntaxProblem {
  const before = text.slice(0, found.index).split(/\r\n?|\n/);
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    message:
      found[0] === '\0'
        ? 'a NUL byte stands here: save the file as text in UTF-8'
        : 'a character here is not UTF-8: save the file as UTF-8',
  };
}

function distinct(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  const seen = new Set<string>();
  const kept = problems.filter(({ message, line }) => {
    const same = `${line} ${message}`;
    return !seen.has(same) && seen.add(same);
  });
  return kept.slice(0, mostProblems);
}

function position(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function locate(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  what: 'key' | 'value',
): Position | undefined {
  let node: Node | undefined = isNode(document.contents) ? document.contents : undefined;
  let key: Node | undefined;
  for (const step of path) {
    const inside: Node | undefined = isAlias(node) ? node.resolve(document) : node;
    let next: unknown;
    if (isMap(inside)) {
      const pair = inside.items.find((one) => isScalar(one.key) && String(one.key.value) === String(step));
      if (pair === undefined) break;
      key = isNode(pair.key) ? pair.key : undefined;
      next = pair.value;
    } else if (isSeq(inside)) {
      next = inside.items[Number(step)];
      if (next === undefined) break;
      key = undefined;
    } else break;
    node = isNode(next) ? next : undefined;
  }
  const range = (what === 'key' ? (key ?? node) : (node ?? key))?.range;
  return range ? position(lines, range[0]) : undefined;
}
