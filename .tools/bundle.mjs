// How the program is bundled; the benchmark bundles its bare Ink screen the same way.
import { fileURLToPath } from 'node:url';
import { keptLines } from './kept-lines.mjs';
import { leanLibraries } from './lean-libraries.mjs';
import { lightAssert } from './light-assert.mjs';
import { noDevelopment } from './no-development.mjs';
import { noEntraLogins } from './no-entra-logins.mjs';
import { noProxyAgents } from './no-proxy-agents.mjs';
import { noSecondYaml } from './no-second-yaml.mjs';
import { readmeForUsers } from './package-readme.mjs';
import { processTitle } from './process-title.mjs';

export const folder = fileURLToPath(new URL('..', import.meta.url));

/** Modules of Node's that cost something to load and are plain bags of functions and classes. */
const costly = new Set(
  'child_process crypto dgram dns dns/promises fs fs/promises http http2 https net readline readline/promises tls zlib'.split(
    ' ',
  ),
);

/**
 * These load when something of them is first used. An `import` of node:http as an ES module costs several times what
 * the module does, since it reads every export, and among them is one that loads a whole HTTP client; node:tls brings
 * OpenSSL up. Neither may stand before the first frame.
 */
const lazyBuiltins = {
  name: 'lazy-builtins',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      if (!costly.has(name) || kind === 'require-call') return undefined;
      return { path: name, namespace: 'lazy-builtin' };
    });
    build.onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => {
      const names = Object.keys(process.getBuiltinModule(path)).filter((name) =>
        /^[A-Za-z_$][\w$]*$/.test(name),
      );
      const getters = names.map((name) => `get ${name}(){return load().${name}}`);
      const contents = `let it;const load=()=>it??=process.getBuiltinModule(${JSON.stringify(path)});
module.exports={__esModule:true,get default(){return load()},${getters.filter((text) => !text.startsWith('get default(')).join(',')}};`;
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Ink measures every text with string-width, whose first look at anything but ASCII compiles regular expressions of
 * all emoji: a fifth of the first frame. Texts of characters that are plainly one cell each need no such look.
 */
const quickWidth = {
  name: 'quick-width',
  setup(build) {
    build.onResolve({ filter: /^string-width$/ }, ({ importer, namespace }) =>
      namespace === 'quick-width' || importer === ''
        ? undefined
        : { path: 'string-width', namespace: 'quick-width' },
    );
    build.onLoad({ filter: /.*/, namespace: 'quick-width' }, () => ({
      contents: `import stringWidth from 'string-width';
import { singleWidth } from './components/text/single-width.ts';
const colours = /\\u001b\\[[\\d;]*m/g;
export default function quickWidth(text, options) {
  if (typeof text !== 'string') return stringWidth(text, options);
  const bare = text.includes('\\u001b') ? text.replace(colours, '') : text;
  return singleWidth.test(bare) ? bare.length : stringWidth(text, options);
}`,
      loader: 'js',
      resolveDir: folder,
    }));
  },
};

/** What --readme prints: README as it stands at the build. No link of it leads anywhere there. */
const manual = {
  name: 'manual',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]cli[\\/]readme\.ts$/ }, () => ({
      contents: `export const readme = ${JSON.stringify(readmeForUsers(folder, []))};`,
      loader: 'ts',
    }));
  },
};

// A bundle asks Node's modules by the names that the building Node knows: an older one would leave some out.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19))
  throw new Error(`building needs Node 22.19 or newer; this is ${process.versions.node}`);

export const bundleOptions = {
  absWorkingDir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  jsx: 'automatic',
  // Names stay as they are: a fault's message is readable, and keeping them beside shorter ones (keepNames) costs a
  // tenth of the start.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  define: {
    // React's production build, chosen at build time: the development one doubles the start.
    'process.env.NODE_ENV': '"production"',
  },
  // Native code, loaded where it is installed.
  external: ['koffi', '@koromix/*'],
  plugins: [
    lazyBuiltins,
    processTitle,
    noDevelopment,
    noEntraLogins,
    noProxyAgents,
    noSecondYaml,
    quickWidth,
    manual,
    keptLines,
    lightAssert,
    leanLibraries,
  ],
  // CommonJS packages in an ES module bundle call require for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
};
