import type { Facts } from '../../engine/facts.ts';
import { framework } from '../../requirements/framework.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix, see } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened, opened } from '../common/windows-answers.ts';
import { type AnswersOf, registryKey, valueText } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';
import { lastStart, restartNow, startedAt, waitingForRestart, writtenSinceStart } from './restart.ts';

const { key, ladder } = framework['NETFX-02'].values;

const asked = {
  full: registryKey('the version of .NET Framework', key, { Release: 'number', Version: 'text' }),
};
const aside = { restart: lastStart };

export type DotnetFacts = Facts & AnswersOf<typeof asked & typeof aside>;

export const serverDotnet = factsToken<DotnetFacts>('server', 'dotnet');

export const serverDotnetProbe = defineWindowsProbe(serverDotnet, {
  title: '.NET Framework new enough',
  levels: levels('required', 'required'),
  requirements: ['NETFX-01', 'NETFX-02', 'NETFX-03'],
  async collect(context) {
    const answers = await askAll(await windowsOf(context), { ...asked, ...aside });
    const { state } = answers.full;
    return { usable: state === 'seen' || state === 'absent', ...answers };
  },
  judge({ facts }, { profile }) {
    const wanted = framework[profile === 'ga' ? 'NETFX-02' : 'NETFX-01'].values;
    const base = {
      expected: `.NET Framework ${wanted.version} or later (Release ${wanted.release})`,
      evidence: [
        { label: 'Release', value: valueText(asked.full, facts.full, 'Release') },
        { label: 'Version', value: valueText(asked.full, facts.full, 'Version', 'not said') },
        ...startedAt(facts.restart),
      ],
    };
    return judgeOpened(asked, facts, base, ({ full: { Release: release = 0 } }) => {
      const version = versionOf(release);
      const remedy = install(wanted.version);
      if (version === undefined)
        return { ...base, status: 'fail', message: 'older than 4.5, or none', remedy };
      if (release < wanted.release) return { ...base, status: 'fail', message: version, remedy };
      const rest = opened(aside, facts);
      if (!rest.ok) return { ...base, ...rest.verdict };
      const { restart } = rest.values;
      const waiting = waitingForRestart(restart);
      if (!writtenSinceStart(facts.full, restart) && waiting.length === 0)
        return { ...base, status: 'pass', message: version };
      return {
        ...base,
        status: 'warn',
        message: `${version}, restart outstanding`,
        found:
          waiting.length > 0
            ? `a restart is wanted by ${waiting.join(', ')}`
            : 'it was installed or changed after Windows last started',
        remedy: fix('A new .NET Framework is complete after a restart only.', restartNow),
      };
    });
  },
});

/** The version that Windows tells; undefined where it did not, or has none. */
export function dotnetVersion({ full }: DotnetFacts): string | undefined {
  const answers = opened(asked, { full });
  return answers.ok ? versionOf(answers.values.full?.Release ?? 0) : undefined;
}

/** The newest version whose smallest Release number is not above this one. */
function versionOf(release: number): string | undefined {
  return ladder.filter((step) => release >= step.release).at(-1)?.version;
}

const install = (version: string) =>
  fix(
    `The connector host and its agent need .NET Framework ${version}. A fresh Windows Server 2016 has 4.6.2 only.`,
    by.server(
      'Download the offline installer of .NET Framework 4.8 (ndp48-x86-x64-allos-enu.exe), which is new enough for the preview and for general availability, and run it as administrator',
      '.\\ndp48-x86-x64-allos-enu.exe /q /norestart',
    ),
    restartNow,
    see('https://dotnet.microsoft.com/download/dotnet-framework/net48'),
  );
