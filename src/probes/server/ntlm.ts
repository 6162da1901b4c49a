import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { dwordIn } from '../../platform/windows/registry-value.ts';
import type { RegistryKey, WindowsAnswer } from '../../platform/windows/types.ts';
import { operatingSystem } from '../../requirements/operating-system.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';

/** `sql.login` may read `denied` from these facts through `outgoingNtlm`. */
export interface NtlmFacts extends WindowsFacts {
  readonly policy: WindowsAnswer<RegistryKey>;
}

const { key, value, allowed, audited, denied } = operatingSystem['OS-08'].values;

export const serverNtlm = onWindows<NtlmFacts>({
  id: 'server.ntlm',
  title: 'Outgoing NTLM',
  levels: levels('info', 'info'),
  requirements: ['OS-08'],
  work: {
    async collect(context) {
      const policy = await (await windowsOf(context)).registry(key, [value]);
      return { usable: true, policy, ...refused({ 'the policy for outgoing NTLM': policy }) };
    },
    judge: judgeNtlm,
  },
});

export type OutgoingNtlm = 'allowed' | 'audited' | 'denied' | 'unknown';

/** What the policy says; nothing set is allowed. */
export function outgoingNtlm(facts: NtlmFacts): OutgoingNtlm {
  if (facts.policy.state === 'denied' || facts.policy.state === 'failed') return 'unknown';
  switch (dwordIn(facts.policy, value) ?? allowed) {
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

export function judgeNtlm({ facts, settings }: JudgeInput<Settings, NtlmFacts>): Verdict {
  const expected = 'denied, unless a Windows login to SQL Server needs it';
  const refusal = unanswered('the policy for outgoing NTLM', facts.policy);
  if (refusal) return { ...refusal, expected };
  const set = dwordIn(facts.policy, value);
  const base = { expected, evidence: [{ label: value, value: String(set ?? 'not set') }] };
  const ntlm = outgoingNtlm(facts);
  const needing = settings.connectors.filter(
    ({ target }) => target !== undefined && 'sql' in target && target.sql.authentication === 'ntlm',
  );
  const names = needing.map(({ name }) => name).join(', ');
  if (ntlm === 'unknown') return { ...base, status: 'unknown', message: `policy has the value ${set}` };
  if (ntlm === 'denied' && needing.length > 0)
    return {
      ...base,
      status: 'warn',
      message: `denied, but ${names} ${needing.length === 1 ? 'logs' : 'log'} in with it`,
      found: 'a Windows login to SQL Server without Kerberos needs outgoing NTLM',
      remedy: settle(names),
    };
  if (ntlm === 'denied') return { ...base, status: 'pass', message: 'denied' };
  const because = needing.length > 0 ? `, and ${names} ${needing.length === 1 ? 'needs' : 'need'} it` : '';
  return {
    ...base,
    status: 'pass',
    message: ntlm === 'audited' ? 'allowed and logged' : 'allowed',
    found: `outgoing NTLM is allowed${because}; the documents of the agent advise to deny it where nothing needs it`,
  };
}

function settle(names: string): Remedy {
  return {
    why: 'Microsoft advises to deny outgoing NTLM on this server, and a Windows login to SQL Server may need it.',
    steps: [
      { text: `Use a SQL Server login for ${names}, or make Kerberos work for it`, owner: 'database' },
      {
        text: 'Or name the database server in the policy "Network security: Restrict NTLM: Add remote server exceptions for NTLM authentication"',
        owner: 'server',
      },
    ],
    links: [],
  };
}
