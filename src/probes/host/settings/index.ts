import { levels } from '../../../requirements/requirement.ts';
import { defineInstalledHostProbe } from '../define.ts';
import { collectSettings } from './collect.ts';
import { directoryFacts } from './directory.ts';
import { hostSettings } from './facts.ts';
import { judgeSettings } from './judge.ts';

export const hostSettingsProbe = defineInstalledHostProbe(hostSettings, {
  title: 'Settings of the host',
  levels: levels('required', 'required'),
  requirements: [
    'HOST-09',
    'HOST-11',
    'HOST-12',
    'HOST-13',
    'HOST-14',
    'HOST-15',
    'HOST-16',
    'HOST-24',
    'CON-14',
    'SQL-09',
    'LDAP-09',
    'LDAP-16',
    'LDAP-17',
    'SQL-16',
    'SQL-17',
  ],
  uses: directoryFacts,
  // A secret given in clear prints as [secret].
  dependsOn: ({ settings }) => ({
    host: settings.host,
    tokens: settings.connectors.map(({ name, secretToken }) => ({ name, secretToken })),
  }),
  collect: collectSettings,
  judge: judgeSettings,
});
