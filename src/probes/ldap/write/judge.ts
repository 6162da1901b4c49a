import { never } from '../../../base/never.ts';
import { isLost, problemText, resultCode } from '../../../clients/ldap/outcome.ts';
import type { Evidence, Step, Verdict } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { by, fix } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { pressR } from '../../common/steps.ts';
import type { LdapInput, LdapScope } from '../define.ts';
import { lostVerdict } from '../lost.ts';
import type { Leftover, WriteFacts, WriteStep } from './facts.ts';
import { deniedStep, stepTexts } from './steps.ts';

export function judgeWrite({ facts, scope }: LdapInput<WriteFacts>): Verdict {
  const expected = 'a test user can be created, changed and deleted';
  return { expected, ...verdictOn(facts, scope), evidence: evidenceOf(facts) };
}

function evidenceOf({ dn, steps = [], leftovers = [], disabled }: WriteFacts): Evidence[] {
  return [
    ...(dn === undefined ? [] : [{ label: 'Test user', value: dn }]),
    ...(disabled ? [{ label: 'Created', value: 'disabled, as AD LDS wants it without a password' }] : []),
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

function leftoverText({ end, problem }: Leftover): string {
  switch (end) {
    case 'deleted':
      return 'deleted now';
    case 'never-made':
      return 'was never made, or is gone already';
    case 'foreign':
      return 'does not bear our mark, so it was left alone';
    case 'stays':
      return `could not be deleted: ${problem === undefined ? '' : problemText(problem)}`;
    default:
      return never(end);
  }
}

function verdictOn(facts: WriteFacts, { connector, target }: LdapScope): Verdict {
  const { lost, noJournal, unfillable, steps = [], leftovers = [] } = facts;
  if (lost !== undefined) return lostVerdict(lost);
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
  if (stuck !== undefined) return remains(stuck.dn, 'an older test user could not be deleted', target);
  const deleted = leftovers.filter(({ end }) => end === 'deleted').length;
  if (facts.cleanUpOnly) {
    // Settled as far as it was asked for: off, the test itself is no lack.
    return {
      status: 'warn',
      message: deleted === 0 ? 'nothing was left to delete' : `deleted ${deleted} left by an older test`,
      found: 'the write test itself is off',
    };
  }
  if (facts.done) {
    const ms = steps.reduce((sum, step) => sum + step.ms, 0);
    return {
      status: 'pass',
      message: `created, changed and deleted, ${Math.round(ms)} ms`,
      ...(deleted > 0 ? { found: 'a test user that an older run had left was deleted first' } : {}),
    };
  }
  return failed(facts, steps, target);
}

function failed(facts: WriteFacts, steps: readonly WriteStep[], target: LdapTarget): Verdict {
  const denied = deniedStep(steps);
  const undeleted = steps.some(({ step, ok }) => step === 'delete' && !ok);
  if (facts.mayRemain && undeleted && facts.dn !== undefined) {
    return remains(facts.dn, 'the test user could not be deleted', target);
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
  if (isLost(problem) && ['CLOSED', 'NO_ANSWER'].includes(problem.code)) {
    const lost = lostVerdict(problem);
    return facts.mayRemain
      ? { ...lost, found: `${lost.found}; the test user may remain, and the next run deletes it` }
      : lost;
  }
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
    case 21:
      return {
        text: 'Compare objectClass and auxiliaryClasses in .ecmarc with how users are made in this directory',
      };
    case 64:
      return by.directory(`Let users be named below ${where} as they are elsewhere in this directory`);
    case 32:
      return by.directory(`Create ${where}, or correct users or writeContainer in .ecmarc`);
    case 19:
    case 53:
      return by.directory(
        'Look into the log of the directory: a rule of its own (a password policy, a unique value) refused the user',
      );
    default:
      return by.directory('Look into the log of the directory server');
  }
}

function grant(target: LdapTarget, right: string): Step {
  const where = target.writeContainer ?? target.users ?? 'the users container';
  return by.directory(`Grant ${target.bindDn ?? 'the connector account'} below ${where}: ${right}`);
}

function remains(dn: string, message: string, target: LdapTarget): Verdict {
  return {
    status: 'fail',
    message,
    found: `${dn} is still there`,
    remedy: fix(
      'The account could create the test user, but not delete it. The connector needs both.',
      grant(target, 'delete users'),
      by.directory('The next run deletes what the test left; or delete it by hand'),
      pressR,
    ),
  };
}
