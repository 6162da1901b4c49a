import { defined } from '../../base/defined.ts';
import type { Facts } from '../../engine/facts.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix, see } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened, opened } from '../common/windows-answers.ts';
import { type AnswersOf, registryKey, valueText } from '../common/windows-questions.ts';
import { hostInstalled } from '../host/installed/facts.ts';
import { factsToken } from '../token.ts';

const { agent, before, error, installKey, displayKey, languages } = requirement('HOST-26').values;

const asked = {
  setUp: registryKey('the language of Windows', installKey, { InstallLanguage: 'text' }),
  display: registryKey('the display language of this user', displayKey, { PreferredUILanguages: 'list' }),
};

export type LanguageFacts = Facts & AnswersOf<typeof asked>;

export const serverLanguage = factsToken<LanguageFacts>('server', 'language');

/** Localised Windows and the agent's setup (decisions: server.language). */
export const serverLanguageProbe = defineWindowsProbe(serverLanguage, {
  title: 'Language fits the agent',
  levels: levels('recommended', 'recommended'),
  requirements: ['HOST-26'],
  uses: [hostInstalled],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), asked)) };
  },
  judge({ facts, uses }) {
    const base = {
      expected: 'English, as long as the agent is not installed',
      evidence: [
        { label: 'Windows was set up in', value: valueText(asked.setUp, facts.setUp, 'InstallLanguage') },
        {
          label: 'Shown to this user',
          value: valueText(asked.display, facts.display, 'PreferredUILanguages', 'as Windows was set up'),
        },
      ],
    };
    return judgeOpened(asked, facts, base, ({ setUp, display }) => {
      const identifier = setUp.InstallLanguage;
      const shown = display.PreferredUILanguages?.[0];
      if (identifier === undefined || !/^[0-9a-f]{4}$/i.test(identifier))
        return {
          ...base,
          status: 'unknown',
          message: 'language not said',
          ...defined({ found: identifier && `${identifier} is no language identifier` }),
        };
      const foreign = foreignIn(identifier, shown);
      if (foreign === undefined) return { ...base, status: 'pass', message: 'English' };
      if (uses.of(hostInstalled)?.installed === true)
        return {
          ...base,
          status: 'pass',
          message: `${foreign}; the agent is installed`,
          found: `an update to agent ${agent} may still fail on it (${error})`,
        };
      return {
        ...base,
        status: 'warn',
        message: foreign,
        found: `agent ${agent} may fail to install on it: ${error}, and setup takes everything back`,
        remedy,
      };
    });
  },
});

/** In words, which language this Windows has, where that is not English; undefined too where it did not say. */
export function foreignLanguage(facts: LanguageFacts): string | undefined {
  const answers = opened(asked, facts);
  const identifier = answers.ok ? answers.values.setUp.InstallLanguage : undefined;
  if (!answers.ok || identifier === undefined || !/^[0-9a-f]{4}$/i.test(identifier)) return undefined;
  return foreignIn(identifier, answers.values.display.PreferredUILanguages?.[0]);
}

function foreignIn(identifier: string, shown: string | undefined): string | undefined {
  if (!isEnglish(identifier)) return `set up in ${nameOf(identifier)}`;
  return shown !== undefined && !/^en\b/i.test(shown) ? `shown in ${shown}` : undefined;
}

const remedy = fix(
  'A known fault of the newest agent on a localised Windows Server: Microsoft names Polish, German and Dutch, and does not say that these are all. It names no way round.',
  by.server('See the languages of this Windows', 'DISM.exe /Online /Get-Intl'),
  by.server(
    `Where setup fails, ask Microsoft support what to take: agent ${before}, or English as the display language by a language pack`,
  ),
  see(
    'https://learn.microsoft.com/entra/identity/app-provisioning/provisioning-agent-release-version-history',
  ),
);

/** The primary language is the lower ten bits of an identifier; 9 is English, whatever the country. */
function isEnglish(identifier: string): boolean {
  return (Number.parseInt(identifier, 16) & 0x3ff) === 0x09;
}

const names: Readonly<Record<string, string>> = languages;

function nameOf(identifier: string): string {
  return names[identifier.toUpperCase()] ?? `language ${identifier.toUpperCase()}`;
}
