import { tenantUrlOf, urlTrouble } from '../../../clients/host/tenant-url.ts';
import { requirement } from '../../../requirements/index.ts';
import type { ProfileName } from '../../../settings/profiles.ts';
import type { Settings } from '../../../settings/schema.ts';
import { isSql } from './connector-faults.ts';
import type { SettingsFacts, TokenFacts } from './facts.ts';
import { fault, type SettingsFault } from './fault.ts';

const defaultPort = requirement('HOST-04').values.port;
const { safe } = requirement('HOST-09').values;
const { preview, ga } = requirement('HOST-11').values;

/** The host as a whole. */
export function hostFaults({ connectors, port }: SettingsFacts, settings: Settings): SettingsFault[] {
  const found: SettingsFault[] = [];
  if (connectors.length === 0)
    found.push(fault('fail', 'no connector configured', "Configure a connector in the host's wizard"));
  const own = port ?? defaultPort;
  if (own !== settings.host.port)
    found.push({
      status: 'warn',
      text: `port ${own}, .ecmarc says ${settings.host.port}`,
      fix: { text: `Write in .ecmarc:\nhost: { port: ${own} }` },
      place: 'elsewhere',
    });
  connectors.forEach(({ name }, index) => {
    const before = connectors.slice(0, index).map((one) => one.name);
    if (before.includes(name))
      found.push(fault('fail', `two connectors named ${name}`, 'Give each connector a name of its own'));
    else if (before.some((one) => one.toLowerCase() === name.toLowerCase()))
      found.push(
        fault(
          'warn',
          `${name}: another differs in case only`,
          'Give the connectors names that cannot be mixed up',
        ),
      );
  });
  return found;
}

/** What `.ecmarc` says against what the host is set up to. */
export function askedFaults(
  facts: SettingsFacts,
  { connectors }: Settings,
  profile: ProfileName,
): SettingsFault[] {
  return [
    ...connectors.flatMap((connector) => wantedFaults(connector, facts)),
    ...facts.tokens.flatMap((token) => tokenFaults(token, profile)),
  ];
}

function wantedFaults(
  { name, tenantUrl }: Settings['connectors'][number],
  { connectors, port = defaultPort }: SettingsFacts,
): SettingsFault[] {
  const found: SettingsFault[] = [];
  const known = connectors.some((one) => one.name === name);
  const alike = connectors.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!known && connectors.length > 0)
    found.push(
      alike === undefined
        ? {
            status: 'warn',
            connector: name,
            text: 'not in the host',
            fix: {
              text: `Configure ${name} in the host's wizard, or use in .ecmarc the name that it has there`,
            },
          }
        : {
            status: 'warn',
            connector: name,
            text: `named ${alike.name} in the host`,
            place: 'elsewhere',
            fix: {
              text: `Use the name ${alike.name} in .ecmarc and in the tenant URL: upper and lower case count`,
            },
          },
    );
  const its = alike?.name ?? name;
  const trouble = tenantUrl === undefined ? undefined : urlTrouble(tenantUrl, its, port);
  if (trouble !== undefined)
    found.push({
      status: 'fail',
      connector: name,
      text: `tenant URL ${trouble}`,
      place: 'elsewhere',
      fix: {
        text: `In the application (Provisioning, Admin credentials) and in .ecmarc, the tenant URL is ${tenantUrlOf(its, port)}`,
        owner: 'entra',
      },
    });
  return found;
}

function tokenFaults(token: TokenFacts, profile: ProfileName): SettingsFault[] {
  const { connector, sameAs } = token;
  const trouble = tokenTrouble(token, profile);
  const found: SettingsFault[] = [];
  if (trouble !== undefined)
    found.push(
      fault(
        'fail',
        `secret token ${trouble}`,
        'Choose 12 to 20 letters and digits: first in the wizard, then in the application',
        'entra',
      ),
    );
  if (sameAs !== undefined)
    found.push(
      fault(
        'warn',
        `same secret token as ${sameAs}`,
        'Give each connector a secret token of its own',
        'entra',
      ),
    );
  return found.map((one) => ({ connector, ...one }));
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
export function logFaults({ connectors, levels }: SettingsFacts): SettingsFault[] {
  const risky = connectors.find((one) => isSql(one) && one.password);
  const loud = levels.find(({ level }) => !/^(off|error|critical)?$/i.test(level));
  if (risky === undefined || loud === undefined) return [];
  return [
    {
      status: 'warn',
      connector: risky.name,
      text: `log level ${loud.level} shows its password`,
      place: 'file',
      fix: {
        text: `Set every switchValue to ${safe} in Service\\Microsoft.ECMA2Host.Service.exe.config and Wizard\\Microsoft.ECMA2Host.ConfigWizard.exe.config`,
        owner: 'server',
      },
    },
  ];
}
