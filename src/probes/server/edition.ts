import type { Facts } from '../../engine/facts.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened } from '../common/windows-answers.ts';
import { type AnswersOf, registryKey, valueText } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';

const { desktop, unsupported } = operatingSystem['OS-02'].values;

const asked = {
  version: registryKey("Windows' installation type", operatingSystem['OS-01'].values.key, {
    InstallationType: 'text',
    EditionID: 'text',
  }),
};

export type EditionFacts = Facts & AnswersOf<typeof asked>;

export const serverEdition = factsToken<EditionFacts>('server', 'edition');

export const serverEditionProbe = defineWindowsProbe(serverEdition, {
  title: 'Has a desktop (not Core)',
  levels: levels('recommended', 'restricted'),
  requirements: ['OS-02'],
  async collect(context) {
    const answers = await askAll(await windowsOf(context), asked);
    return { usable: answers.version.state === 'seen', ...answers };
  },
  judge({ facts }) {
    const expected = 'a server with Desktop Experience';
    const shown = (name: 'InstallationType' | 'EditionID') =>
      valueText(asked.version, facts.version, name, 'not said');
    const evidence = [
      { label: 'Installation type', value: shown('InstallationType') },
      ...(shown('EditionID') === 'not said' ? [] : [{ label: 'Edition', value: shown('EditionID') }]),
    ];
    return judgeOpened(asked, facts, { expected, evidence }, ({ version: { InstallationType } }) => {
      const type = InstallationType?.trim() || undefined;
      if (type === desktop) return { status: 'pass', message: 'Desktop Experience', expected, evidence };
      if (type === 'Client')
        return {
          status: 'pass',
          message: 'a desktop, on Windows for workstations',
          expected,
          evidence,
          found: 'it has a desktop; whether it is a server stands in the first row',
        };
      if (type === undefined || !unsupported.some((known) => known === type))
        return {
          status: 'unknown',
          message: type ?? 'installation type not said',
          expected,
          found: 'whether this Windows has a desktop is not known here',
          evidence,
        };
      return { status: 'fail', message: `${type}: no desktop`, expected, evidence, remedy: withDesktop };
    });
  },
});

const withDesktop = fix(
  "The agent's wizard and its sign-in window need a desktop: Microsoft does not support it on a server without one.",
  by.server(
    'Use a server that was installed with Desktop Experience: since Windows Server 2016 one that was installed without it cannot be changed',
  ),
);
