// An import of node:process that reads no property which nobody asked for. Node's own import, and a copy that a bundler
// makes, read them all, process.title among them; on a Windows console without a title (`start "" ecma-doctor.exe`)
// that ends Node 22 at once (nodejs/node#58695, mended in libuv 1.52).
export const processTitle = {
  name: 'process-title',
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?process$/ }, ({ kind }) =>
      kind === 'require-call' ? undefined : { path: 'process', namespace: 'process-title' },
    );
    build.onLoad({ filter: /.*/, namespace: 'process-title' }, () => {
      const names = Object.keys(process).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
      const named = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => it.${name})();`);
      return { contents: ['const it = globalThis.process;', 'export default it;', ...named].join('\n') };
    });
  },
};
