import type { Facts } from '../../engine/facts.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened } from '../common/windows-answers.ts';
import { type AnswersOf, question } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';

const { service: name } = operatingSystem['OS-07'].values;

const asked = { service: question(`the service ${name}`, (windows) => windows.service(name)) };

export type CredentialManagerFacts = Facts & AnswersOf<typeof asked>;

export const serverCredentialManager = factsToken<CredentialManagerFacts>('server', 'credential-manager');

export const serverCredentialManagerProbe = defineWindowsProbe(serverCredentialManager, {
  title: 'Credential Manager not off',
  levels: levels('info', 'required'),
  requirements: ['OS-07'],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), asked)) };
  },
  judge({ facts }) {
    const expected = `the service ${name} is not disabled`;
    return judgeOpened(asked, facts, { expected }, ({ service }) => {
      if (service === undefined)
        return { status: 'fail', message: 'there is no such service', expected, remedy: bringBack };
      const { start, state, account } = service;
      const evidence = [
        { label: 'Start', value: start },
        { label: 'State', value: state },
        { label: 'Account', value: account },
      ];
      if (start === 'disabled')
        return { status: 'fail', message: 'disabled', expected, evidence, remedy: enable };
      if (start === 'unknown')
        return { status: 'unknown', message: 'start type not known', expected, evidence };
      return {
        status: 'pass',
        message: start === 'automatic' ? 'starts by itself' : 'starts when needed',
        expected,
        evidence,
      };
    });
  },
});

const why = 'The agent cannot be installed while this service is disabled.';

const enable = fix(
  why,
  by.server('Let it start when needed', `sc.exe config ${name} start= demand`),
  by.server('Look for the group policy or baseline that disabled it, or it will come back'),
);

const bringBack = fix(
  why,
  by.server(
    'Every Windows Server has this service. Repair Windows, or use another server',
    'DISM.exe /Online /Cleanup-Image /RestoreHealth',
  ),
);
