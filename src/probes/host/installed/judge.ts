import { defined } from '../../../base/defined.ts';
import type { Evidence, JudgeInput, Verdict } from '../../../engine/probe.ts';
import type { Service, WindowsAnswer } from '../../../platform/windows/types.ts';
import type { Settings } from '../../../settings/schema.ts';
import { notAllowed } from '../../common/refusals.ts';
import { unknown, warn } from '../../common/verdicts.ts';
import { opened } from '../../common/windows-answers.ts';
import type { InstalledFacts } from './facts.ts';
import { chooseExtension, nameFolder, removeLeftovers } from './words.ts';

export function judgeInstalled({ facts, settings }: JudgeInput<Settings, InstalledFacts>): Verdict {
  const { folder, service } = facts;
  const base = { expected: 'not there yet, or whole', evidence: evidenceOf(facts) };
  if (facts.installed === undefined) {
    const answers = opened({ service: 'the services' }, { service });
    const closed = unknown(notAllowed, `the folder ${folder} could not be looked into`);
    return { ...base, ...(answers.ok ? closed : answers.verdict) };
  }
  return { ...base, ...(facts.installed ? judgeWhole(facts, settings) : judgeAbsent(facts, settings)) };
}

/** The host's program is not there; is anything else of it? */
function judgeAbsent({ service, started, folder, folderThere, agent }: InstalledFacts, settings: Settings) {
  if (service.state === 'seen')
    return warn(
      'a service without its program',
      `the service ${service.value.name} is registered, but ${started?.path ?? 'its program'} is not there`,
      removeLeftovers(settings),
    );
  if (folderThere === 'yes')
    return warn(
      'a folder without its program',
      `${folder} is there, but not the host's program`,
      removeLeftovers(settings),
    );
  if (agent.state === 'seen')
    return warn(
      'the agent without the host',
      'the provisioning agent is installed, the connector host is not',
      chooseExtension,
    );
  return { status: 'pass', message: 'not yet' } as const;
}

function judgeWhole(facts: InstalledFacts, settings: Settings): Verdict {
  const { service, started, folder, program, agent, listed } = facts;
  if (service.state === 'absent')
    return warn(
      'a program without its service',
      `${folder} holds the host's program, but no service of it is registered`,
      removeLeftovers(settings),
    );
  if (program === 'no' && started !== undefined)
    return warn(
      'in another folder',
      `the service starts ${started.path}; the doctor looks in ${folder}`,
      nameFolder(started.path),
    );
  if (agent.state === 'absent')
    return warn(
      'the host without the agent',
      'the connector host is installed, the provisioning agent is not',
      chooseExtension,
    );
  return {
    status: 'pass',
    message: 'installed',
    ...defined({ found: listed.length === 0 ? 'Windows lists no agent as installed' : undefined }),
  };
}

function evidenceOf({ service, agent, listed, folder, program }: InstalledFacts): Evidence[] {
  const there = { yes: "holds the host's program", no: 'no program', unseen: 'not seen' };
  return [
    { label: 'Folder', value: `${folder}: ${there[program]}` },
    { label: 'Host service', value: serviceText(service) },
    { label: 'Agent service', value: serviceText(agent) },
    ...listed.map(({ name, version }) => ({ label: 'Installed', value: `${name} ${version}`.trim() })),
  ];
}

function serviceText(service: WindowsAnswer<Service>): string {
  if (service.state === 'seen') return `${service.value.name}: ${service.value.path}`;
  return service.state === 'absent' ? 'none' : 'not seen';
}
