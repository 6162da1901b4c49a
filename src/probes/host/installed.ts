import { defined } from '../../base/defined.ts';
import type { Evidence, JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import type { Platform } from '../../platform/types.ts';
import { folderOf, programOf } from '../../platform/windows/command-line.ts';
import type { Service, WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { pressR } from '../common/steps.ts';
import { refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';
import { inHost } from '../connector/places.ts';
import type { MakeProbe } from '../describe.ts';
import { findServices } from './found-services.ts';
import { hostProgram, hostRow, keepConfiguration, setup } from './row.ts';

/** `unseen`: neither there nor not there could be found out. */
export type There = 'yes' | 'no' | 'unseen';

export type Listed = { readonly name: string; readonly version: string };

export interface InstalledFacts extends WindowsFacts {
  /** Absent where it could not be found out. */
  readonly installed?: boolean;
  readonly folder: string;
  readonly folderThere: There;
  /** The host's program in that folder. */
  readonly program: There;
  readonly service: WindowsAnswer<Service>;
  /** The program that the service starts, and whether its file is there. */
  readonly started?: { readonly path: string; readonly there: There };
  readonly agent: WindowsAnswer<Service>;
  /** What Windows lists as installed: agent, updater, package. */
  readonly listed: readonly Listed[];
}

const uninstall = 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const uninstall32 = 'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const names: readonly string[] = requirement('HOST-01').values.uninstallNames;

/** A fact `installed`: rows that ask an installed host are not applicable while it is false. */
export const hostInstalled: MakeProbe = (scope) =>
  hostRow(scope, {
    id: 'host.installed',
    title: 'Connector host installed',
    levels: levels('info', 'info'),
    requirements: ['HOST-01', 'HOST-22'],
    needs: ['server.os'],
    work: {
      async collect(context, signal): Promise<InstalledFacts> {
        const windows = await windowsOf(context);
        const { settings, platform } = context;
        const { host: service, agent } = await findServices(windows);
        const program = await thereAt(platform, inHost(settings, hostProgram), signal);
        const path = service.state === 'seen' ? programOf(service.value.path) : undefined;
        const started =
          path === undefined ? undefined : { path, there: await thereAt(platform, path, signal) };
        const installed = isInstalled(program, service, started);
        return {
          usable: installed !== undefined,
          ...defined({ installed }),
          folder: settings.host.folder,
          folderThere: await thereAt(platform, settings.host.folder, signal),
          program,
          service,
          ...defined({ started }),
          agent,
          listed: await listedIn(windows),
          ...refused({ 'the services': service }),
        };
      },
      judge: judgeInstalled,
    },
  });

async function thereAt(platform: Platform, path: string, signal: AbortSignal): Promise<There> {
  const stat = await platform.files.stat(path, signal);
  if (stat.ok) return 'yes';
  return stat.problem.code === 'ENOENT' || stat.problem.code === 'ENOTDIR' ? 'no' : 'unseen';
}

/** A program is what counts: folders and registrations are left over too easily. */
function isInstalled(
  program: There,
  service: InstalledFacts['service'],
  started: InstalledFacts['started'],
): boolean | undefined {
  if (program === 'yes' || started?.there === 'yes') return true;
  if (service.state === 'seen' && started?.there !== 'no') return true;
  if (program === 'unseen' || service.state === 'denied' || service.state === 'failed') return undefined;
  return false;
}

/** By the display name that the installer gives; programs of other makers are not kept. */
export async function listedIn(windows: WindowsReader): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for (const root of [uninstall, uninstall32]) {
    const keys = await windows.registryNames(root);
    if (keys.state !== 'seen') continue;
    for (const key of keys.value.subkeys) {
      const entry = await windows.registry(`${root}\\${key}`, ['DisplayName', 'DisplayVersion']);
      if (entry.state !== 'seen') continue;
      const { DisplayName: name, DisplayVersion: version } = entry.value.values;
      if (name?.type !== 'sz' || !names.includes(name.data)) continue;
      found.push({ name: name.data, version: version?.type === 'sz' ? version.data : '' });
    }
  }
  return found;
}

export function judgeInstalled({ facts, settings }: JudgeInput<Settings, InstalledFacts>): Verdict {
  const { installed, service, started, folder } = facts;
  const base = { expected: 'not there yet, or whole', evidence: evidenceOf(facts) };
  if (installed === undefined)
    return {
      ...base,
      ...(unanswered('the services', service) ?? {
        status: 'unknown',
        message: 'not allowed to look',
        found: `the folder ${folder} could not be looked into`,
      }),
    };
  if (!installed && service.state === 'seen')
    return {
      ...base,
      status: 'warn',
      message: 'a service without its program',
      found: `the service ${service.value.name} is registered, but ${started?.path ?? 'its program'} is not there`,
      remedy: leftover(settings),
    };
  if (!installed && facts.folderThere === 'yes')
    return {
      ...base,
      status: 'warn',
      message: 'a folder without its program',
      found: `${folder} is there, but not the host's program`,
      remedy: leftover(settings),
    };
  if (!installed && facts.agent.state === 'seen')
    return {
      ...base,
      status: 'warn',
      message: 'the agent without the host',
      found: 'the provisioning agent is installed, the connector host is not',
      remedy: chooseExtension,
    };
  if (!installed) return { ...base, status: 'pass', message: 'not yet' };
  if (service.state === 'absent')
    return {
      ...base,
      status: 'warn',
      message: 'a program without its service',
      found: `${folder} holds the host's program, but no service of it is registered`,
      remedy: leftover(settings),
    };
  if (facts.program === 'no' && started !== undefined)
    return {
      ...base,
      status: 'warn',
      message: 'in another folder',
      found: `the service starts ${started.path}; the doctor looks in ${folder}`,
      remedy: otherFolder(started.path),
    };
  return {
    ...base,
    status: 'pass',
    message: 'installed',
    ...(facts.listed.length === 0 ? { found: 'Windows lists no agent as installed' } : {}),
    ...(facts.agent.state === 'absent' ? noAgent : {}),
  };
}

function evidenceOf({ service, agent, listed, folder, program }: InstalledFacts): Evidence[] {
  return [
    {
      label: 'Folder',
      value: `${folder}: ${program === 'yes' ? "holds the host's program" : program === 'no' ? 'no program' : 'not seen'}`,
    },
    { label: 'Host service', value: serviceText(service) },
    { label: 'Agent service', value: serviceText(agent) },
    ...listed.map(({ name, version }) => ({ label: 'Installed', value: `${name} ${version}`.trim() })),
  ];
}

function serviceText(service: WindowsAnswer<Service>): string {
  switch (service.state) {
    case 'seen':
      return `${service.value.name}: ${service.value.path}`;
    case 'absent':
      return 'none';
    case 'denied':
    case 'failed':
      return 'not seen';
  }
}

const [msi] = requirement('HOST-01').values.installers;

function leftover(settings: Settings): Remedy {
  return {
    why: 'A removal that stopped half-way leaves parts behind, and the next installation stops with "the specified service already exists".',
    steps: [
      keepConfiguration(settings),
      {
        text: 'Remove the agent and its packages in Programs and Features',
        command: 'control.exe appwiz.cpl',
        owner: 'server',
      },
      {
        text: "Delete the host's folder, restart the server, then run the setup again",
        command: setup,
        owner: 'server',
      },
    ],
    links: ['https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot'],
  };
}

const chooseExtension: Remedy = {
  why: 'The connector host comes with the provisioning agent when "On-premises application provisioning" is chosen in its setup.',
  steps: [
    {
      text: `Run the setup of the agent again (the preview's is ${msi}) and choose that extension`,
      command: setup,
      owner: 'server',
    },
  ],
  links: [],
};

const noAgent: Verdict = {
  status: 'warn',
  message: 'the host without the agent',
  found: 'the connector host is installed, the provisioning agent is not',
  remedy: chooseExtension,
};

function otherFolder(program: string): Remedy {
  const folder = folderOf(folderOf(program));
  return {
    why: 'The other rows read the host in the folder that .ecmarc names.',
    steps: [{ text: `Write in .ecmarc:\nhost: { folder: '${folder.replaceAll("'", "''")}' }` }, pressR],
    links: [],
  };
}
