import type { ProbeContext } from '../../../clients/environment.ts';
import { inHost, mapFile, readHostFile } from '../../../clients/host/files.ts';
import { type HostConnector, readConfiguration } from '../../../formats/host-xml/configuration.ts';
import { readExeConfig } from '../../../formats/host-xml/exe-config.ts';
import { requirement } from '../../../requirements/index.ts';
import type { SettingsFacts } from './facts.ts';
import { tokensOf } from './secret-tokens.ts';

const { file: configuration } = requirement('HOST-14').values;
const { files: logging } = requirement('HOST-09').values;

export async function collectSettings(context: ProbeContext, signal: AbortSignal): Promise<SettingsFacts> {
  const read = await readHostFile(context, configuration, readConfiguration, signal);
  const levels: SettingsFacts['levels'][number][] = [];
  for (const file of logging) {
    const config = await readHostFile(context, file, readExeConfig, signal);
    if (config.state === 'read')
      levels.push(...config.value.levels.map((level) => ({ ...level, file: nameOf(file) })));
  }
  return {
    usable: read.state === 'read',
    path: inHost(context.settings, configuration),
    file: mapFile(read, () => null),
    connectors: [],
    ...(read.state === 'read'
      ? { ...read.value, connectors: read.value.connectors.map(withoutService) }
      : {}),
    levels,
    tokens: await tokensOf(context),
  };
}

/** Where a web service is belongs to `connector.endpoints`. */
function withoutService(connector: HostConnector): HostConnector {
  if (connector.boxes?.service === undefined) return connector;
  const { service: _service, ...boxes } = connector.boxes;
  return { ...connector, boxes };
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('\\') + 1);
}
