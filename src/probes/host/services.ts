import { never } from '../../base/never.ts';
import type { Evidence, JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import type { Service, WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { type ProfileName, profiles } from '../../settings/profiles.ts';
import type { Settings } from '../../settings/schema.ts';
import { pressR } from '../common/steps.ts';
import { refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';
import type { MakeProbe } from '../describe.ts';
import { type FoundServices, findServices } from './found-services.ts';
import { keepConfiguration, onceInstalled, setup } from './row.ts';

/** Usable when the host's service runs: then it can be asked. */
export type ServicesFacts = WindowsFacts & FoundServices;

export const hostServices: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.services',
    title: 'Services running',
    levels: levels('required', 'required'),
    requirements: ['HOST-03', 'HOST-21'],
    work: {
      async collect(context): Promise<ServicesFacts> {
        const found = await findServices(await windowsOf(context));
        const usable = found.host.state === 'seen' && found.host.value.state === 'running';
        return { usable, ...found, ...refused({ 'the services': found.host }) };
      },
      judge: judgeServices,
    },
  });

const { minutes } = requirement('HOST-21').values;

/** ERROR_SERVICE_LOGON_FAILED (winerror.h). */
const logonFailed = 1069;

const preview: ProfileName = profiles[0];

export function judgeServices(
  { facts, settings }: JudgeInput<Settings, ServicesFacts>,
  rules: { readonly profile: string },
): Verdict {
  const base = {
    expected: 'connector host and agent run, and start with Windows',
    evidence: [
      evidence('Connector host', facts.host),
      evidence('Agent', facts.agent),
      ...(facts.updater.state === 'seen' ? [evidence('Agent updater', facts.updater)] : []),
    ],
  };
  for (const [what, service] of [
    ['the connector host', facts.host],
    ['the agent', facts.agent],
  ] as const) {
    const blind = unanswered(`the service of ${what}`, service);
    if (blind !== undefined) return { ...base, ...blind };
    if (service.state !== 'seen')
      return { ...base, status: 'fail', message: `${what} has no service`, remedy: again(settings) };
    const bad = notRunning(what, service.value);
    if (bad !== undefined) return { ...base, ...bad };
  }
  for (const [what, service] of [
    ['the host', facts.host],
    ['the agent', facts.agent],
  ] as const)
    if (service.state === 'seen' && service.value.start !== 'automatic')
      return {
        ...base,
        status: 'warn',
        message: `${what} does not start with Windows`,
        found: `the start mode of ${service.value.displayName} is ${service.value.start}: after a restart of this server it does not run by itself`,
        remedy: {
          why: 'Both services must run for each request.',
          steps: [automatic(service.value)],
          links: [],
        },
      };
  const { updater } = facts;
  if (rules.profile === preview && updater.state === 'seen' && updater.value.state !== 'running')
    return {
      ...base,
      status: 'warn',
      message: "the agent's updater does not run",
      found: `The preview's documents ask for it. It is ${updater.value.state}.`,
      remedy: { why: 'It keeps the agent up to date.', steps: [start(updater.value)], links: [] },
    };
  return {
    ...base,
    status: 'pass',
    message: 'host and agent run',
    found: `both run; an agent that was just assigned to an application takes up to ${minutes} minutes, or a restart of its service`,
  };
}

function notRunning(what: string, service: Service): Verdict | undefined {
  switch (service.state) {
    case 'running':
      return undefined;
    case 'start-pending':
    case 'continue-pending':
      return {
        status: 'warn',
        message: `${what} is starting`,
        found: 'At its start the host reads all users of the target; a large one takes minutes.',
        remedy: { why: 'It is not ready yet.', steps: [{ text: 'Wait until it runs' }, pressR], links: [] },
      };
    case 'stopped':
    case 'stop-pending':
    case 'paused':
    case 'pause-pending':
    case 'unknown':
      return { status: 'fail', message: `${what} is ${service.state}`, ...why(service) };
    default:
      return never(service.state);
  }
}

function why(service: Service): Pick<Verdict, 'found' | 'remedy'> & { remedy: Remedy } {
  const logon = service.exitCode === logonFailed;
  const code = service.exitCode === 0 ? '' : `; its last exit code was ${service.exitCode}`;
  return {
    found: `${service.displayName} (${service.name}), as ${service.account}${code}`,
    remedy: {
      why: logon
        ? 'Its account could not log on. The row host.logon-right says whether a policy took that right.'
        : 'Each request goes through the agent to the host: both must run.',
      steps: [
        ...(service.start === 'disabled' ? [automatic(service)] : []),
        start(service),
        {
          text: 'If it does not start: see why',
          command:
            'wevtutil.exe qe System /c:20 /rd:true /f:text /q:"*[System[Provider[@Name=\'Service Control Manager\']]]"',
          owner: 'server',
        },
      ],
      links: ['https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot'],
    },
  };
}

function start({ name }: Service): Step {
  return { text: 'Start it, as an administrator', command: `sc.exe start "${name}"`, owner: 'server' };
}

function automatic({ name }: Service): Step {
  return {
    text: 'Let it start with Windows, as an administrator',
    command: `sc.exe config "${name}" start= auto`,
    owner: 'server',
  };
}

function again(settings: Settings): Remedy {
  return {
    why: 'Agent and connector host are two services, which one setup installs.',
    steps: [
      keepConfiguration(settings),
      {
        text: 'Run the setup of the agent again and choose on-premises application provisioning',
        command: setup,
        owner: 'server',
      },
    ],
    links: [],
  };
}

function evidence(label: string, service: WindowsAnswer<Service>): Evidence {
  if (service.state !== 'seen')
    return { label, value: service.state === 'absent' ? 'not registered' : 'not seen' };
  const { name, state, start: mode, account, pid } = service.value;
  return {
    label,
    value: `${name}: ${state}, start ${mode}, as ${account}${pid === 0 ? '' : `, process ${pid}`}`,
  };
}
