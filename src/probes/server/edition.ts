import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { textIn } from '../../platform/windows/registry-value.ts';
import type { RegistryKey, WindowsAnswer } from '../../platform/windows/types.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';

export interface EditionFacts extends WindowsFacts {
  readonly version: WindowsAnswer<RegistryKey>;
}

const { desktop, unsupported } = operatingSystem['OS-02'].values;

export const serverEdition = onWindows<EditionFacts>({
  id: 'server.edition',
  title: 'Has a desktop (not Core)',
  levels: levels('info', 'recommended'),
  requirements: ['OS-02'],
  work: {
    async collect(context) {
      const windows = await windowsOf(context);
      const names = ['InstallationType', 'EditionID'];
      const version = await windows.registry(operatingSystem['OS-01'].values.key, names);
      return { usable: version.state === 'seen', version, ...refused({ "Windows' edition": version }) };
    },
    judge: judgeEdition,
  },
});

export function judgeEdition({ facts }: JudgeInput<Settings, EditionFacts>): Verdict {
  const expected = 'a server with Desktop Experience';
  const type = textIn(facts.version, 'InstallationType');
  const refusal = unanswered("Windows' installation type", facts.version);
  if (refusal) return { ...refusal, expected };
  const edition = textIn(facts.version, 'EditionID');
  const evidence = [
    { label: 'Installation type', value: type ?? 'not said' },
    ...(edition === undefined ? [] : [{ label: 'Edition', value: edition }]),
  ];
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
  return {
    status: 'warn',
    message: `${type}: no desktop`,
    expected,
    evidence,
    remedy: {
      why: "The agent's wizard and its sign-in window need a desktop: Microsoft does not support it on a server without one.",
      steps: [
        {
          text: 'Use a server that was installed with Desktop Experience: since Windows Server 2016 one that was installed without it cannot be changed',
          owner: 'server',
        },
      ],
      links: [],
    },
  };
}
