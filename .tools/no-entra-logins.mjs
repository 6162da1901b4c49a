// tedious loads the whole of @azure/identity, in its CommonJS form beside the one that tenants are asked with, for
// logins to Azure SQL by Microsoft Entra. `.ecmarc` knows SQL logins and NTLM only, so none of it is ever used: without
// it a third of what a database costs to load falls away.
export const noEntraLogins = {
  name: 'no-entra-logins',
  setup(build) {
    build.onResolve({ filter: /^@azure\/identity$/ }, ({ importer, kind }) =>
      kind === 'require-call' && /[\\/]tedious[\\/]lib[\\/]connection\.js$/.test(importer)
        ? { path: '@azure/identity', namespace: 'no-entra-logins' }
        : undefined,
    );
    // Whoever asks for one of its classes all the same is told by its name.
    build.onLoad({ filter: /.*/, namespace: 'no-entra-logins' }, () => ({
      contents: `module.exports = new Proxy({}, {
  get: (_target, name) => {
    throw new Error(\`logins by Microsoft Entra (\${String(name)}) are not part of this program\`);
  },
});`,
      loader: 'js',
    }));
  },
};
