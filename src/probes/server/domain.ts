import { never } from '../../base/never.ts';
import type { Facts } from '../../engine/facts.ts';
import { levels } from '../../requirements/requirement.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { askAll, judgeOpened } from '../common/windows-answers.ts';
import { type AnswersOf, question } from '../common/windows-questions.ts';
import { factsToken } from '../token.ts';

const asked = { join: question('membership of a domain', (windows) => windows.join()) };

export type DomainFacts = Facts & AnswersOf<typeof asked>;

export const serverDomain = factsToken<DomainFacts>('server', 'domain');

export const serverDomainProbe = defineWindowsProbe(serverDomain, {
  title: 'Member of a domain',
  levels: levels('info', 'info'),
  requirements: ['OS-04'],
  async collect(context) {
    return { usable: true, ...(await askAll(await windowsOf(context), asked)) };
  },
  judge({ facts }) {
    const expected = 'a domain member, or stand-alone on purpose';
    return judgeOpened(asked, facts, { expected }, ({ join }) => {
      if (join === undefined) return { status: 'unknown', message: 'not said', expected };
      const { kind, name } = join;
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
    });
  },
});
