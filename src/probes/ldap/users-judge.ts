import type { Evidence, JudgeInput, Verdict } from '../../engine/probe.ts';
import { plural } from '../../engine/words.ts';
import type { Problem } from '../../platform/types.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { lostVerdict } from './lost.ts';
import { isLost, problemText, resultCode } from './outcome.ts';
import type { Count, UsersFacts } from './users/facts.ts';

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

export function judgeUsers({ facts }: JudgeInput<Settings, UsersFacts>, target: LdapTarget): Verdict {
  const expected = `${target.users ?? 'the container'} is there and can be read`;
  return { expected, ...find(facts, target), evidence: evidenceOf(facts) };
}

function evidenceOf({ container, classes, counted, children, sample }: UsersFacts): Evidence[] {
  const text = (label: string, value: string | undefined): Evidence[] =>
    value === undefined ? [] : [{ label, value }];
  return [
    ...text('Container', container),
    ...text('Its classes', classes?.join(', ')),
    ...text(
      'Users',
      counted &&
        `${amount(counted)}, counted in ${Math.round(counted.ms)} ms${counted.paged ? ', page by page' : ''}`,
    ),
    ...text('Children by its own count', children === undefined ? undefined : String(children)),
    ...text('Attributes in use', sample?.join(', ')),
    ...text(
      'Referrals',
      counted !== undefined && counted.referrals > 0 ? String(counted.referrals) : undefined,
    ),
  ];
}

function amount({ number, more }: Count): string {
  return `${more ? 'more than ' : ''}${number.toLocaleString('en-US')} ${number === 1 && !more ? 'user' : 'users'}`;
}

function find(facts: UsersFacts, target: LdapTarget): Finding {
  const { lost, base, problem, counted } = facts;
  if (lost !== undefined) return lostVerdict(lost);
  if (base === 'refused') return noContainer(problem ?? { code: '', text: '' }, target);
  if (base === 'nothing' || counted === undefined) {
    return {
      status: 'unknown',
      message: 'the server shows nothing there',
      found: `${target.users ?? 'the container'}: success, and no entry`,
      remedy: {
        why: 'This server hides what may not be read, and what is not there, in the same way. Either the container does not exist, or the account has no right to read it.',
        steps: [
          { text: 'Compare users in .ecmarc with the name of the container' },
          {
            text: `Let the connector account read and search ${target.users ?? 'the container'} and all below it`,
            owner: 'directory',
          },
        ],
        links: [],
      },
    };
  }
  return (
    wrongContainer(facts) ?? limited(counted, target) ?? hidden(facts, counted, target) ?? plenty(counted)
  );
}

function noContainer(problem: Problem, target: LdapTarget): Finding {
  const code = resultCode(problem);
  if (code === undefined && isLost(problem)) return lostVerdict(problem);
  const where = target.users ?? 'the container';
  const create = { text: `Create ${where}: the connector makes no containers`, owner: 'directory' as const };
  const grant = {
    text: `Let the connector account read and search ${where} and all below it`,
    owner: 'directory' as const,
  };
  const correct = { text: 'Correct users in .ecmarc' };
  const fail = (
    message: string,
    why: string,
    ...steps: NonNullable<Finding['remedy']>['steps'][number][]
  ): Finding => ({
    status: 'fail',
    message,
    found: `${where}: ${problemText(problem)}`,
    remedy: { why, steps, links: [] },
  });
  switch (code) {
    case 32:
      return fail(
        'no such container',
        'The directory does not have it, or does not show it to this account.',
        correct,
        create,
        grant,
      );
    case 34:
      return fail('users is not a DN', 'The server cannot read that name.', correct);
    case 50:
      return fail(
        'the account may not read it',
        'The container is there, but the account has no right to it.',
        grant,
      );
    case 10:
      return fail(
        'another server has it',
        'The server refers to another one, and the connector does not follow referrals.',
        {
          text: 'Use the address of the server that holds the container',
        },
      );
    default:
      return fail('the container cannot be read', 'The server refused to show it.', grant, correct);
  }
}

/** Classes of entries that are people, not places. */
const leaves = ['inetorgperson', 'person', 'organizationalperson', 'account', 'user'];

function wrongContainer({ classes = [] }: UsersFacts): Finding | undefined {
  const leaf = classes.find((name) => leaves.includes(name.toLowerCase()));
  if (leaf === undefined) return undefined;
  return {
    status: 'warn',
    message: 'that is a user, not a container',
    found: `its class is ${leaf}`,
    remedy: {
      why: 'Users are created below this entry.',
      steps: [{ text: 'In .ecmarc, name the container of the users: users' }],
      links: [],
    },
  };
}

function limited(counted: Count, target: LdapTarget): Finding | undefined {
  const { problem } = counted;
  if (problem === undefined) return undefined;
  const code = resultCode(problem);
  if (code === undefined) return lostVerdict(problem);
  const seen = `after ${amount({ ...counted, more: false })}: ${problemText(problem)}`;
  if (code === 3 || code === 4 || code === 11) {
    return {
      status: 'fail',
      message: `the server stops at ${counted.number.toLocaleString('en-US')} entries`,
      found: seen,
      remedy: {
        why: 'A full import reads all users. The limit of the server ends it early for this account, even page by page.',
        steps: [{ text: 'Raise the size and time limits for the connector account', owner: 'directory' }],
        links: [],
      },
    };
  }
  return {
    status: 'fail',
    message: 'the users cannot be searched',
    found: seen,
    remedy: {
      why: 'The container can be read, but a search below it is refused.',
      steps: [
        {
          text: `Let the connector account search ${target.users ?? 'the container'} and read all users in it`,
          owner: 'directory',
        },
      ],
      links: [],
    },
  };
}

/** There are children, and none of the class is shown: either of another class, or hidden. */
function hidden(
  { children, shown = 0 }: UsersFacts,
  counted: Count,
  target: LdapTarget,
): Finding | undefined {
  if (counted.number > 0 || children === undefined || children === 0) return undefined;
  const compare = { text: 'Compare objectClass in .ecmarc with the class of the users there' };
  if (shown >= children)
    return {
      status: 'warn',
      message: `0 users, ${plural(children, 'entry', 'entries')} of other classes`,
      found: `none of them is ${target.objectClass}`,
      remedy: {
        why: 'That is as it should be where there are only containers below it, and no users yet.',
        steps: [compare],
        links: [],
      },
    };
  return {
    status: 'unknown',
    message: `none of ${children} entries is shown as ${target.objectClass}`,
    found: 'the entries are of another class, or the account may not read them',
    remedy: {
      why: 'This server leaves out what may not be read, without saying so.',
      steps: [compare, { text: 'Let the connector account read and search the users', owner: 'directory' }],
      links: [],
    },
  };
}

function plenty(counted: Count): Finding {
  if (counted.referrals > 0) {
    return {
      status: 'warn',
      message: `${amount(counted)}, and some elsewhere`,
      found: `${counted.referrals} referrals to other servers`,
      remedy: {
        why: 'The connector does not follow referrals: users on other servers stay unknown to it.',
        steps: [{ text: 'Make users a container whose entries this server holds itself' }],
        links: [],
      },
    };
  }
  return { status: 'pass', message: amount(counted) };
}
