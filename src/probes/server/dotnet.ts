import type { JudgeInput, Remedy, Rules, Verdict } from '../../engine/probe.ts';
import { dwordIn, textIn } from '../../platform/windows/registry-value.ts';
import type { RegistryKey, Restart, WindowsAnswer } from '../../platform/windows/types.ts';
import { framework } from '../../requirements/framework.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';
import { restartNow, startedAt, waitingForRestart, writtenSinceStart } from './restart.ts';

export interface DotnetFacts extends WindowsFacts {
  readonly full: WindowsAnswer<RegistryKey>;
  readonly restart: WindowsAnswer<Restart>;
}

const { key, value, ladder } = framework['NETFX-02'].values;

export const serverDotnet = onWindows<DotnetFacts>({
  id: 'server.dotnet',
  title: '.NET Framework new enough',
  levels: levels('required', 'required'),
  requirements: ['NETFX-01', 'NETFX-02', 'NETFX-03'],
  work: {
    async collect(context) {
      const windows = await windowsOf(context);
      const [full, restart] = await Promise.all([
        windows.registry(key, [value, 'Version']),
        windows.restart(),
      ]);
      const usable = full.state === 'seen' || full.state === 'absent';
      return { usable, full, restart, ...refused({ 'the version of .NET Framework': full }) };
    },
    judge: judgeDotnet,
  },
});

export function judgeDotnet({ facts }: JudgeInput<Settings, DotnetFacts>, { profile }: Rules): Verdict {
  const wanted = framework[profile === 'ga' ? 'NETFX-02' : 'NETFX-01'].values;
  const expected = `.NET Framework ${wanted.version} or later (Release ${wanted.release})`;
  const refusal = unanswered('the version of .NET Framework', facts.full);
  if (refusal) return { ...refusal, expected };
  const release = dwordIn(facts.full, value);
  const version = release === undefined ? undefined : versionOf(release);
  const evidence = [
    { label: 'Release', value: release === undefined ? 'not set' : String(release) },
    { label: 'Version', value: textIn(facts.full, 'Version') ?? 'not said' },
    ...startedAt(facts.restart),
  ];
  const base = { expected, evidence };
  if (release === undefined || version === undefined)
    return { ...base, status: 'fail', message: 'older than 4.5, or none', remedy: install(wanted.version) };
  if (release < wanted.release)
    return {
      ...base,
      status: 'fail',
      message: version,
      remedy: install(wanted.version),
    };
  const waiting = waitingForRestart(facts.restart);
  if (writtenSinceStart(facts.full, facts.restart) || waiting.length > 0)
    return {
      ...base,
      status: 'warn',
      message: `${version}, restart outstanding`,
      found:
        waiting.length > 0
          ? `a restart is wanted by ${waiting.join(', ')}`
          : 'it was installed or changed after Windows last started',
      remedy: {
        why: 'A new .NET Framework is complete after a restart only.',
        steps: [restartNow],
        links: [],
      },
    };
  return { ...base, status: 'pass', message: version };
}

/** The newest version whose smallest Release number is not above this one. */
function versionOf(release: number): string | undefined {
  return ladder.filter((step) => release >= step.release).at(-1)?.version;
}

function install(version: string): Remedy {
  return {
    why: `The connector host and its agent need .NET Framework ${version}. A fresh Windows Server 2016 has 4.6.2 only.`,
    steps: [
      {
        text: 'Download the offline installer of .NET Framework 4.8 (ndp48-x86-x64-allos-enu.exe), which is new enough for the preview and for general availability, and run it as administrator',
        command: '.\\ndp48-x86-x64-allos-enu.exe /q /norestart',
        owner: 'server',
      },
      restartNow,
    ],
    links: ['https://dotnet.microsoft.com/download/dotnet-framework/net48'],
  };
}
