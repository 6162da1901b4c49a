import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What is used of web-tree-sitter (its own types are there only where it is installed). */
interface Node {
  readonly type: string;
  readonly text: string;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly startPosition: { readonly row: number };
  readonly children: readonly Node[];
}
interface Runtime {
  readonly Parser: {
    init(): Promise<void>;
    new (): { setLanguage(language: unknown): void; parse(text: string): { readonly rootNode: Node } };
  };
  readonly Language: { load(path: string): Promise<unknown> };
}

const require = createRequire(import.meta.url);
const grammar = 'tree-sitter-powershell/tree-sitter-powershell.wasm';

function found(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/**
 * Reads PowerShell by a grammar of somebody else's, where web-tree-sitter and tree-sitter-powershell are installed: there is
 * no PowerShell to ask. Gives the places that are none, a line each; undefined where they are not installed.
 */
export async function powershellFaults(): Promise<((text: string) => readonly string[]) | undefined> {
  const [file, language] = [found('web-tree-sitter'), found(grammar)];
  if (file === undefined || language === undefined) return undefined;
  const { Parser, Language }: Runtime = await import(pathToFileURL(file).href);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(language));
  const faultsIn = (node: Node): readonly string[] =>
    node.isError || node.isMissing
      ? [`line ${node.startPosition.row + 1}: ${node.type} ${node.text.slice(0, 60)}`]
      : node.children.flatMap(faultsIn);
  return (text) => faultsIn(parser.parse(text).rootNode);
}
