// signal-exit, which Ink brings, asserts one thing: that its callback is a function. Node's assert for it, with all that
// compares and draws values, is a tenth of the start.
export const lightAssert = {
  name: 'light-assert',
  setup(build) {
    build.onResolve({ filter: /^assert$/ }, ({ importer }) =>
      /[\\/]signal-exit[\\/]/.test(importer) ? { path: 'assert', namespace: 'light-assert' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'light-assert' }, () => ({
      contents: `exports.equal = (one, other, message) => {
  if (one !== other) throw new TypeError(message);
};`,
      loader: 'js',
    }));
  },
};
