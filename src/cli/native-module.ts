import { homeFolder } from '../platform/home-folder.ts';

/** The start of the SHA-256 of the native module that a single executable carries; defined when one is built. */
declare const ECMA_DOCTOR_NATIVE: string | undefined;

/**
 * Unpacks the native module that asks Windows, from a single executable; undefined in an installed program, which
 * finds it among its packages. Rejects where it may not be written.
 */
export const nativeModule = typeof ECMA_DOCTOR_NATIVE === 'string' ? unpackNative : undefined;

async function unpackNative(): Promise<string> {
  const [{ getRawAsset }, { unpackEmbedded, windowsCodeFolders }] = await Promise.all([
    import('node:sea'),
    import('../state/embedded-file.ts'),
  ]);
  const packed = {
    name: 'koffi.node',
    bytes: new Uint8Array(getRawAsset('koffi.node') as ArrayBuffer),
    version: String(ECMA_DOCTOR_NATIVE),
  };
  return unpackEmbedded(packed, windowsCodeFolders(process.env, homeFolder()));
}
