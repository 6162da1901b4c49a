// What Ink and its libraries make when they load and hardly ever need: string-width's regular expressions of all emoji,
// and five Intl.Segmenter, the first of which loads the tables of all languages. Together a tenth of the time until
// the list stands. Here they are made for the first text that is more than characters of one cell each.
import { folder } from '../bundle.mjs';

/** Behind the quick look (quick-width in ../bundle.mjs). */
export const lateWidth = {
  name: 'late-width',
  setup(build) {
    build.onResolve({ filter: /^string-width$/ }, ({ namespace, kind }) => {
      if (namespace === 'quick-width') return { path: 'string-width', namespace: 'late-width' };
      if (namespace !== 'late-width') return undefined;
      return build.resolve('string-width', { resolveDir: folder, kind });
    });
    build.onLoad({ filter: /.*/, namespace: 'late-width' }, () => ({
      contents: `let width;
export default (text, options) => (width ??= require('string-width').default)(text, options);`,
      loader: 'js',
      resolveDir: folder,
    }));
  },
};

/** For esbuild: in the place of Intl's own (grapheme-segmenter.mjs). */
export const lateSegmenter = {
  define: { 'Intl.Segmenter': 'GraphemeSegmenter' },
  inject: [`${folder}/.tools/pieces/grapheme-segmenter.mjs`],
};
