import type { Evidence, JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { addLines } from '../common/not-run.ts';
import { pressR } from '../common/steps.ts';
import type { Scope } from '../describe.ts';
import type { Leftover } from './leftovers.ts';
import { lostVerdict } from './lost.ts';
import { isLost, problemText, resultCode } from './outcome.ts';
import type { WriteFacts } from './write/facts.ts';
import { deniedStep, stepTexts, type WriteStep } from './write-steps.ts';

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

export function judgeWrite(
  { facts }: JudgeInput<Settings, WriteFacts>,
  scope: Scope,
  target: LdapTarget,
): Verdict {
  const expected = 'a test user can be created, changed and deleted';
  return { expected, ...find(facts, scope, target), evidence: evidenceOf(facts) };
}

function evidenceOf({ dn, steps = [], leftovers = [], disabled }: WriteFacts): Evidence[] {
  return [
    ...(dn === undefined ? [] : [{ label: 'Test user', value: dn }]),
    ...(disabled ? [{ label: 'Created', value: 'disabled, as AD LDS wants it without a password' }] : []),
    ...steps.map(({ step, ok, ms, problem, repeats }) => ({
      label: stepTexts[step],
      value: `${ok ? 'ok' : problem === undefined ? 'no' : problemText(problem)} (${Math.round(ms)} ms${repeats === undefined ? '' : `, repeats: ${repeats}`})`,
    })),
    ...leftovers.map((one) => ({
      label: `Left ${one.at.slice(0, 10)}`,
      value: `${one.dn}: ${leftoverText(one)}`,
    })),
  ];
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
  }
}

function find(facts: WriteFacts, scope: Scope, target: LdapTarget): Finding {
  const { lost, noJournal, unfillable, steps = [], leftovers = [] } = facts;
  if (lost !== undefined) return lostVerdict(lost);
  const stuck = leftovers.find(({ end }) => end === 'stays');
  if (noJournal !== undefined) {
    return {
      status: 'unknown',
      message: 'not tried: no record can be kept',
      found: problemText(noJournal),
      remedy: {
        why: 'Before it writes, the test notes what it will make, so that it can be cleaned up after a crash. The note could not be written.',
        steps: [{ text: 'Make the state folder writable, or move it with ECMA_DOCTOR_STATE' }],
        links: [],
      },
    };
  }
  if (unfillable !== undefined) {
    return {
      status: 'unknown',
      message: `no value for ${unfillable.join(', ')}`,
      found: 'the class demands attributes for which the doctor cannot make up a valid value',
      remedy: {
        why: 'A test user must have all mandatory attributes.',
        steps: [
          { text: 'Have the owner of the directory confirm the rights', owner: 'directory' },
          ...(scope.connector === undefined
            ? []
            : [addLines('Then answer in .ecmarc', `attest: { targetWritable: [${scope.connector.name}] }`)]),
        ],
        links: [],
      },
    };
  }
  if (stuck !== undefined) return remains(stuck.dn, 'an older test user could not be deleted', target);
  if (facts.cleanUpOnly) {
    const gone = leftovers.filter(({ end }) => end === 'deleted').length;
    // Settled as far as it was asked for: off, the test itself is no lack.
    return {
      status: 'warn',
      message: gone === 0 ? 'nothing was left to delete' : `deleted ${gone} left by an older test`,
      found: 'the write test itself is off',
    };
  }
  if (facts.done) {
    const ms = steps.reduce((sum, step) => sum + step.ms, 0);
    const cleaned = leftovers.some(({ end }) => end === 'deleted');
    return {
      status: 'pass',
      message: `created, changed and deleted, ${Math.round(ms)} ms`,
      ...(cleaned ? { found: 'a test user that an older run had left was deleted first' } : {}),
    };
  }
  return failed(facts, steps, target);
}

function failed(facts: WriteFacts, steps: readonly WriteStep[], target: LdapTarget): Finding {
  const denied = deniedStep(steps);
  const undeleted = steps.find(({ step, ok }) => step === 'delete' && !ok);
  if (facts.mayRemain && undeleted !== undefined && facts.dn !== undefined) {
    return remains(facts.dn, 'the test user could not be deleted', target);
  }
  if (denied !== undefined) {
    return {
      status: 'fail',
      message: `may not ${denied.right}`,
      found: problemText(steps.find(({ step }) => step === denied.step)?.problem ?? { code: '', text: '' }),
      remedy: {
        why: 'The server refused this step to the connector account.',
        steps: [grantStep(target, denied.right), pressR],
        links: [],
      },
    };
  }
  const step = steps.find(({ ok }) => !ok);
  const problem = step?.problem ?? { code: '', text: 'the test ended early' };
  if (isLost(problem) && ['CLOSED', 'NO_ANSWER'].includes(problem.code)) {
    const finding = lostVerdict(problem);
    return facts.mayRemain
      ? { ...finding, found: `${finding.found}; the test user may remain, and the next run deletes it` }
      : finding;
  }
  return {
    status: 'fail',
    message: `${step === undefined ? 'the test' : stepTexts[step.step].toLowerCase()}: ${shortProblem(problem)}`,
    found: problemText(problem),
    remedy: {
      why: 'The server did not do what the connector will ask of it.',
      steps: hints(step, target),
      links: [],
    },
  };
}

function shortProblem(problem: NonNullable<WriteStep['problem']>): string {
  const text = problemText(problem);
  return resultCode(problem) === undefined ? text : text.replace(/:.*$/s, '');
}

function hints(step: WriteStep | undefined, target: LdapTarget): readonly Step[] {
  const where = target.writeContainer ?? target.users ?? 'the container';
  switch (resultCode(step?.problem)) {
    case 65:
    case 16:
    case 17:
    case 21:
      return [
        {
          text: 'Compare objectClass and auxiliaryClasses in .ecmarc with how users are made in this directory',
        },
        pressR,
      ];
    case 64:
      return [
        {
          text: `Let users be named below ${where} as they are elsewhere in this directory`,
          owner: 'directory',
        },
        pressR,
      ];
    case 32:
      return [
        { text: `Create ${where}, or correct users or writeContainer in .ecmarc`, owner: 'directory' },
        pressR,
      ];
    case 19:
    case 53:
      return [
        {
          text: 'Look into the log of the directory: a rule of its own (a password policy, a unique value) refused the user',
          owner: 'directory',
        },
        pressR,
      ];
    default:
      return [{ text: 'Look into the log of the directory server', owner: 'directory' }, pressR];
  }
}

function grantStep(target: LdapTarget, right: string): Step {
  const where = target.writeContainer ?? target.users ?? 'the users container';
  return {
    text: `Grant ${target.bindDn ?? 'the connector account'} below ${where}: ${right}`,
    owner: 'directory',
  };
}

function remains(dn: string, message: string, target: LdapTarget): Finding {
  return {
    status: 'fail',
    message,
    found: `${dn} is still there`,
    remedy: {
      why: 'The account could create the test user, but not delete it. The connector needs both.',
      steps: [
        grantStep(target, 'delete users'),
        { text: 'The next run deletes what the test left; or delete it by hand', owner: 'directory' },
        pressR,
      ],
      links: [],
    },
  };
}
