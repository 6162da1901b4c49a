import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { programOf } from '../../platform/windows/command-line.ts';
import type { FileVersion, WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';
import { inHost } from '../connector/places.ts';
import type { MakeProbe } from '../describe.ts';
import { findServices } from './found-services.ts';
import { type Listed, listedIn } from './installed.ts';
import { hostProgram, keepConfiguration, onceInstalled, setup } from './row.ts';

export interface AgentVersionFacts extends WindowsFacts {
  /** The agent's program, and its version. */
  readonly path: string;
  readonly file: WindowsAnswer<FileVersion>;
  readonly host: WindowsAnswer<FileVersion>;
  readonly listed: readonly Listed[];
}

const { file: program, common, custom, later } = requirement('HOST-02').values;
const { agentFolder } = requirement('HOST-01').values;
/** The agent itself, not its updater or its package. */
const agentNames: readonly string[] = requirement('HOST-01').values.uninstallNames.slice(0, 2);

export const hostAgentVersion: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.agent-version',
    title: 'Agent new enough',
    levels: levels('info', 'required'),
    requirements: ['HOST-02'],
    work: {
      async collect(context): Promise<AgentVersionFacts> {
        const windows = await windowsOf(context);
        const { agent } = await findServices(windows);
        const started = agent.state === 'seen' ? programOf(agent.value.path) : undefined;
        const path = started ?? `${agentFolder}\\${program}`;
        const file = await windows.fileVersion(path);
        const listed = await listedIn(windows);
        const host = await windows.fileVersion(inHost(context.settings, hostProgram));
        const usable = file.state === 'seen' || listedVersion(listed) !== undefined;
        return { usable, path, file, host, listed, ...refused({ "the agent's version": file }) };
      },
      judge: judgeAgentVersion,
    },
  });

export function judgeAgentVersion({ facts, settings }: JudgeInput<Settings, AgentVersionFacts>): Verdict {
  const { least, reason } = leastFor(settings);
  const listed = listedVersion(facts.listed);
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
  const version = facts.file.state === 'seen' ? facts.file.value.file : listed;
  if (version === undefined)
    return {
      ...base,
      ...(unanswered("the agent's version", facts.file) ?? {
        status: 'unknown',
        message: 'no version found',
        found: `there is no file ${facts.path}, and Windows lists no agent`,
        remedy: update(settings),
      }),
    };
  const older = isOlder(version, least);
  if (older === undefined)
    return { ...base, status: 'unknown', message: 'not a version', found: version, remedy: update(settings) };
  if (older)
    return {
      ...base,
      status: 'fail',
      message: `${version} is too old`,
      remedy: update(settings),
    };
  const newer = later.filter((one) => isOlder(version, one) === true);
  return {
    ...base,
    status: 'pass',
    message: version,
    ...(newer.length === 0
      ? {}
      : {
          found: `Known since: ${newer.join(', ')}. Microsoft supports the latest and the one before.`,
        }),
  };
}

function leastFor({ connectors }: Settings): { readonly least: string; readonly reason: string } {
  const needy = connectors.find(({ library }) => library !== 'generic-ldap' && library !== 'generic-sql');
  if (needy === undefined)
    return { least: common, reason: 'on-premises provisioning became part of the common agent' };
  return { least: custom, reason: `connector ${needy.name} is neither Generic LDAP nor Generic SQL` };
}

function listedVersion(listed: readonly Listed[]): string | undefined {
  const found = listed.find(({ name, version }) => version !== '' && agentNames.includes(name));
  return found?.version;
}

/** Compares number by number; undefined when one is no version. */
export function isOlder(version: string, than: string): boolean | undefined {
  const [one, other] = [version, than].map((text) =>
    /^\d{1,9}(\.\d{1,9}){1,3}$/.test(text) ? text.split('.').map(Number) : undefined,
  );
  if (one === undefined || other === undefined) return undefined;
  for (let place = 0; place < 4; place += 1) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function versionText(version: WindowsAnswer<FileVersion>): string {
  if (version.state === 'seen') return version.value.file;
  return version.state === 'absent' ? 'no such file' : 'not seen';
}

function update(settings: Settings): Remedy {
  return {
    why: "Since general availability an agent that serves on-premises applications is not updated by itself, by Microsoft's documents: each update is done by hand.",
    steps: [
      keepConfiguration(settings),
      {
        text: 'Download the agent in the Entra admin center (the application, Provisioning, On-premises connectivity) and run its setup over the old one',
        command: setup,
        owner: 'server',
      },
    ],
    links: [
      'https://learn.microsoft.com/entra/identity/app-provisioning/provisioning-agent-release-version-history',
    ],
  };
}
