// The rooms of the house and who may import whom. A room that is not named in a list may not be imported.
const rooms = {
  base: [],
  engine: [],
  requirements: ['engine'],
  results: ['engine', 'requirements'],
  formats: [],
  platform: ['engine', 'formats'],
  settings: ['engine', 'platform'],
  clients: ['engine', 'requirements', 'platform', 'formats', 'settings'],
  probes: ['engine', 'requirements', 'platform', 'formats', 'settings', 'clients'],
  causes: ['engine', 'requirements', 'results', 'clients', 'probes'],
  state: ['engine', 'platform'],
  doctor: ['engine', 'requirements', 'results', 'formats', 'platform', 'settings', 'clients', 'probes', 'causes', 'state'],
  report: ['engine', 'requirements', 'results'],
  wizard: ['engine', 'requirements', 'results', 'platform', 'settings', 'clients', 'probes', 'state', 'doctor'],
};

const walls = Object.entries(rooms).map(([room, may]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import only: ${['itself', 'base', ...may].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^(src|components|test)/', pathNot: `^src/(${['base', room, ...may].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...walls,
    {
      name: 'components-see-the-doctor-only',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^(src|test)/', pathNot: '^src/(base|doctor|engine|results|settings|wizard)/' },
    },
    {
      name: 'requirements-take-types-only',
      comment: 'the catalogue is data: of the engine it knows the words for levels, nothing that runs',
      severity: 'error',
      from: { path: '^src/requirements/' },
      to: { path: '^src/engine/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'views-take-types-only',
      comment: 'the first frame must not load what runs probes or reads .ecmarc; the names of the statuses are data',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: '^src/(doctor|engine|settings|wizard)/',
        dependencyTypesNot: ['type-only'],
        pathNot: '^src/engine/status\\.ts$',
      },
    },
    {
      name: 'no-circles',
      comment: 'type-only imports too: what two files need of each other is a third one',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'no-tests-in-the-product', severity: 'error', from: { path: '^(src|components)/' }, to: { path: '^test/' } },
    { name: 'resolvable', severity: 'error', from: { path: '^(src|components)/' }, to: { couldNotResolve: true } },
    {
      name: 'ink-stays-in-components',
      severity: 'error',
      from: { pathNot: '^(components|test)/' },
      to: { path: '^node_modules/(ink|react|ink-spinner)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'require'],
    },
  },
};
