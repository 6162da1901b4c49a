import { inHost } from '../../clients/host/files.ts';
import { requirement } from '../../requirements/index.ts';
import type { ConnectorSettings, Settings } from '../../settings/schema.ts';

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
