import { tenantUrlOf, urlTrouble } from '../../../clients/host/tenant-url.ts';
import { requirement } from '../../../requirements/index.ts';
import type { ProfileName } from '../../../settings/profiles.ts';
import type { ConnectorSettings, Settings } from '../../../settings/schema.ts';
import { isSql } from './connector-faults.ts';
import type { SettingsFacts, TokenFacts } from './facts.ts';
import { FaultList, type SettingsFault } from './fault.ts';

const defaultPort = requirement('HOST-04').values.port;
const { safe } = requirement('HOST-09').values;
const { preview, ga } = requirement('HOST-11').values;

/** The host as a whole. */
export function hostFaults(
  { connectors, port = defaultPort }: SettingsFacts,
  { host }: Settings,
): readonly SettingsFault[] {
  const faults = new FaultList();
  if (connectors.length === 0)
    faults.fail('no connector configured', "Configure a connector in the host's wizard");
  if (port !== host.port)
    faults.warn(
      `port ${port}, .ecmarc says ${host.port}`,
      `Write in .ecmarc:\nhost: { port: ${port} }`,
      null,
      'elsewhere',
    );
  connectors.forEach(({ name }, index) => {
    const before = connectors.slice(0, index).map((one) => one.name);
    if (before.includes(name))
      faults.fail(`two connectors named ${name}`, 'Give each connector a name of its own');
    else if (before.some((one) => one.toLowerCase() === name.toLowerCase()))
      faults.warn(
        `${name}: another differs in case only`,
        'Give the connectors names that cannot be mixed up',
      );
  });
  return faults.all;
}

/** What `.ecmarc` says of a connector against what the host is set up to. */
export function wantedFaults(
  { name, tenantUrl }: ConnectorSettings,
  { connectors, port = defaultPort }: SettingsFacts,
): readonly SettingsFault[] {
  const faults = new FaultList(name);
  const known = connectors.some((one) => one.name === name);
  const alike = connectors.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!known && alike !== undefined)
    faults.warn(
      `named ${alike.name} in the host`,
      `Use the name ${alike.name} in .ecmarc and in the tenant URL: upper and lower case count`,
      null,
      'elsewhere',
    );
  else if (!known && connectors.length > 0)
    faults.warn(
      'not in the host',
      `Configure ${name} in the host's wizard, or use in .ecmarc the name that it has there`,
      null,
    );
  const its = alike?.name ?? name;
  const trouble = tenantUrl === undefined ? undefined : urlTrouble(tenantUrl, its, port);
  if (trouble !== undefined)
    faults.fail(
      `tenant URL ${trouble}`,
      `In the application (Provisioning, Admin credentials) and in .ecmarc, the tenant URL is ${tenantUrlOf(its, port)}`,
      'entra',
      'elsewhere',
    );
  return faults.all;
}

export function tokenFaults(token: TokenFacts, profile: ProfileName): readonly SettingsFault[] {
  const faults = new FaultList(token.connector);
  const trouble = tokenTrouble(token, profile);
  if (trouble !== undefined)
    faults.fail(
      `secret token ${trouble}`,
      'Choose 12 to 20 letters and digits: first in the wizard, then in the application',
      'entra',
    );
  if (token.sameAs !== undefined)
    faults.warn(
      `same secret token as ${token.sameAs}`,
      'Give each connector a secret token of its own',
      'entra',
    );
  return faults.all;
}

/** What a release's documents do not allow, in words. */
function tokenTrouble({ length, plain }: TokenFacts, profile: ProfileName): string | undefined {
  switch (profile) {
    case 'preview-2021':
      if (length === 'below-10') return `has fewer than ${preview.min} characters`;
      if (length === 'above-20') return `has more than ${preview.max} characters`;
      return plain ? undefined : 'must be letters and digits';
    case 'ga':
      return length === 'below-10' || length === '10-to-11'
        ? `has fewer than ${ga.min} characters`
        : undefined;
  }
}

/** Above Error the connection string of an SQL connector, its password included, goes to the event log. */
export function logFaults({ connectors, levels }: SettingsFacts): readonly SettingsFault[] {
  const risky = connectors.find((one) => isSql(one) && one.password);
  const loud = levels.find(({ level }) => !/^(off|error|critical)?$/i.test(level));
  if (risky === undefined || loud === undefined) return [];
  const faults = new FaultList(risky.name);
  faults.warn(
    `log level ${loud.level} shows its password`,
    `Set every switchValue to ${safe} in Service\\Microsoft.ECMA2Host.Service.exe.config and Wizard\\Microsoft.ECMA2Host.ConfigWizard.exe.config`,
    'server',
    'file',
  );
  return faults.all;
}
