import { defined } from '../base/defined.ts';
import { tool } from './tool.ts';

/** What a single executable knows of its own making; written by the build. */
interface Made {
  /** The commit that it was built from; `+changes` behind it where the tree had some. Absent without a repository. */
  readonly commit?: string;
  /** SHA-256 of each part. `node` is the Node as its makers signed it, `program` our own code. */
  readonly parts: Readonly<Record<string, string>>;
}

/** `--version --json`: what this program is, for somebody who must trust it before it may run. */
export interface BuildFacts extends Partial<Made> {
  /** Version of the Node that runs it; of an executable, the one that it is made of. */
  readonly node: string;
  readonly name: string;
  readonly version: string;
  readonly kind: 'executable' | 'package';
  readonly system: string;
}

export function buildFacts(): BuildFacts {
  const sea = process.getBuiltinModule('node:sea');
  const made = sea.isSea() ? (JSON.parse(sea.getAsset('build.json', 'utf8')) as Made) : undefined;
  return {
    ...tool,
    kind: made === undefined ? 'package' : 'executable',
    system: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    ...defined({ commit: made?.commit, parts: made?.parts }),
  };
}
