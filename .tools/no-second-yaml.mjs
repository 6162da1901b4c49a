// cosmiconfig brings a YAML reader of its own, for loaders that are all replaced by ours (src/settings/read-file.ts): 100 kB
// that every start would read and nothing calls. `yaml`, which knows lines and columns, reads what is YAML.
export const noSecondYaml = {
  name: 'no-second-yaml',
  setup(build) {
    build.onResolve({ filter: /^js-yaml$/ }, ({ importer }) => {
      if (!/[\\/]cosmiconfig[\\/]dist[\\/]loaders\.js$/.test(importer))
        throw new Error(`${importer} reads YAML with js-yaml: read it with yaml`);
      return { path: 'js-yaml', namespace: 'no-second-yaml' };
    });
    build.onLoad({ filter: /.*/, namespace: 'no-second-yaml' }, () => ({
      contents: `exports.load = () => { throw new Error('cosmiconfig was asked to read YAML itself'); };`,
      loader: 'js',
    }));
  },
};
