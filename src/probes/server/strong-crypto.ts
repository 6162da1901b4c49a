import type { Facts } from '../../engine/facts.ts';
import type { Remedy, Step } from '../../engine/probe.ts';
import { framework } from '../../requirements/framework.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened, opened } from '../common/windows-answers.ts';
import { type AnswersOf, registryKey, type ValueType, valueText } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';
import { restartNow, startedAt, writtenSinceStart } from './restart.ts';
import { switchAside, switchText, whenSet, whenUnset } from './switch-verdicts.ts';

const { key, value, on } = framework['TLS-02'].values;
const { keys, values: names } = framework['TLS-03'].values;

const values: Readonly<Record<string, Extract<ValueType, 'number'>>> = Object.fromEntries(
  names.map((name) => [name, 'number']),
);
/** The key that 64-bit programs read decides; that of 32-bit ones is shown. */
const asked = { wide: registryKey('the cryptography of .NET', key, values) };
const shown = {
  ...asked,
  narrow: registryKey(
    'the cryptography of 32-bit .NET programs',
    keys.find((one) => one !== key) ?? key,
    values,
  ),
};

export type StrongCryptoFacts = Facts & AnswersOf<typeof shown & typeof switchAside>;

export const serverStrongCrypto = factsToken<StrongCryptoFacts>('server', 'strong-crypto');

export const serverStrongCryptoProbe = defineWindowsProbe(serverStrongCrypto, {
  title: 'Strong cryptography in .NET',
  levels: levels('info', 'recommended'),
  requirements: ['TLS-02', 'TLS-03'],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), { ...shown, ...switchAside })) };
  },
  judge({ facts }) {
    const valuesOf = (width: 'wide' | 'narrow', label: string) =>
      names.map((name) => ({
        label: `${name}, ${label}`,
        value: valueText(shown[width], facts[width], name, 'not set', switchText),
      }));
    const base = {
      expected: `${value} is ${on}`,
      evidence: [...valuesOf('wide', '64-bit'), ...valuesOf('narrow', '32-bit'), ...startedAt(facts.restart)],
    };
    return judgeOpened(asked, facts, base, ({ wide: { [value]: strong } }) => {
      if (strong === 0) return { ...base, status: 'warn', message: 'switched off', remedy: setIt(true) };
      const rest = opened(switchAside, facts);
      if (!rest.ok) return { ...base, ...rest.verdict };
      const { version, restart } = rest.values;
      if (strong !== undefined)
        return whenSet(base, 'on', writtenSinceStart(facts.wide, restart), setIt(false));
      const since =
        '.NET Framework 4.6 and later choose strong cryptography by themselves (not confirmed by the documents of the agent, which ask for the value)';
      return whenUnset(base, version.CurrentBuildNumber, { since, remedy: setIt(true) });
    });
  },
});

/** For 64-bit programs, and for 32-bit ones. */
export const strongCryptoSteps: readonly Step[] = keys.map((one) =>
  by.server(
    `Let ${one === key ? '64-bit' : '32-bit'} .NET programs use strong cryptography`,
    `reg add "${one}" /v ${value} /t REG_DWORD /d ${on} /f`,
  ),
);

function setIt(set: boolean): Remedy {
  return fix(
    'Without strong cryptography .NET programs such as the agent fall back to old protocols that Microsoft no longer accepts.',
    ...(set ? strongCryptoSteps : []),
    restartNow,
  );
}
