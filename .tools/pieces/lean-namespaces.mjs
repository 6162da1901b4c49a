// esbuild makes an object with a getter for each name of a module: for each file that imports a CommonJS package or one
// of Node's modules that load late (../bundle.mjs), and twice for each piece. That was 3 MB of garbage until the list
// stood; here such an object is made once.

const toESM =
  '__toESM=(mod,isNodeMode,target)=>(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.__esModule?__defProp(target,"default",{value:mod,enumerable:!0}):target,mod))';

/** The same object for all who import it, while the module has as many names: a ring of modules may add some. */
const toESMOnce = `__namespaces=new WeakMap,__newNamespace${toESM.slice('__toESM'.length)},__toESM=(mod,isNodeMode)=>{if(Object(mod)!==mod)return __newNamespace(mod,isNodeMode);let known=__namespaces.get(mod),names=__getOwnPropNames(mod).length;if(known!==void 0&&known.names===names&&known.isNodeMode===isNodeMode)return known.namespace;let namespace=__newNamespace(mod,isNodeMode);return __namespaces.set(mod,{names,isNodeMode,namespace}),namespace}`;

/** The text of a chunk of the bundle: what imports a CommonJS module gets its one namespace. */
export function oneNamespace(text) {
  const code = text.replace(toESM, toESMOnce);
  if (/\b__toESM=/.test(text) && code === text)
    throw new Error('esbuild has another __toESM: see oneNamespace');
  return code;
}

/** The body of a piece: its exports are what it defines, not a copy, and who imports a piece gets them as they are. */
export function ownExports(code) {
  const own = code.replace(
    /([\w$]+)=>[\w$]+\(([\w$]+)\(\{\},"__esModule",\{value:!0\}\),\1\)/,
    (_, exported, define) => `${exported}=>${define}(${exported},"__esModule",{value:!0})`,
  );
  if (/\bmodule\.exports=/.test(code) && own === code)
    throw new Error('esbuild has another __toCommonJS: see ownExports');
  return own.replace(
    /(?<=Promise\.resolve\(\)\.then\(\(\)=>)[\w$]+\((require\("\.\/[^"]+"\))\)(?=\))/g,
    '$1',
  );
}
