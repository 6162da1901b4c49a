import { never } from '../../base/never.ts';
import { plural } from '../../base/phrases.ts';
import type { FactsReader } from '../../engine/facts.ts';
import type { Evidence, JudgeInput, Remedy, Rules, Verdict } from '../../engine/probe.ts';
import type { HostConnector } from '../../formats/host-xml/configuration.ts';
import { requirement } from '../../requirements/index.ts';
import type { ProfileName } from '../../settings/profiles.ts';
import type { Settings } from '../../settings/schema.ts';
import { pressR } from '../common/steps.ts';
import { unanswered } from '../common/windows.ts';
import { keepConfiguration, openWizard, restartHost } from './row.ts';
import type { SettingsFacts } from './settings.ts';
import { directoryOf } from './settings-directory.ts';
import { connectorFindings, type Finding, isSql } from './settings-findings.ts';
import { tenantUrlOf, urlTrouble } from './tenant-url.ts';
import { tokenTrouble } from './token.ts';

const defaultPort = requirement('HOST-04').values.port;
const { safe } = requirement('HOST-09').values;

export function judgeSettings(
  { facts, settings, uses }: JudgeInput<Settings, SettingsFacts>,
  rules: Pick<Rules, 'profile'>,
): Verdict {
  const expected = 'connectors that export and import, one object type, partition and anchor each';
  const base = { expected, evidence: [{ label: 'File', value: facts.path }] };
  const { file } = facts;
  switch (file.state) {
    case 'read':
      return {
        expected,
        ...judgeRead(facts, settings, rules.profile === 'ga' ? 'ga' : 'preview-2021', uses),
      };
    case 'absent':
      return {
        ...base,
        status: 'fail',
        message: 'no configuration yet',
        found: 'the wizard has written none: it was not gone through to its end, or not as administrator',
        remedy: finishWizard(settings),
      };
    case 'denied':
      return { ...base, ...(unanswered(facts.path, file) ?? { status: 'unknown', message: 'not settled' }) };
    case 'failed':
      return {
        ...base,
        status: 'unknown',
        message: 'cannot be read',
        found: `${facts.path}: ${file.reason}`,
        remedy: finishWizard(settings),
      };
    default:
      return never(file);
  }
}

function judgeRead(
  facts: SettingsFacts,
  settings: Settings,
  profile: ProfileName,
  uses: FactsReader,
): Verdict {
  const findings = [
    ...hostFindings(facts, settings),
    ...facts.connectors.flatMap((connector) => {
      const wanted = settings.connectors.find(({ name }) => name === connector.name);
      return connectorFindings(connector, profile, wanted, directoryOf(wanted, uses));
    }),
    ...askedFindings(facts, settings, profile),
    ...logFindings(facts),
  ].sort((one, other) => rank(one) - rank(other));
  const [worst, ...more] = findings;
  const evidence = [
    ...findings.map((finding) => ({
      label: finding.status === 'fail' ? 'Wrong' : 'Doubtful',
      value: words(finding),
    })),
    ...facts.connectors.flatMap((connector) => describe(connector, facts.port ?? settings.host.port)),
    { label: 'File', value: facts.path },
  ];
  if (worst === undefined) {
    const names = facts.connectors.map(({ name }) => name).join(', ');
    return { status: 'pass', message: names, evidence };
  }
  return {
    status: worst.status,
    message: words(worst),
    ...(more.length === 0 ? {} : { found: `and ${more.length} more: ${more.map(words).join('; ')}` }),
    evidence,
    remedy: remedyOf(findings, settings),
  };
}

function rank({ status }: Finding): number {
  return status === 'fail' ? 0 : 1;
}

function words({ connector, text }: Finding): string {
  return connector === undefined ? text : `${connector}: ${text}`;
}

/** The host as a whole. */
function hostFindings({ connectors, port }: SettingsFacts, settings: Settings): Finding[] {
  const found: Finding[] = [];
  if (connectors.length === 0)
    found.push({
      status: 'fail',
      text: 'no connector configured',
      fix: { text: "Configure a connector in the host's wizard", owner: 'server' },
    });
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
      found.push({
        status: 'fail',
        text: `two connectors named ${name}`,
        fix: { text: 'Give each connector a name of its own', owner: 'server' },
      });
    else if (before.some((one) => one.toLowerCase() === name.toLowerCase()))
      found.push({
        status: 'warn',
        text: `${name}: another differs in case only`,
        fix: { text: 'Give the connectors names that cannot be mixed up', owner: 'server' },
      });
  });
  return found;
}

/** What `.ecmarc` says against what the host is set up to. */
function askedFindings(facts: SettingsFacts, settings: Settings, profile: ProfileName): Finding[] {
  const found: Finding[] = [];
  const port = facts.port ?? defaultPort;
  for (const { name, tenantUrl } of settings.connectors) {
    const known = facts.connectors.some((one) => one.name === name);
    const alike = facts.connectors.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!known && facts.connectors.length > 0)
      found.push({
        status: 'warn',
        connector: name,
        text: alike === undefined ? 'not in the host' : `named ${alike.name} in the host`,
        ...(alike === undefined ? {} : { place: 'elsewhere' }),
        fix: {
          text:
            alike === undefined
              ? `Configure ${name} in the host's wizard, or use in .ecmarc the name that it has there`
              : `Use the name ${alike.name} in .ecmarc and in the tenant URL: upper and lower case count`,
        },
      });
    const trouble = tenantUrl === undefined ? undefined : urlTrouble(tenantUrl, alike?.name ?? name, port);
    if (trouble !== undefined)
      found.push({
        status: 'fail',
        connector: name,
        text: `tenant URL ${trouble}`,
        place: 'elsewhere',
        fix: {
          text: `In the application (Provisioning, Admin credentials) and in .ecmarc, the tenant URL is ${tenantUrlOf(alike?.name ?? name, port)}`,
          owner: 'entra',
        },
      });
  }
  for (const token of facts.tokens) {
    const trouble = tokenTrouble(token, profile);
    if (trouble !== undefined)
      found.push({
        status: 'fail',
        connector: token.connector,
        text: `secret token ${trouble}`,
        fix: {
          text: 'Choose 12 to 20 letters and digits: first in the wizard, then in the application',
          owner: 'entra',
        },
      });
    if (token.sameAs !== undefined)
      found.push({
        status: 'warn',
        connector: token.connector,
        text: `same secret token as ${token.sameAs}`,
        fix: { text: 'Give each connector a secret token of its own', owner: 'entra' },
      });
  }
  return found;
}

/** Above Error the connection string of an SQL connector, its password included, goes to the event log. */
function logFindings({ connectors, levels }: SettingsFacts): Finding[] {
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

function describe(connector: HostConnector, port: number): Evidence[] {
  const { name, library, runs, objectTypes } = connector;
  const anchors = objectTypes.flatMap(({ attributes }) =>
    attributes.flatMap((one) => (one.anchor ? [one.name] : [])),
  );
  const types = objectTypes.map(
    (type) => `${type.name} (${plural(type.attributes.length, 'attribute', 'attributes')})`,
  );
  return [
    {
      label: name,
      value: `${library}; runs ${runs.join(', ') || 'none'}; ${types.join(', ') || 'no object type'}; anchor ${anchors.join(', ') || 'not named'}`,
    },
    { label: 'Tenant URL', value: tenantUrlOf(name, port) },
  ];
}

/** Each fix once, in the order of the findings. */
function remedyOf(findings: readonly Finding[], settings: Settings): Remedy {
  const seen = new Set<string>();
  const inWizard = findings.some(({ place }) => place === undefined);
  const steps = findings.flatMap(({ fix }) => {
    if (seen.has(fix.text)) return [];
    seen.add(fix.text);
    return [fix];
  });
  return {
    why: 'The host does what its wizard wrote down; Microsoft Entra ID sees of it only that provisioning fails.',
    steps: [
      ...(inWizard
        ? [keepConfiguration(settings), openWizard(settings, "Open the host's wizard as administrator")]
        : []),
      ...steps,
      inWizard || findings.some(({ place }) => place === 'file') ? restartHost : pressR,
    ],
    links: ['https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot'],
  };
}

function finishWizard(settings: Settings): Remedy {
  return {
    why: 'The host reads its connectors, its port and its certificate from this file.',
    steps: [
      openWizard(settings, "Open the host's wizard as administrator and go through one connector to its end"),
      restartHost,
    ],
    links: ['https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot'],
  };
}
