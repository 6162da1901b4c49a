// Ink measures and takes apart every line of the screen for every paint, though all but one or two are the lines of the
// paint before: what it has taken apart once is kept, a few thousand lines of it.
import { readFileSync } from 'node:fs';

export const keptLines = {
  name: 'kept-lines',
  setup(build) {
    build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]output\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const own = 'caches = new OutputCaches();';
      if (text.split(own).length !== 2) throw new Error(`${path}: Ink keeps its lines in another way now`);
      const shared = `caches = keptLines();`;
      return {
        contents: `${text.replace(own, shared)}
let kept;
const keptLines = () => (kept === undefined || kept.styledChars.size > 4000 ? (kept = new OutputCaches()) : kept);`,
        loader: 'js',
      };
    });
  },
};
