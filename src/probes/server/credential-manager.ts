import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import type { Service, WindowsAnswer } from '../../platform/windows/types.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';

export interface CredentialManagerFacts extends WindowsFacts {
  readonly service: WindowsAnswer<Service>;
}

const { service: name } = operatingSystem['OS-07'].values;

export const serverCredentialManager = onWindows<CredentialManagerFacts>({
  id: 'server.credential-manager',
  title: 'Credential Manager not off',
  levels: levels('info', 'required'),
  requirements: ['OS-07'],
  work: {
    async collect(context) {
      const service = await (await windowsOf(context)).service(name);
      return { usable: true, service, ...refused({ 'the service Credential Manager': service }) };
    },
    judge: judgeCredentialManager,
  },
});

export function judgeCredentialManager({ facts }: JudgeInput<Settings, CredentialManagerFacts>): Verdict {
  const expected = `the service ${name} is not disabled`;
  const refusal = unanswered(`the service ${name}`, facts.service);
  if (refusal) return { ...refusal, expected };
  if (facts.service.state !== 'seen')
    return { status: 'fail', message: 'there is no such service', expected, remedy: bringBack };
  const { start, state, account } = facts.service.value;
  const evidence = [
    { label: 'Start', value: start },
    { label: 'State', value: state },
    { label: 'Account', value: account },
  ];
  if (start === 'disabled')
    return { status: 'fail', message: 'disabled', expected, evidence, remedy: enable };
  if (start === 'unknown') return { status: 'unknown', message: 'start type not known', expected, evidence };
  return {
    status: 'pass',
    message: start === 'automatic' ? 'starts by itself' : 'starts when needed',
    expected,
    evidence,
  };
}

const why = 'The agent cannot be installed while this service is disabled.';

const enable: Remedy = {
  why,
  steps: [
    { text: 'Let it start when needed', command: `sc.exe config ${name} start= demand`, owner: 'server' },
    { text: 'Look for the group policy or baseline that disabled it, or it will come back', owner: 'server' },
  ],
  links: [],
};

const bringBack: Remedy = {
  why,
  steps: [
    {
      text: 'Every Windows Server has this service. Repair Windows, or use another server',
      command: 'DISM.exe /Online /Cleanup-Image /RestoreHealth',
      owner: 'server',
    },
  ],
  links: [],
};
