import type { Facts, FactsReader } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import type { Identity, WindowsAnswer } from '../../platform/windows/types.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';

export interface ElevationFacts extends WindowsFacts {
  readonly identity: WindowsAnswer<Omit<Identity, 'groups'>>;
}

/** Probes whose facts may tell what they were refused (`notSeen`). */
const others = [
  'server.edition',
  'server.dotnet',
  'server.tls12',
  'server.strong-crypto',
  'server.powershell-policy',
  'server.credential-manager',
  'server.ntlm',
  'server.domain',
  'network.proxy',
  'host.installed',
  'host.agent-version',
  'host.services',
  'host.port',
  'host.certificate',
  'host.settings',
  'host.debug-off',
  'host.logon-right',
  'host.cache-rights',
  'host.events',
] as const;

export const serverElevation = onWindows<ElevationFacts>({
  id: 'server.elevation',
  title: 'Run as administrator',
  levels: levels('info', 'info'),
  requirements: ['HOST-19'],
  uses: others,
  work: {
    async collect(context) {
      const answer = await (await windowsOf(context)).identity();
      if (answer.state !== 'seen') return { usable: false, identity: answer };
      // The groups stay out: who is in which group is nobody's business in a report.
      const { user, elevated, administrators } = answer.value;
      return { usable: true, identity: { state: 'seen', value: { user, elevated, administrators } } };
    },
    judge: judgeElevation,
  },
});

export function judgeElevation({ facts, uses }: JudgeInput<Settings, ElevationFacts>): Verdict {
  const expected = 'a local administrator, elevated';
  const refusal = unanswered('who runs the doctor', facts.identity);
  if (refusal) return { ...refusal, expected };
  if (facts.identity.state !== 'seen') return { status: 'unknown', message: 'not said', expected };
  const { user, elevated, administrators } = facts.identity.value;
  const hidden = others.flatMap((id) => refusals(id, uses));
  const evidence = [
    { label: 'Account', value: user },
    { label: 'Administrators', value: membership[administrators] },
    { label: 'Elevated', value: elevated ? 'yes' : 'no' },
    ...hidden.map((what) => ({ label: 'Not seen', value: what })),
  ];
  const base = { expected, evidence };
  if (administrators === 'enabled' && elevated)
    return {
      ...base,
      status: 'pass',
      message: hidden.length === 0 ? 'administrator, elevated' : `elevated, but ${hidden.length} refused`,
    };
  const seen = hidden.length === 0 ? 'nothing was refused so far' : `not seen: ${hidden.join(', ')}`;
  if (administrators === 'absent')
    return {
      ...base,
      status: 'warn',
      message: 'not an administrator',
      found: `this account cannot install the agent; ${seen}`,
      remedy: {
        ...again,
        why: 'The agent is installed by a local administrator, who also sees more than this account.',
      },
    };
  return { ...base, status: 'warn', message: 'administrator, not elevated', found: seen, remedy: again };
}

const membership: Readonly<Record<Identity['administrators'], string>> = {
  enabled: 'member',
  'deny-only': 'member, switched off until elevated',
  absent: 'not a member',
};

function refusals(id: string, uses: FactsReader): readonly string[] {
  const facts: Facts | undefined = uses(id);
  const listed = facts?.notSeen;
  return Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [];
}

const again: Remedy = {
  why: 'Without elevation Windows hides some settings, so their rows stay open.',
  steps: [
    {
      text: 'Start the doctor in a console that was opened with "Run as administrator"',
      command: 'powershell -Command "Start-Process cmd -Verb RunAs"',
      owner: 'server',
    },
  ],
  links: [],
};
