import { type HostConnector, readConfiguration } from '../../formats/host-xml/configuration.ts';
import { readExeConfig, type TraceLevel } from '../../formats/host-xml/exe-config.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { WindowsFacts } from '../common/windows.ts';
import { inHost } from '../connector/places.ts';
import type { MakeProbe } from '../describe.ts';
import { type HostFile, readHostFile, refusedFiles } from './read-file.ts';
import { onceInstalled } from './row.ts';
import { directoryProbes } from './settings-directory.ts';
import { judgeSettings } from './settings-judge.ts';
import { type TokenFacts, tokensOf } from './token.ts';

/** What the host is set up to do. Other rows read `connectors`, by name. */
export interface SettingsFacts extends WindowsFacts {
  readonly path: string;
  readonly file: HostFile<null>;
  readonly connectors: readonly HostConnector[];
  readonly port?: number;
  readonly thumbprint?: string;
  /** How much service and wizard log; a file that could not be read is left out. */
  readonly levels: readonly (TraceLevel & { readonly file: string })[];
  readonly tokens: readonly TokenFacts[];
}

const { file: configuration } = requirement('HOST-14').values;
const { files: logging } = requirement('HOST-09').values;

export const hostSettings: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.settings',
    title: 'Settings of the host',
    levels: levels('required', 'required'),
    requirements: [
      'HOST-11',
      'HOST-12',
      'HOST-13',
      'HOST-14',
      'HOST-15',
      'HOST-16',
      'CON-14',
      'SQL-09',
      'LDAP-09',
    ],
    uses: directoryProbes(scope.settings),
    // A secret given in clear prints as [secret].
    fingerprint: JSON.stringify({
      host: scope.settings.host,
      tokens: scope.settings.connectors.map(({ name, secretToken }) => ({ name, secretToken })),
    }),
    work: {
      async collect(context, signal): Promise<SettingsFacts> {
        const read = await readHostFile(context, configuration, readConfiguration, signal);
        const traced: (TraceLevel & { file: string })[] = [];
        for (const file of logging) {
          const config = await readHostFile(context, file, readExeConfig, signal);
          if (config.state === 'read')
            traced.push(...config.value.levels.map((level) => ({ ...level, file: nameOf(file) })));
        }
        return {
          usable: read.state === 'read',
          path: inHost(context.settings, configuration),
          file: read.state === 'read' ? { state: 'read', value: null } : read,
          connectors: [],
          ...(read.state === 'read' ? read.value : {}),
          levels: traced,
          tokens: await tokensOf(context),
          ...refusedFiles({ "the host's configuration": read }),
        };
      },
      judge: judgeSettings,
    },
  });

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('\\') + 1);
}
