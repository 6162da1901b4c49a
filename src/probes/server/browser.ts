import type { Facts } from '../../engine/facts.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened, opened } from '../common/windows-answers.ts';
import { type AnswersOf, question, registryKey, valueText } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';

const { keys, value: name, on, off, edge } = operatingSystem['OS-11'].values;

const enhancedSecurity = "Internet Explorer's Enhanced Security";
const asked = {
  administrators: registryKey(`${enhancedSecurity} for administrators`, keys.administrators, {
    [name]: 'number',
  }),
  users: registryKey(`${enhancedSecurity} for users`, keys.users, { [name]: 'number' }),
};
/** It counts where Enhanced Security is on. */
const aside = {
  version: registryKey('the version of Microsoft Edge', edge.key, { [edge.value]: 'text' }),
  program: question('whether msedge.exe is there', (windows) => windows.registry(edge.program, [])),
};

export type BrowserFacts = Facts & AnswersOf<typeof asked & typeof aside>;

export const serverBrowser = factsToken<BrowserFacts>('server', 'browser');

/** The window in which the agent's setup signs in (decisions: server.browser). */
export const serverBrowserProbe = defineWindowsProbe(serverBrowser, {
  title: 'Browser for the sign-in',
  levels: levels('recommended', 'recommended'),
  requirements: ['OS-11'],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), { ...asked, ...aside })) };
  },
  judge({ facts }) {
    const base = {
      expected: `Microsoft Edge, or ${enhancedSecurity} off for administrators`,
      evidence: [
        {
          label: 'Enhanced Security, administrators',
          value: valueText(asked.administrators, facts.administrators, name),
        },
        { label: 'Enhanced Security, users', value: valueText(asked.users, facts.users, name) },
        {
          label: 'Microsoft Edge',
          value: valueText(
            aside.version,
            facts.version,
            edge.value,
            facts.program.state === 'seen' ? 'there, version not set' : 'not seen',
          ),
        },
      ],
    };
    return judgeOpened(asked, facts, base, ({ administrators, users }) => {
      const set = administrators[name];
      if (set === off) return { ...base, status: 'pass', message: 'Enhanced Security is off' };
      if (set === undefined && users[name] === undefined)
        return {
          ...base,
          status: 'pass',
          message: 'no Enhanced Security',
          found: 'Windows has no such setting here, as on Server Core and on workstations',
        };
      if (set !== on)
        return {
          ...base,
          status: 'unknown',
          message: set === undefined ? 'not said for administrators' : `${name} has the value ${set}`,
        };
      const rest = opened(aside, facts);
      if (!rest.ok) return { ...base, ...rest.verdict };
      const { version, program } = rest.values;
      const there = version[edge.value] !== undefined && version[edge.value] !== edge.taken;
      if (!there && program === undefined)
        return { ...base, status: 'warn', message: 'Enhanced Security on, no Edge', remedy };
      return {
        ...base,
        status: 'pass',
        message: 'Edge is installed',
        found: `${enhancedSecurity} is on: where setup opens Internet Explorer all the same, it blocks the sign-in`,
      };
    });
  },
});

const forAdministrators = (data: number) =>
  `reg add "${keys.administrators}" /v ${name} /t REG_DWORD /d ${data} /f`;

const remedy = fix(
  `The agent's setup signs in through a browser window, which ${enhancedSecurity} blocks; Microsoft advises Edge. Setup that stands at a blocked window is closed, and started again afterwards.`,
  by.server('Install Microsoft Edge, from https://www.microsoft.com/edge/business/download'),
  by.server(
    'Or switch Enhanced Security off for administrators while setup runs (as administrator)',
    forAdministrators(off),
  ),
  by.server('Switch it on again after setup', forAdministrators(on)),
);
