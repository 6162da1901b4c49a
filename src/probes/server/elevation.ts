import type { Facts } from '../../engine/facts.ts';
import { seen } from '../../platform/windows/answer.ts';
import type { Identity } from '../../platform/windows/types.ts';
import { levels } from '../../requirements/requirement.ts';
import { fix } from '../common/fix.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, elevate, judgeOpened } from '../common/windows-answers.ts';
import { type AnswersOf, question } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';

const asked = {
  identity: question('who runs the doctor', async (windows) => {
    const answer = await windows.identity();
    if (answer.state !== 'seen') return answer;
    // The groups stay out: who is in which group is nobody's business in a report.
    const { user, elevated, administrators } = answer.value;
    return seen({ user, elevated, administrators });
  }),
};

export type ElevationFacts = Facts & AnswersOf<typeof asked>;

export const serverElevation = factsToken<ElevationFacts>('server', 'elevation');

export const serverElevationProbe = defineWindowsProbe(serverElevation, {
  title: 'Run as administrator',
  levels: levels('info', 'info'),
  requirements: ['HOST-19'],
  uses: (all) =>
    all
      .filter(({ token, notSeen }) => notSeen !== undefined && token !== serverElevation)
      .map(({ token }) => token),
  async collect(context) {
    const answers = await askAll(await windowsOf(context), asked);
    return { usable: answers.identity.state === 'seen', ...answers };
  },
  judge({ facts, uses, scope }) {
    const expected = 'a local administrator, elevated';
    return judgeOpened(asked, facts, { expected }, ({ identity }) => {
      if (identity === undefined) return { status: 'unknown', message: 'not said', expected };
      const { user, elevated, administrators } = identity;
      const hidden = scope.all.flatMap(({ notSeen }) => notSeen?.(uses, scope) ?? []);
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
      const not = hidden.length === 0 ? 'nothing was refused so far' : `not seen: ${hidden.join(', ')}`;
      if (administrators === 'absent')
        return {
          ...base,
          status: 'warn',
          message: 'not an administrator',
          found: `this account cannot install the agent; ${not}`,
          remedy: fix(
            'The agent is installed by a local administrator, who also sees more than this account.',
            elevate,
          ),
        };
      return {
        ...base,
        status: 'warn',
        message: 'administrator, not elevated',
        found: not,
        remedy: fix('Without elevation Windows hides some settings, so their rows stay open.', elevate),
      };
    });
  },
});

const membership: Readonly<Record<Identity['administrators'], string>> = {
  enabled: 'member',
  'deny-only': 'member, switched off until elevated',
  absent: 'not a member',
};
