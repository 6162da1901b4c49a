import { isOlder } from '../../base/version.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { hostProgram, inHost } from '../../clients/host/files.ts';
import { type InstalledProduct, listedProducts } from '../../clients/host/products.ts';
import { findServices } from '../../clients/host/services.ts';
import type { Facts, FactsReader } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import { underLabel } from '../../platform/noted-refusals.ts';
import { programOf } from '../../platform/windows/command-line.ts';
import type { FileVersion, WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix, see } from '../common/fix.ts';
import { keepConfiguration, setup } from '../common/host-steps.ts';
import { pass, unknown, warn } from '../common/verdicts.ts';
import { windowsOf } from '../common/windows.ts';
import { opened } from '../common/windows-answers.ts';
import { foreignLanguage, serverLanguage } from '../server/language.ts';
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

const {
  file: program,
  common,
  custom,
  newest,
  before,
  listed: listedOn,
  keepsProxy,
  knowsCloud,
  china,
} = requirement('HOST-02').values;
const { agentFolders, agentNames } = requirement('HOST-01').values;
const agents: readonly string[] = agentNames;

export const hostAgentVersionProbe = defineInstalledHostProbe(hostAgentVersion, {
  title: 'Agent new enough',
  levels: levels('info', 'required'),
  requirements: ['HOST-02'],
  uses: [serverLanguage],
  collect,
  judge: judgeAgentVersion,
});

const asked = { file: "the agent's version" };

async function collect(context: ProbeContext): Promise<AgentVersionFacts> {
  const windows = await windowsOf(context);
  const { agent } = await findServices(windows);
  const started = agent.state === 'seen' ? programOf(agent.value.path) : undefined;
  const { path, file } = await agentFile(underLabel(windows, asked.file), started);
  const listed = await listedProducts(windows);
  const host = await underLabel(windows, "the host's version").fileVersion(
    inHost(context.settings, hostProgram),
  );
  const usable = file.state === 'seen' || listedVersion(listed) !== undefined;
  return { usable, path, file, host, listed };
}

/** The program that the service starts; without one the first of the usual places that has it. */
async function agentFile(
  windows: WindowsReader,
  started: string | undefined,
): Promise<Pick<AgentVersionFacts, 'path' | 'file'>> {
  const places = started === undefined ? agentFolders.map((one) => `${one}\\${program}`) : [started];
  const found = [];
  for (const path of places) {
    const file = await windows.fileVersion(path);
    if (file.state !== 'absent') return { path, file };
    found.push({ path, file });
  }
  return found[0] ?? { path: program, file: { state: 'absent' } };
}

function judgeAgentVersion({ facts, settings, uses }: JudgeInput<Settings, AgentVersionFacts>): Verdict {
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
  const remedy = update(settings, facts, version, uses);
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
  if (isOlder(version, before) === true)
    return {
      ...base,
      ...warn(
        `${version} is out of support`,
        `Microsoft supports the newest agent and the one before: ${newest} and ${before} by its list of ${listedOn}.`,
        remedy,
      ),
    };
  return { ...base, ...pass(version, noteOn(version, settings)) };
}

function noteOn(version: string, { tenant }: Settings): string | undefined {
  if (isOlder(newest, version) === true)
    return `It is newer than the list that this doctor knows (${listedOn}): what that list says of it is not known here.`;
  if (isOlder(version, newest) !== true) return undefined;
  const there =
    tenant.cloud === 'china' ? ` In the cloud of 21Vianet an agent can be had since ${china} only.` : '';
  return `Known since: ${newest}. Microsoft supports the newest and the one before.${there}`;
}

function leastFor({ connectors }: Settings): { readonly least: string; readonly reason: string } {
  const needy = connectors.find(({ library }) => library !== 'generic-ldap' && library !== 'generic-sql');
  if (needy === undefined)
    return { least: common, reason: 'on-premises provisioning became part of the common agent' };
  return { least: custom, reason: `connector ${needy.name} is neither Generic LDAP nor Generic SQL` };
}

function listedVersion(listed: readonly InstalledProduct[]): string | undefined {
  return listed.find(({ name, version }) => version !== '' && agents.includes(name))?.version;
}

function versionText(version: WindowsAnswer<FileVersion>): string {
  if (version.state === 'seen') return version.value.file;
  if (version.state === 'failed' && version.problem.code === 'NO_VERSION') return version.problem.text;
  return version.state === 'absent' ? 'no such file' : 'not seen';
}

/** What an update is known to take away or to stumble over, by the version that is there now. */
function traps(
  settings: Settings,
  { path }: AgentVersionFacts,
  version: string | undefined,
  uses: FactsReader,
): readonly Step[] {
  const older = (than: string): boolean => version === undefined || isOlder(version, than) !== false;
  const language = uses.of(serverLanguage);
  const foreign = language !== undefined && foreignLanguage(language) !== undefined;
  const { agent: faulty, error, before: sound } = requirement('HOST-26').values;
  return [
    ...(older(keepsProxy)
      ? [
          by.server(
            `Copy the agent's configuration file too: updates of agents before ${keepsProxy} take out the proxy that it names. Compare afterwards, and write the proxy in again`,
            `cmd.exe /c copy "${path}.config" .`,
          ),
        ]
      : []),
    ...(foreign
      ? [
          by.server(
            `This Windows is not an English one: agent ${faulty} may fail to install on it (${error}). Ask Microsoft support whether to take ${sound}`,
          ),
        ]
      : []),
    ...(settings.tenant.cloud === 'usgov' && older(knowsCloud)
      ? [
          by.server(
            `The setup of agents before ${knowsCloud} has to be told the cloud`,
            `${setup} ${requirement('NET-04g').values.installerSwitch}`,
          ),
        ]
      : []),
  ];
}

function update(
  settings: Settings,
  facts: AgentVersionFacts,
  version: string | undefined,
  uses: FactsReader,
): Remedy {
  return fix(
    "Since general availability an agent that serves on-premises applications is not updated by itself, by Microsoft's documents: each update is done by hand.",
    keepConfiguration(settings),
    ...traps(settings, facts, version, uses),
    by.server(
      'Download the agent in the Entra admin center (the application, Provisioning, On-premises connectivity) and run its setup over the old one',
      setup,
    ),
    see(
      'https://learn.microsoft.com/entra/identity/app-provisioning/provisioning-agent-release-version-history',
    ),
  );
}
