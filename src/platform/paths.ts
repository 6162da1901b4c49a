import path from 'node:path';
import type { Platform } from './types.ts';

/** Paths keep the form of the system that they are written for. */

/** `path` of the system that a folder or file is written for. */
export function pathsOf(file: string): path.PlatformPath {
  return isWindowsPath(file) ? path.win32 : path.posix;
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
