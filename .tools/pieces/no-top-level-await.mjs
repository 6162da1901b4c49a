// The program's pieces are CommonJS, which has no `await` at the top of a module.
// Yoga's entry has one; Ink's falls out with its development tools.
import { folder } from '../bundle.mjs';

/**
 * Yoga's entry waits until its WebAssembly is there. This one loads it when it is imported by `import()`, which waits
 * for a module that has a `then`; whoever imports it afterwards finds it loaded. Its constants are there at once: Ink
 * reads some while its modules load, which goes on meanwhile.
 */
const yogaEntry = `import { loadYoga } from 'yoga-layout/load';
export * from 'yoga-layout/load';
// By its path: the package exports it under no name.
import constants from './node_modules/yoga-layout/dist/src/generated/YGEnums.js';
let yoga = constants;
let loading;
export { yoga as default };
export function then(done, failed) {
  loading ??= loadYoga().then((loaded) => { yoga = loaded; });
  loading.then(() => done(), failed);
}`;

export const noTopLevelAwait = {
  name: 'no-top-level-await',
  setup(build) {
    build.onResolve({ filter: /^yoga-layout$/ }, ({ path }) => ({ path, namespace: 'yoga-entry' }));
    build.onLoad({ filter: /.*/, namespace: 'yoga-entry' }, () => ({
      contents: yogaEntry,
      loader: 'js',
      resolveDir: folder,
    }));
  },
};
