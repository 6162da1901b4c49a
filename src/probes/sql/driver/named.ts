import { readFileDsn } from '../../../formats/dsn/file-dsn.ts';
import { isForeign } from '../../../platform/paths.ts';
import type { SqlContext } from '../define.ts';
import { same } from '../driver-names.ts';

const mostBytes = 64 * 1024;

/** The driver that the file DSN names: that one the connector will load. */
export async function driverInDsn(
  { platform, scope }: SqlContext,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { dsn, engine } = scope.target;
  if (dsn === undefined || engine === 'sqlserver' || isForeign(dsn, platform)) return undefined;
  const file = await platform.files.read(dsn, mostBytes, signal);
  return file.ok ? readFileDsn(file.bytes).keys.DRIVER : undefined;
}

/** Those that could serve, and before them the named one, whatever its name tells. */
export function withNamedFirst(
  names: readonly string[],
  named: string | undefined,
  serves: (name: string) => boolean,
): readonly string[] {
  const first = named === undefined ? [] : names.filter((name) => same(name, named));
  return [...first, ...names.filter((name) => serves(name) && !first.includes(name))];
}
