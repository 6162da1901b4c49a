import path from 'node:path';
import type { Platform } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { ConnectorSettings, Settings } from '../../settings/schema.ts';

/** Where libraries lie. Paths keep the form of the system they are written for. */

/** `path` of the system that a folder is written for. */
export function pathsOf(folder: string): path.PlatformPath {
  return isWindowsPath(folder) ? path.win32 : path.posix;
}

/** A path below the connector host's folder, given with backslashes. */
export function inHost(settings: Settings, below: string): string {
  const { folder } = settings.host;
  return pathsOf(folder).join(folder, ...below.split('\\'));
}

/** The file name of one of Microsoft's own libraries; undefined for a custom one. */
export function builtInName({ library }: ConnectorSettings): string | undefined {
  const { libraries } = requirement('CON-10').values;
  return Object.entries(libraries).find(([name]) => name === library)?.[1];
}

/** The library as `.ecmarc` names it: a path, or the place where the host keeps one of Microsoft's own. */
export function libraryPath(settings: Settings, connector: ConnectorSettings): string {
  const builtIn = builtInName(connector);
  if (builtIn === undefined) return connector.library;
  return inHost(settings, `${requirement('CON-10').values.folder}\\${builtIn}`);
}

export function fileName(file: string): string {
  return pathsOf(file).basename(file);
}

/** A path of Windows cannot be followed on another system. */
export function isForeign(file: string, platform: Platform): boolean {
  return platform.machine().platform !== 'win32' && isWindowsPath(file);
}

function isWindowsPath(file: string): boolean {
  return !path.posix.isAbsolute(file) && path.win32.isAbsolute(file);
}
