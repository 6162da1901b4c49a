import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import { isLost, problemText, resultCode } from '../../../clients/ldap/outcome.ts';
import { idFor } from '../../../engine/facts.ts';
import type { Evidence, Step, Verdict } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { pressR } from '../../common/steps.ts';
import type { LdapInput, LdapScope } from '../define.ts';
import { lostVerdict } from '../lost.ts';
import { consumerEvidence, heldBack, traces } from './consumer-words.ts';
import { type Leftover, ldapWrite, type WriteFacts, type WriteStep } from './facts.ts';
import { deniedStep, stepTexts } from './steps.ts';

export function judgeWrite({ facts, scope }: LdapInput<WriteFacts>): Verdict {
  const expected = 'a test user can be created, changed and deleted';
  return { expected, ...verdictOn(facts, scope), evidence: evidenceOf(facts) };
}

function evidenceOf(facts: WriteFacts): Evidence[] {
  const { dn, steps = [], leftovers = [], disabled } = facts;
  return [
    ...consumerEvidence(facts),
    ...(dn === undefined ? [] : [{ label: 'Test user', value: dn }]),
    ...(disabled ? [{ label: 'Created', value: 'disabled' }] : []),
    ...(facts.untried === undefined
      ? []
      : [{ label: 'Mapped and not tried', value: facts.untried.join(', ') }]),
    ...steps.map((one) => ({ label: stepTexts[one.step], value: stepValue(one) })),
    ...leftovers.map((one) => ({
      label: `Left ${one.at.slice(0, 10)}`,
      value: `${one.dn}: ${leftoverText(one)}`,
    })),
  ];
}

function stepValue({ ok, ms, problem, repeats }: WriteStep): string {
  const gave = ok ? 'ok' : problem === undefined ? 'no' : problemText(problem);
  return `${gave} (${Math.round(ms)} ms${repeats === undefined ? '' : `, repeats: ${repeats}`})`;
}

function leftoverText({ end, problem, madeAt }: Leftover): string {
  switch (end) {
    case 'deleted':
      return 'deleted now';
    case 'never-made':
      return 'was never made, or is gone already';
    case 'foreign':
      return 'does not bear our mark, so it was left alone';
    case 'stays':
      return `could not be deleted: ${problem === undefined ? '' : problemText(problem)}`;
    case 'there':
      return 'is still there';
    case 'elsewhere':
      return `not at this address; it was made at ${madeAt ?? 'another one'}`;
    case 'not-asked':
      return 'may still be there: not looked for, without a connection';
    default:
      return never(end);
  }
}

function verdictOn(facts: WriteFacts, scope: LdapScope): Verdict {
  const { connector, target } = scope;
  const { lost, noJournal, unfillable, steps = [], leftovers = [] } = facts;
  const left = leftovers.find(({ end }) => !['deleted', 'never-made', 'foreign'].includes(end));
  if (lost !== undefined) {
    const verdict = lostVerdict(lost);
    return left === undefined ? verdict : { ...verdict, found: `${verdict.found}; ${leftText(left)}` };
  }
  const stuck = leftovers.find(({ end }) => end === 'stays');
  if (noJournal !== undefined) {
    return {
      status: 'unknown',
      message: 'not tried: no record can be kept',
      found: problemText(noJournal),
      remedy: fix(
        'Before it writes, the test notes what it will make, so that it can be cleaned up after a crash. The note could not be written.',
        'Make the state folder writable, or move it with ECMA_DOCTOR_STATE',
      ),
    };
  }
  if (unfillable !== undefined) {
    return {
      status: 'unknown',
      message: `no value for ${unfillable.join(', ')}`,
      found: 'the class demands attributes for which the doctor cannot make up a valid value',
      remedy: fix(
        'A test user must have all mandatory attributes.',
        by.directory('Have the owner of the directory confirm the rights'),
        addLines('Then answer in .ecmarc', `attest: { targetWritable: [${connector.name}] }`),
      ),
    };
  }
  if (facts.refused) return heldBack(facts);
  if (stuck !== undefined && !facts.cleanUpOnly)
    return remains(stuck.dn, 'an older test user could not be deleted', target, stuck.problem);
  const deleted = leftovers.filter(({ end }) => end === 'deleted').length;
  if (facts.cleanUpOnly) {
    if (left !== undefined) return leftBehind(left, scope, 'an older write test left a user');
    // Settled as far as it was asked for: off, the test itself is no lack.
    return {
      status: 'warn',
      message: deleted === 0 ? 'nothing was left to delete' : `deleted ${deleted} left by an older test`,
      found: 'the write test itself is off',
    };
  }
  if (facts.done && left !== undefined)
    return leftBehind(left, scope, 'created, changed and deleted; an older test left one');
  if (facts.done && (facts.references !== undefined || facts.actedOn !== undefined)) return traces(facts);
  if (facts.done) {
    const ms = steps.reduce((sum, step) => sum + step.ms, 0);
    const notes = [
      ...(deleted > 0 ? ['a test user that an older run had left was deleted first'] : []),
      ...(facts.untried === undefined ? [] : [`mapped and not tried: ${facts.untried.join(', ')}`]),
    ];
    return {
      status: 'pass',
      message: `created, changed and deleted, ${Math.round(ms)} ms`,
      ...defined({ found: notes.join('; ') || undefined }),
    };
  }
  return failed(facts, steps, scope);
}

function failed(facts: WriteFacts, steps: readonly WriteStep[], scope: LdapScope): Verdict {
  const { target } = scope;
  const denied = deniedStep(steps);
  const lost = steps.find(
    ({ problem }) =>
      problem !== undefined &&
      isLost(problem) &&
      problem.code !== 'NOT_SHOWN' &&
      problem.code !== 'STILL_THERE',
  );
  if (lost?.problem !== undefined) return lostInTheMiddle(lost.problem, facts, target);
  const undeleted = steps.find(({ step, ok }) => step === 'delete' && !ok);
  if (facts.mayRemain && undeleted !== undefined && facts.dn !== undefined) {
    return remains(facts.dn, 'the test user could not be deleted', target, undeleted.problem);
  }
  if (denied !== undefined) {
    return {
      status: 'fail',
      message: `may not ${denied.right}`,
      found: problemText(steps.find(({ step }) => step === denied.step)?.problem ?? { code: '', text: '' }),
      remedy: fix(
        'The server refused this step to the connector account.',
        grant(target, denied.right),
        pressR,
      ),
    };
  }
  const step = steps.find(({ ok }) => !ok);
  const problem = step?.problem ?? { code: '', text: 'the test ended early' };
  const otherwise = step && refusedOtherwise(step, scope);
  if (otherwise !== undefined) return otherwise;
  return {
    status: 'fail',
    message: `${step === undefined ? 'the test' : stepTexts[step.step].toLowerCase()}: ${shortProblem(problem)}`,
    found: problemText(problem),
    remedy: fix(
      'The server did not do what the connector will ask of it.',
      hint(resultCode(step?.problem), target),
      pressR,
    ),
  };
}

/** Not for want of rights (decisions: ldap.write): another server writes, or a rule of the directory refused a value that the doctor made up. */
function refusedOtherwise(refused: WriteStep, { connector }: LdapScope): Verdict | undefined {
  const { problem } = refused;
  if (problem === undefined) return undefined;
  switch (resultCode(problem)) {
    case 10: {
      const to = /ldaps?:\/\/[^\s/?]+/i.exec(problem.text)?.[0];
      return {
        status: 'fail',
        message: `a read-only copy${to === undefined ? '' : `; ${to} takes writes`}`,
        found: problemText(problem),
        remedy: fix(
          'This server refers writes to another one, and the connector does not follow.',
          to === undefined
            ? 'Write the address of the server that takes writes to url in .ecmarc'
            : {
                text: 'In .ecmarc and in the connector, use the server that takes writes',
                command: `url: ${to}`,
              },
        ),
      };
    }
    case 19:
    case 21: {
      const { step, attributes = [] } = refused;
      const of = attributes.length === 0 ? '' : `${attributes.join(', ')}: `;
      return {
        status: 'unknown',
        message: `${stepTexts[step].toLowerCase()}: ${shortProblem(problem)}`,
        found: `${of}${problemText(problem)}; the account was not refused, a value was that the doctor made up`,
        remedy: fix(
          'A rule of the directory (a password policy, a unique or checked value) refused what the connector will not send.',
          by.directory('Find the rule that refused it in the log of the directory'),
          'In .ecmarc, name the mapped attributes (attributes), or another container for the test (writeContainer)',
          addLines(
            'Or, when the owner of the directory confirms the rights, answer in .ecmarc',
            `attest: { targetWritable: [${connector.name}] }`,
          ),
          pressR,
        ),
      };
    }
    default:
      return undefined;
  }
}

function shortProblem(problem: Problem): string {
  const text = problemText(problem);
  return resultCode(problem) === undefined ? text : text.replace(/:.*$/s, '');
}

function hint(code: number | undefined, target: LdapTarget): Step {
  const where = target.writeContainer ?? target.users ?? 'the container';
  switch (code) {
    case 65:
    case 16:
    case 17:
      return {
        text: 'Compare objectClass and auxiliaryClasses in .ecmarc with how users are made in this directory',
      };
    case 32:
      return by.directory(`Create ${where}, or correct users or writeContainer in .ecmarc`);
    case 64:
      return by.directory(`Let users be named below ${where} as they are elsewhere in this directory`);
    case 53:
      return by.directory(
        'Look into the log of the directory: it may be read only, or a rule of its own (a password policy, a unique value) refused the user',
      );
    default:
      return by.directory('Look into the log of the directory server');
  }
}

function grant(target: LdapTarget, right: string): Step {
  const where = target.writeContainer ?? target.users ?? 'the users container';
  return by.directory(`Grant ${target.bindDn ?? 'the connector account'} below ${where}: ${right}`);
}

/** The connection ended in the test: nothing is known of rights. What was made is in the journal. */
function lostInTheMiddle(problem: Problem, facts: WriteFacts, target: LdapTarget): Verdict {
  const lost = lostVerdict(problem);
  if (!facts.mayRemain || facts.dn === undefined) return lost;
  const { why, steps } = lost.remedy ?? { why: '', steps: [] };
  return {
    ...lost,
    found: `${lost.found}; the test user ${facts.dn} may be there, and the next write test deletes it`,
    remedy: fix(why, ...steps, deleteByHand(facts.dn, target)),
  };
}

function remains(dn: string, message: string, target: LdapTarget, problem: Problem | undefined): Verdict {
  const denied = resultCode(problem) === 50;
  return {
    status: 'fail',
    message,
    found: `${dn} is still there${problem === undefined ? '' : `: ${problemText(problem)}`}`,
    remedy: fix(
      'The account could create the test user, but not delete it. The connector needs both.',
      denied || problem === undefined
        ? grant(target, 'delete users')
        : by.directory('Look into the log of the directory for why it refused the deletion'),
      by.directory('The next write test deletes what this one left, once it may'),
      deleteByHand(dn, target),
      pressR,
    ),
  };
}

function leftText(left: Leftover): string {
  return `${left.dn} of ${left.at.slice(0, 10)}: ${leftoverText(left)}`;
}

/** Something of an older run is not gone: told by every run until it is. */
function leftBehind(left: Leftover, { connector, target }: LdapScope, message: string): Verdict {
  const { dn, end, madeAt } = left;
  const again = `ecma-doctor --write-test --only "${idFor(ldapWrite, connector.name)}"`;
  return {
    status: 'warn',
    message: `${message}: ${dn}`,
    found: leftText(left),
    remedy: fix(
      'A write test that was cut could not delete its user. The doctor tells of it until it is gone.',
      ...(end === 'elsewhere'
        ? [
            {
              text: `Where ${madeAt ?? 'that address'} is the same directory, write that address to url once more and run the doctor: it looks there`,
            },
          ]
        : end === 'there'
          ? [{ text: 'Let the next write test delete it first', command: again }]
          : []),
      deleteByHand(dn, target, madeAt),
    ),
  };
}

/** For an administrator of the directory, with its own tool. */
function deleteByHand(dn: string, { url, startTls, bindDn }: LdapTarget, madeAt?: string): Step {
  const { protocol } = new URL(url);
  const at = madeAt === undefined ? url : `${protocol}//${madeAt}`;
  const account = bindDn === undefined ? '' : ` -D ${quoted(bindDn)}`;
  return by.directory(
    'Or delete it by hand, as an account that may (ldp.exe: Browse, Delete)',
    `ldapdelete -x -H ${at}${startTls ? ' -ZZ' : ''}${account} -W ${quoted(dn)}`,
  );
}

/** For cmd, PowerShell and sh alike as far as a name needs it: what sh would read in quotes is escaped. */
function quoted(text: string): string {
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}
