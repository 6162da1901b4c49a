import type { Facts } from '../../engine/facts.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import { by, fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened, opened } from '../common/windows-answers.ts';
import { type AnswersOf, registryKey, valueText } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';

const { key, value: name, allowed, audited, denied } = operatingSystem['OS-08'].values;

const asked = { policy: registryKey('the policy for outgoing NTLM', key, { [name]: 'number' }) };

export type NtlmFacts = Facts & AnswersOf<typeof asked>;

export const serverNtlm = factsToken<NtlmFacts>('server', 'ntlm');

export const serverNtlmProbe = defineWindowsProbe(serverNtlm, {
  title: 'Outgoing NTLM',
  levels: levels('info', 'info'),
  requirements: ['OS-08'],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), asked)) };
  },
  judge({ facts, settings }) {
    const base = {
      expected: 'denied, unless a Windows login to SQL Server needs it',
      evidence: [{ label: name, value: valueText(asked.policy, facts.policy, name) }],
    };
    const needing = settings.connectors.filter(
      ({ target }) => target !== undefined && 'sql' in target && target.sql.authentication === 'ntlm',
    );
    const names = needing.map((connector) => connector.name).join(', ');
    const one = needing.length === 1;
    return judgeOpened(asked, facts, base, ({ policy }) => {
      const set = meaningOf(policy[name]);
      if (set === 'unknown')
        return { ...base, status: 'unknown', message: `policy has the value ${policy[name]}` };
      if (set === 'denied' && needing.length > 0)
        return {
          ...base,
          status: 'warn',
          message: `denied, but ${names} ${one ? 'logs' : 'log'} in with it`,
          found: 'a Windows login to SQL Server without Kerberos needs outgoing NTLM',
          remedy: settle(names),
        };
      if (set === 'denied') return { ...base, status: 'pass', message: 'denied' };
      const because = needing.length > 0 ? `, and ${names} ${one ? 'needs' : 'need'} it` : '';
      return {
        ...base,
        status: 'pass',
        message: set === 'audited' ? 'allowed and logged' : 'allowed',
        found: `outgoing NTLM is allowed${because}; the documents of the agent advise to deny it where nothing needs it`,
      };
    });
  },
});

export type OutgoingNtlm = 'allowed' | 'audited' | 'denied' | 'unknown';

/** What the policy says, for other rows. */
export function outgoingNtlm(facts: Pick<NtlmFacts, 'policy'>): OutgoingNtlm {
  const answers = opened(asked, facts);
  return answers.ok ? meaningOf(answers.values.policy[name]) : 'unknown';
}

/** Nothing set is allowed. */
function meaningOf(set: number | undefined): OutgoingNtlm {
  switch (set) {
    case undefined:
    case allowed:
      return 'allowed';
    case audited:
      return 'audited';
    case denied:
      return 'denied';
    default:
      return 'unknown';
  }
}

const settle = (names: string) =>
  fix(
    'Microsoft advises to deny outgoing NTLM on this server, and a Windows login to SQL Server may need it.',
    by.database(`Use a SQL Server login for ${names}, or make Kerberos work for it`),
    by.server(
      'Or name the database server in the policy "Network security: Restrict NTLM: Add remote server exceptions for NTLM authentication"',
    ),
  );
