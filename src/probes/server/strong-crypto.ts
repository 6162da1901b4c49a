import type { JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import { dwordIn } from '../../platform/windows/registry-value.ts';
import type { RegistryKey, Restart, WindowsAnswer } from '../../platform/windows/types.ts';
import { framework } from '../../requirements/framework.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';
import { restartNow, startedAt, writtenSinceStart } from './restart.ts';
import { buildName, dwordText, versionKey, whenSet, whenUnset } from './settled.ts';

export interface StrongCryptoFacts extends WindowsFacts {
  /** The key that 64-bit programs read, and that of 32-bit ones. */
  readonly wide: WindowsAnswer<RegistryKey>;
  readonly narrow: WindowsAnswer<RegistryKey>;
  readonly version: WindowsAnswer<RegistryKey>;
  readonly restart: WindowsAnswer<Restart>;
}

const { key, value, on } = framework['TLS-02'].values;
const { keys, values: names } = framework['TLS-03'].values;
const narrowKey = keys.find((one) => one !== key) ?? key;

export const serverStrongCrypto = onWindows<StrongCryptoFacts>({
  id: 'server.strong-crypto',
  title: 'Strong cryptography in .NET',
  levels: levels('info', 'recommended'),
  requirements: ['TLS-02', 'TLS-03'],
  work: {
    async collect(context) {
      const windows = await windowsOf(context);
      const [wide, narrow, version, restart] = await Promise.all([
        windows.registry(key, names),
        windows.registry(narrowKey, names),
        windows.registry(versionKey, [buildName]),
        windows.restart(),
      ]);
      return { usable: true, wide, narrow, version, restart, ...refused({ 'cryptography of .NET': wide }) };
    },
    judge: judgeStrongCrypto,
  },
});

export function judgeStrongCrypto({ facts }: JudgeInput<Settings, StrongCryptoFacts>): Verdict {
  const expected = `${value} is ${on}`;
  const refusal = unanswered('the cryptography of .NET', facts.wide);
  if (refusal) return { ...refusal, expected };
  const evidence = [
    ...evidenceOf('64-bit', facts.wide),
    ...evidenceOf('32-bit', facts.narrow),
    ...startedAt(facts.restart),
  ];
  const base = { expected, evidence };
  const strong = dwordIn(facts.wide, value);
  if (strong === 0) return { ...base, status: 'warn', message: 'switched off', remedy: setIt(true) };
  if (strong !== undefined)
    return whenSet(base, 'on', writtenSinceStart(facts.wide, facts.restart), setIt(false));
  return whenUnset(base, facts.version, {
    since:
      '.NET Framework 4.6 and later choose strong cryptography by themselves (not confirmed by the documents of the agent, which ask for the value)',
    remedy: setIt(true),
  });
}

function evidenceOf(width: string, key: WindowsAnswer<RegistryKey>): { label: string; value: string }[] {
  return names.map((name) => ({
    label: `${name}, ${width}`,
    value: dwordText(key, name),
  }));
}

/** For 64-bit programs, and for 32-bit ones. */
export const strongCryptoSteps: readonly Step[] = keys.map((one) => ({
  text: `Let ${one === key ? '64-bit' : '32-bit'} .NET programs use strong cryptography`,
  command: `reg add "${one}" /v ${value} /t REG_DWORD /d ${on} /f`,
  owner: 'server',
}));

function setIt(set: boolean): Remedy {
  return {
    why: 'Without strong cryptography .NET programs such as the agent fall back to old protocols that Microsoft no longer accepts.',
    steps: [...(set ? strongCryptoSteps : []), restartNow],
    links: [],
  };
}
