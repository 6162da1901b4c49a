import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';

/** The pieces of an executable that hold code of an npm package, by the record of its build. */
export function piecesOf(metafile: Metafile, library: string): readonly string[] {
  const inside = new RegExp(`node_modules/${library}/`);
  return Object.entries(metafile.outputs)
    .filter(([, { inputs }]) =>
      Object.entries(inputs).some(([path, { bytesInOutput }]) => bytesInOutput > 0 && inside.test(path)),
    )
    .map(([path]) => basename(path));
}

/** What a run compiled, by V8's own record of it (the folder that NODE_V8_COVERAGE named). */
export function compiledPieces(folder: string): ReadonlySet<string> {
  const urls = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    return result.map(({ url }) => url);
  });
  return new Set(urls.filter((url) => url.startsWith('ecma-doctor/')).map((url) => basename(url)));
}
