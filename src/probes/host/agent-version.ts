import { defined } from '../../base/defined.ts';
import { isOlder } from '../../base/version.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { hostProgram, inHost } from '../../clients/host/files.ts';
import { type InstalledProduct, listedProducts } from '../../clients/host/products.ts';
import { findServices } from '../../clients/host/services.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { underLabel } from '../../platform/noted-refusals.ts';
import { programOf } from '../../platform/windows/command-line.ts';
import type { FileVersion, WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix, see } from '../common/fix.ts';
import { keepConfiguration, setup } from '../common/host-steps.ts';
import { unknown } from '../common/verdicts.ts';
import { windowsOf } from '../common/windows.ts';
import { opened } from '../common/windows-answers.ts';
import { factsToken } from '../token.ts';
import { defineInstalledHostProbe } from './define.ts';

export interface AgentVersionFacts extends Facts {
  /** The agent's program, and its version. */
  readonly path: string;
  readonly file: WindowsAnswer<FileVersion>;
  readonly host: WindowsAnswer<FileVersion>;
  readonly listed: readonly InstalledProduct[];
}

export const hostAgentVersion = factsToken<AgentVersionFacts>('host', 'agent-version');

const { file: program, common, custom, later } = requirement('HOST-02').values;
const { agentFolder, uninstallNames } = requirement('HOST-01').values;
/** The agent itself, not its updater or its package. */
const agentNames: readonly string[] = uninstallNames.slice(0, 2);

export const hostAgentVersionProbe = defineInstalledHostProbe(hostAgentVersion, {
  title: 'Agent new enough',
  levels: levels('info', 'required'),
  requirements: ['HOST-02'],
  collect,
  judge: judgeAgentVersion,
});

const asked = { file: "the agent's version" };

async function collect(context: ProbeContext): Promise<AgentVersionFacts> {
  const windows = await windowsOf(context);
  const { agent } = await findServices(windows);
  const started = agent.state === 'seen' ? programOf(agent.value.path) : undefined;
  const path = started ?? `${agentFolder}\\${program}`;
  const file = await underLabel(windows, asked.file).fileVersion(path);
  const listed = await listedProducts(windows);
  const host = await underLabel(windows, "the host's version").fileVersion(
    inHost(context.settings, hostProgram),
  );
  const usable = file.state === 'seen' || listedVersion(listed) !== undefined;
  return { usable, path, file, host, listed };
}

function judgeAgentVersion({ facts, settings }: JudgeInput<Settings, AgentVersionFacts>): Verdict {
  const { least, reason } = leastFor(settings);
  const base = {
    expected: `${least} or later (${reason})`,
    evidence: [
      { label: 'Agent', value: `${facts.path}: ${versionText(facts.file)}` },
      { label: 'Connector host', value: versionText(facts.host) },
      ...facts.listed.map(({ name, version }) => ({
        label: 'Installed',
        value: `${name} ${version}`.trim(),
      })),
    ],
  };
  const answers = opened(asked, facts);
  const version = (answers.ok ? answers.values.file?.file : undefined) ?? listedVersion(facts.listed);
  const remedy = update(settings);
  if (version === undefined)
    return {
      ...base,
      ...(answers.ok
        ? unknown('no version found', `there is no file ${facts.path}, and Windows lists no agent`, remedy)
        : answers.verdict),
    };
  const older = isOlder(version, least);
  if (older === undefined) return { ...base, ...unknown('not a version', version, remedy) };
  if (older) return { ...base, status: 'fail', message: `${version} is too old`, remedy };
  const newer = later.filter((one) => isOlder(version, one) === true);
  const known = `Known since: ${newer.join(', ')}. Microsoft supports the latest and the one before.`;
  return {
    ...base,
    status: 'pass',
    message: version,
    ...defined({ found: newer.length === 0 ? undefined : known }),
  };
}

function leastFor({ connectors }: Settings): { readonly least: string; readonly reason: string } {
  const needy = connectors.find(({ library }) => library !== 'generic-ldap' && library !== 'generic-sql');
  if (needy === undefined)
    return { least: common, reason: 'on-premises provisioning became part of the common agent' };
  return { least: custom, reason: `connector ${needy.name} is neither Generic LDAP nor Generic SQL` };
}

function listedVersion(listed: readonly InstalledProduct[]): string | undefined {
  return listed.find(({ name, version }) => version !== '' && agentNames.includes(name))?.version;
}

function versionText(version: WindowsAnswer<FileVersion>): string {
  if (version.state === 'seen') return version.value.file;
  return version.state === 'absent' ? 'no such file' : 'not seen';
}

function update(settings: Settings): Remedy {
  return fix(
    "Since general availability an agent that serves on-premises applications is not updated by itself, by Microsoft's documents: each update is done by hand.",
    keepConfiguration(settings),
    by.server(
      'Download the agent in the Entra admin center (the application, Provisioning, On-premises connectivity) and run its setup over the old one',
      setup,
    ),
    see(
      'https://learn.microsoft.com/entra/identity/app-provisioning/provisioning-agent-release-version-history',
    ),
  );
}
