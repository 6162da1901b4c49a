import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something that is not YAML or JSON. The message is ours: the parser's own would quote the line. */
export interface SyntaxProblem extends Partial<Position> {
  readonly message: string;
  /** Of a key that stands there twice: which, and what stands behind the later one. */
  readonly twice?: { readonly path: readonly PropertyKey[]; readonly value: unknown };
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
  let document: Document | undefined;
  try {
    document = parseDocument(text, {
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
    const parsed = document;
    const problems = [...document.errors, ...document.warnings];
    if (problems.length > 0) {
      const told = distinct(problems.map((error) => problemOf(error, lines)));
      return { ok: false, problems: told.map((problem) => named(problem, parsed, lines)) };
    }
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return {
      ok: true,
      value: value ?? undefined,
      locate: (path, what) => locate(parsed, lines, path, what),
    };
  } catch (error) {
    // Unknown aliases and bombs are thrown as ReferenceError, too deep nesting as RangeError.
    const problem =
      error instanceof ReferenceError && document !== undefined
        ? aliasProblem(document, lines)
        : { message: 'it is nested too deeply to be read' };
    return { ok: false, problems: [problem] };
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

/** The first alias that no anchor stands before; where all have one, they unfold too far. */
function aliasProblem(document: Document, lines: LineCounter): SyntaxProblem {
  const anchors = new Set<string>();
  let unknown: number | undefined;
  let first: number | undefined;
  visit(document, {
    Alias(_, { source, range }) {
      first ??= range?.[0];
      if (anchors.has(source)) return undefined;
      unknown = range?.[0];
      return visit.BREAK;
    },
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
  });
  return unknown === undefined
    ? {
        ...(first === undefined ? {} : position(lines, first)),
        message: 'aliases (*name) are used too often, from here on',
      }
    : { ...position(lines, unknown), message: 'no anchor (&name) stands before this alias (*name)' };
}

interface Placed extends SyntaxProblem {
  readonly offset: number;
  readonly isTwice: boolean;
}

function problemOf({ code, pos }: YAMLError, lines: LineCounter): Placed {
  return {
    message: syntaxMessages[code] ?? 'this is not valid YAML or JSON',
    ...position(lines, pos[0]),
    offset: pos[0],
    isTwice: code === 'DUPLICATE_KEY',
  };
}

function distinct(problems: readonly Placed[]): Placed[] {
  const seen = new Set<string>();
  const kept = problems.filter(({ message, line, offset, isTwice }) => {
    const same = `${isTwice ? `at ${offset}` : line} ${message}`;
    return !seen.has(same) && seen.add(same);
  });
  return kept.slice(0, mostProblems);
}

/** Of a key that stands there twice its name and its very place: the parser's is that of what stands before it. */
function named(
  { offset, isTwice, ...problem }: Placed,
  document: Document,
  lines: LineCounter,
): SyntaxProblem {
  const found = isTwice ? keyAt(document, offset) : undefined;
  if (found === undefined) return problem;
  const { at, ...twice } = found;
  return { ...problem, ...position(lines, at), twice };
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

interface FoundKey {
  readonly path: readonly PropertyKey[];
  readonly value: unknown;
  readonly at: number;
}

/** The key that begins at this offset of the text, or as the next one behind it. */
function keyAt(document: Document, offset: number): FoundKey | undefined {
  const path: PropertyKey[] = [];
  let node: unknown = document.contents;
  for (;;) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        ({ key, value }) => startOf(key) >= offset || holds(key, offset) || holds(value, offset),
      );
      if (pair === undefined || !isScalar(pair.key)) return undefined;
      const { key, value } = pair;
      path.push(String(key.value));
      if (!holds(value, offset))
        return { path, value: isScalar(value) ? value.value : value, at: startOf(key) };
      node = value;
    } else if (isSeq(node)) {
      const at = node.items.findIndex((item) => holds(item, offset));
      if (at === -1) return undefined;
      path.push(at);
      node = node.items[at];
    } else return undefined;
  }
}

function startOf(node: unknown): number {
  return (isNode(node) ? node.range?.[0] : undefined) ?? -1;
}

function holds(node: unknown, offset: number): boolean {
  const range = isNode(node) ? node.range : undefined;
  return range !== undefined && range !== null && range[0] <= offset && offset < range[1];
}
