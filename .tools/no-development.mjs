// Ink asks for `DEV=true` in the environment of whoever runs the program, and would then load development tools that
// are not there. The branch falls out when the program is built.
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

export const noDevelopment = {
  name: 'no-development',
  setup(build) {
    build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]reconciler\.js$/ }, async ({ path }) => {
      // Without its own import, `process` is the global one that the definition is about.
      const source = (await readFile(path, 'utf8')).replace(/^import process from 'node:process';$/m, '');
      const { code } = await transform(source, {
        define: { 'process.env.DEV': '"false"' },
        minifySyntax: true,
      });
      if (code.includes('devtools.js'))
        throw new Error(`${path}: Ink loads its development tools in another way now`);
      return { contents: code, loader: 'js' };
    });
  },
};
