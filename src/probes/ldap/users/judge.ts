import { grouped, plural } from '../../../base/phrases.ts';
import { isLost, problemText, resultCode } from '../../../clients/ldap/outcome.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import type { LdapInput } from '../define.ts';
import { lostVerdict } from '../lost.ts';
import type { Count, UsersFacts } from './facts.ts';

export function judgeUsers({ facts, scope: { target } }: LdapInput<UsersFacts>): Verdict {
  const expected = `${target.users ?? 'the container'} is there and can be read`;
  return { expected, ...verdictOn(facts, target), evidence: evidenceOf(facts) };
}

function evidenceOf({ container, classes, counted, children, sample }: UsersFacts): Evidence[] {
  const pages = counted?.paged ? ', page by page' : '';
  return evidence({
    Container: container,
    'Its classes': classes?.join(', '),
    Users: counted && `${amount(counted)}, counted in ${Math.round(counted.ms)} ms${pages}`,
    'Children by its own count': children?.toString(),
    'Attributes in use': sample?.join(', '),
    Referrals: counted === undefined || counted.referrals <= 0 ? undefined : String(counted.referrals),
  });
}

function amount({ number, more }: Count): string {
  return `${more ? 'more than ' : ''}${grouped(number)} ${number === 1 && !more ? 'user' : 'users'}`;
}

function verdictOn(facts: UsersFacts, target: LdapTarget): Verdict {
  const { lost, base, problem, counted } = facts;
  const where = target.users ?? 'the container';
  if (lost !== undefined) return lostVerdict(lost);
  if (base === 'refused') return noContainer(problem ?? { code: '', text: '' }, where);
  if (base === 'nothing' || counted === undefined) {
    return {
      status: 'unknown',
      message: 'the server shows nothing there',
      found: `${where}: success, and no entry`,
      remedy: fix(
        'This server hides what may not be read, and what is not there, in the same way. Either the container does not exist, or the account has no right to read it.',
        'Compare users in .ecmarc with the name of the container',
        by.directory(`Let the connector account read and search ${where} and all below it`),
      ),
    };
  }
  return (
    wrongContainer(facts) ?? limited(counted, where) ?? hidden(facts, counted, target) ?? plenty(counted)
  );
}

function noContainer(problem: Problem, where: string): Verdict {
  if (isLost(problem)) return lostVerdict(problem);
  const grant = by.directory(`Let the connector account read and search ${where} and all below it`);
  const correct = 'Correct users in .ecmarc';
  const fail = (message: string, ...parts: Parameters<typeof fix>): Verdict => ({
    status: 'fail',
    message,
    found: `${where}: ${problemText(problem)}`,
    remedy: fix(...parts),
  });
  switch (resultCode(problem)) {
    case 32:
      return fail(
        'no such container',
        'The directory does not have it, or does not show it to this account.',
        correct,
        by.directory(`Create ${where}: the connector makes no containers`),
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
        'Use the address of the server that holds the container',
      );
    default:
      return fail('the container cannot be read', 'The server refused to show it.', grant, correct);
  }
}

/** Classes of entries that are people, not places. */
const people = ['inetorgperson', 'person', 'organizationalperson', 'account', 'user'];

function wrongContainer({ classes = [], alias }: UsersFacts): Verdict | undefined {
  const isA = (name: string) => classes.some((one) => one.toLowerCase() === name);
  if (isA('alias') || isA('referral')) {
    const what = isA('alias') ? 'an alias' : 'a referral';
    return {
      status: 'fail',
      message: `that is ${what}, not a container`,
      found: alias === undefined ? `its class is ${classes.join(', ')}` : `it stands for ${alias}`,
      remedy: fix(
        `Nothing can be created below ${what}, and the connector does not follow it.`,
        alias === undefined
          ? 'In .ecmarc and in the connector, name the container itself: users'
          : {
              text: 'In .ecmarc and in the connector, name the container itself',
              command: `users: "${alias}"`,
            },
      ),
    };
  }
  const person = classes.find((name) => people.includes(name.toLowerCase()));
  if (person === undefined) return undefined;
  return {
    status: 'warn',
    message: 'that is a user, not a container',
    found: `its class is ${person}`,
    remedy: fix('Users are created below this entry.', 'In .ecmarc, name the container of the users: users'),
  };
}

function limited(counted: Count, where: string): Verdict | undefined {
  const { problem, pagingRefused } = counted;
  if (pagingRefused !== undefined && (problem === undefined || !isLost(problem))) {
    return {
      status: 'fail',
      message: 'paged searches are refused to this account',
      found: problemText(pagingRefused),
      remedy: fix(
        'The server offers pages, so the connector asks for them, and this account may not use them.',
        by.directory(
          'Allow paged results for the connector account (in OpenLDAP size.prtotal, not "disabled")',
        ),
      ),
    };
  }
  if (problem === undefined) return undefined;
  const code = resultCode(problem);
  if (code === undefined) return lostVerdict(problem);
  const found = `after ${amount({ ...counted, more: false })}: ${problemText(problem)}`;
  if (code === 3 || code === 4 || code === 11) {
    return {
      status: 'fail',
      message: `the server stops at ${grouped(counted.number)} entries`,
      found,
      remedy: fix(
        'A full import reads all users. The limit of the server ends it early for this account, even page by page.',
        by.directory('Raise the size and time limits for the connector account'),
      ),
    };
  }
  return {
    status: 'fail',
    message: 'the users cannot be searched',
    found,
    remedy: fix(
      'The container can be read, but a search below it is refused.',
      by.directory(`Let the connector account search ${where} and read all users in it`),
    ),
  };
}

/** There are children, and none of the class is shown: either of another class, or hidden. */
function hidden(
  { children, shown = 0, places = 0 }: UsersFacts,
  counted: Count,
  target: LdapTarget,
): Verdict | undefined {
  if (counted.number > 0 || children === undefined || children === 0) return undefined;
  const compare = 'Compare objectClass in .ecmarc with the class of the users there';
  // Containers alone: that is how a directory begins.
  if (shown >= children && places >= shown)
    return {
      status: 'pass',
      message: '0 users',
      found: `${plural(children, 'container', 'containers')} below it, and no user yet`,
    };
  if (shown >= children)
    return {
      status: 'warn',
      message: `0 users, ${plural(children, 'entry', 'entries')} of other classes`,
      found: `none of them is ${target.objectClass}`,
      remedy: fix(
        'That is as it should be where there are only containers below it, and no users yet.',
        compare,
      ),
    };
  return {
    status: 'unknown',
    message: `none of ${children} entries is shown as ${target.objectClass}`,
    found: 'the entries are of another class, or the account may not read them',
    remedy: fix(
      'This server leaves out what may not be read, without saying so.',
      compare,
      by.directory('Let the connector account read and search the users'),
    ),
  };
}

function plenty(counted: Count): Verdict {
  if (counted.referrals > 0) {
    return {
      status: 'warn',
      message: `${amount(counted)}, and some elsewhere`,
      found: plural(counted.referrals, 'referral to another server', 'referrals to other servers'),
      remedy: fix(
        'The connector does not follow referrals: users on other servers stay unknown to it.',
        'Make users a container whose entries this server holds itself',
      ),
    };
  }
  return { status: 'pass', message: amount(counted) };
}
