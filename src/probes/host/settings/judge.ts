import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import { plural } from '../../../base/phrases.ts';
import { tenantUrlOf } from '../../../clients/host/tenant-url.ts';
import type { FactsReader } from '../../../engine/facts.ts';
import type { Evidence, JudgeInput, Rules, Verdict } from '../../../engine/probe.ts';
import type { HostConnector } from '../../../formats/host-xml/configuration.ts';
import type { ProfileName } from '../../../settings/profiles.ts';
import type { Settings } from '../../../settings/schema.ts';
import { fail, unknown } from '../../common/verdicts.ts';
import { refusedVerdict } from '../../common/windows-answers.ts';
import { connectorFaults } from './connector-faults.ts';
import { directoryOf } from './directory.ts';
import type { SettingsFacts } from './facts.ts';
import type { SettingsFault } from './fault.ts';
import { hostFaults, logFaults, tokenFaults, wantedFaults } from './host-faults.ts';
import { finishWizard, mendAll } from './words.ts';

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
        ...fail(
          'no configuration yet',
          'the wizard has written none: it was not gone through to its end, or not as administrator',
          finishWizard(settings),
        ),
      };
    case 'denied':
      return { ...base, ...refusedVerdict(facts.path) };
    case 'failed':
      return {
        ...base,
        ...unknown('cannot be read', `${facts.path}: ${file.reason}`, finishWizard(settings)),
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
  const { connectors, port = settings.host.port, path } = facts;
  const faults = [
    ...hostFaults(facts, settings),
    ...connectors.flatMap((connector) => {
      const wanted = settings.connectors.find(({ name }) => name === connector.name);
      return connectorFaults(connector, profile, wanted, directoryOf(wanted, uses));
    }),
    ...settings.connectors.flatMap((connector) => wantedFaults(connector, facts)),
    ...facts.tokens.flatMap((token) => tokenFaults(token, profile)),
    ...logFaults(facts),
  ].sort((one, other) => rank(one) - rank(other));
  const [worst, ...more] = faults;
  const evidence = [
    ...faults.map((one) => ({ label: one.status === 'fail' ? 'Wrong' : 'Doubtful', value: lineOf(one) })),
    ...connectors.flatMap((connector) => describe(connector, port)),
    { label: 'File', value: path },
  ];
  if (worst === undefined)
    return { status: 'pass', message: connectors.map(({ name }) => name).join(', '), evidence };
  const others = `and ${more.length} more: ${more.map(lineOf).join('; ')}`;
  return {
    status: worst.status,
    message: lineOf(worst),
    ...defined({ found: more.length === 0 ? undefined : others }),
    evidence,
    remedy: mendAll(faults, settings),
  };
}

function rank({ status }: SettingsFault): number {
  return status === 'fail' ? 0 : 1;
}

function lineOf({ connector, text }: SettingsFault): string {
  return connector === undefined ? text : `${connector}: ${text}`;
}

function describe({ name, library, runs, objectTypes }: HostConnector, port: number): Evidence[] {
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
