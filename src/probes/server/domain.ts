import { never } from '../../base/never.ts';
import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import type { Join, WindowsAnswer } from '../../platform/windows/types.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { onWindows, refused, unanswered, type WindowsFacts, windowsOf } from '../common/windows.ts';

export interface DomainFacts extends WindowsFacts {
  readonly join: WindowsAnswer<Join>;
}

export const serverDomain = onWindows<DomainFacts>({
  id: 'server.domain',
  title: 'Member of a domain',
  levels: levels('info', 'info'),
  requirements: ['OS-04'],
  work: {
    async collect(context) {
      const join = await (await windowsOf(context)).join();
      return { usable: true, join, ...refused({ 'membership of a domain': join }) };
    },
    judge: judgeDomain,
  },
});

export function judgeDomain({ facts }: JudgeInput<Settings, DomainFacts>): Verdict {
  const expected = 'a domain member, or stand-alone on purpose';
  const refusal = unanswered('membership of a domain', facts.join);
  if (refusal) return { ...refusal, expected };
  if (facts.join.state !== 'seen') return { status: 'unknown', message: 'not said', expected };
  const { kind, name } = facts.join.value;
  const evidence = [{ label: kind === 'domain' ? 'Domain' : 'Workgroup', value: name || 'none' }];
  switch (kind) {
    case 'domain':
      return { status: 'pass', message: `member of ${name}`, expected, evidence };
    case 'workgroup':
    case 'none':
      return {
        status: 'pass',
        message: 'stand-alone',
        expected,
        evidence,
        found:
          'not in a domain: the connector host works so too; a Windows login to SQL Server on this machine is then HOST\\account',
      };
    case 'unknown':
      return { status: 'unknown', message: 'Windows does not know', expected, evidence };
    default:
      return never(kind);
  }
}
