import path from 'node:path';
import { mapLeaves } from './map-leaves.ts';
import type { Settings } from './schema.ts';
import { isSecretSource } from './secret.ts';

/** Keys whose text is a path. */
const pathKeys: ReadonlySet<string> = new Set([
  'caFile',
  'certificateFile',
  'clientCertificateFile',
  'dsn',
  'folder',
  'library',
]);

/** The settings with relative paths made absolute from the folder of the file that they stand in. */
export function resolvePaths(settings: Settings, folder: string): Settings {
  const resolved = mapLeaves(settings, (leaf, where) => {
    if (isSecretSource(leaf)) {
      return leaf.kind === 'file' ? { ...leaf, path: resolvePath(leaf.path, folder) } : leaf;
    }
    const key = where.at(-1) ?? '';
    if (typeof leaf !== 'string' || !pathKeys.has(key)) return leaf;
    // The names of Microsoft's own libraries stand where a path may.
    return key === 'library' && !/\.dll$/i.test(leaf) ? leaf : resolvePath(leaf, folder);
  });
  // mapLeaves keeps the shape; only texts were replaced by texts.
  return resolved as Settings;
}

/** Files that the settings name and a run reads: authorities, certificates, data sources, libraries, secrets. */
export function namedFiles(settings: Settings): readonly string[] {
  const files: string[] = [];
  mapLeaves(settings, (leaf, where) => {
    if (isSecretSource(leaf)) {
      if (leaf.kind === 'file') files.push(leaf.path);
    } else if (typeof leaf === 'string' && pathKeys.has(where.at(-1) ?? '')) files.push(leaf);
    return leaf;
  });
  return files;
}

/** Absolute paths of either system stay as they are: an `.ecmarc` for Windows may be tried on Linux. */
export function resolvePath(given: string, folder: string): string {
  if (path.isAbsolute(given) || path.win32.isAbsolute(given)) return given;
  return path.resolve(folder, given);
}
