import type { Evidence, JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { addLines, inConnector } from '../common/not-run.ts';
import { onScreen, pressR } from '../common/steps.ts';
import type { Scope } from '../describe.ts';
import { lostVerdict } from './lost.ts';
import { problemText } from './outcome.ts';
import type { RightsFacts, Told } from './rights/facts.ts';
import type { WriteFacts } from './write/facts.ts';
import { deniedStep } from './write-steps.ts';

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

export function judgeRights(
  { facts, uses }: JudgeInput<Settings, RightsFacts>,
  scope: Scope,
  target: LdapTarget,
  writeId: string,
): Verdict {
  const expected = 'the connector account may create, change and delete users';
  const write = uses(writeId) as WriteFacts | undefined;
  return { expected, ...find(facts, write, scope, target), evidence: evidenceOf(facts) };
}

function evidenceOf({ method, told, problem, server }: RightsFacts): Evidence[] {
  const word = (may: boolean | undefined) => (may === undefined ? 'not told' : may ? 'yes' : 'no');
  const how = {
    'effective-rights': 'by the control for effective rights',
    'allowed-attributes': 'by the allowed attributes of AD LDS',
    none: `${server ?? 'this server'} cannot be asked without writing`,
  };
  return [
    ...(method === undefined ? [] : [{ label: 'Asked', value: how[method] }]),
    ...(told === undefined
      ? []
      : [
          { label: 'Create users', value: word(told.add) },
          { label: 'Delete users', value: word(told.delete) },
          {
            label: 'Write attributes',
            value:
              told.asked === undefined
                ? 'not told'
                : `${told.asked - (told.notWritable?.length ?? 0)} of ${told.asked}`,
          },
        ]),
    ...(problem === undefined ? [] : [{ label: 'Server', value: problemText(problem) }]),
  ];
}

function find(facts: RightsFacts, write: WriteFacts | undefined, scope: Scope, target: LdapTarget): Finding {
  const elsewhere = target.writeContainer;
  if (write?.done === true) {
    const where = elsewhere === undefined ? {} : { found: `in ${elsewhere}, where the write test works` };
    return { status: 'pass', message: 'shown by the write test', ...where };
  }
  const denied = write?.steps === undefined ? undefined : deniedStep(write.steps);
  if (denied !== undefined) {
    return {
      status: 'fail',
      message: `${denied.right} was refused`,
      found: 'the write test was refused by the server',
      remedy: grant(target, [denied.right], elsewhere),
    };
  }
  if (facts.lost !== undefined) return lostVerdict(facts.lost);
  const missing = lacking(facts.told);
  if (missing.length > 0) {
    return {
      status: 'fail',
      message: `may not ${missing[0] ?? ''}`,
      found: `the account lacks: ${missing.join(', ')}`,
      remedy: grant(target, missing),
    };
  }
  const { told } = facts;
  const writes = told?.add === true && told.asked !== undefined;
  if (writes && told.delete === true) return { status: 'pass', message: 'may create, change and delete' };
  return {
    status: 'unknown',
    ...untold(facts, writes),
    remedy: {
      why: 'Whether the account may write is only seen by writing. The write test creates one user, changes it and deletes it again.',
      steps: [
        ...(scope.connector === undefined
          ? []
          : [
              addLines(`${inConnector(scope.connector)}, allow the write test`, 'writeTest: true'),
              addLines(
                'Or, when the owner of the directory confirms the rights, answer in .ecmarc',
                `attest: { targetWritable: [${scope.connector.name}] }`,
              ),
            ]),
        onScreen('Or, when the owner of the directory confirms the rights, press y here'),
      ],
      links: [],
    },
  };
}

/** AD LDS tells of every right but that to delete. */
function untold(
  { told, server = 'the server' }: RightsFacts,
  writes: boolean,
): Pick<Finding, 'message' | 'found'> {
  if (writes)
    return {
      message: 'may create and change; deleting not told',
      found: `${server} does not tell who may delete`,
    };
  if (told?.add === true)
    return { message: 'may create; the rest is not told', found: 'there is no user yet to ask about' };
  return {
    message: 'cannot be told without writing',
    found: `${server} does not tell the rights of an account`,
  };
}

function lacking(told: Told | undefined): readonly string[] {
  if (told === undefined) return [];
  const names = told.notWritable ?? [];
  return [
    ...(told.add === false ? ['create users'] : []),
    ...(names.length > 0 ? [`write ${names.join(', ')}`] : []),
    ...(told.delete === false ? ['delete users'] : []),
  ];
}

/** The exact grant, for the owner of the directory. */
function grant(
  target: LdapTarget,
  rights: readonly string[],
  where = target.users ?? 'the users container',
): NonNullable<Verdict['remedy']> {
  const steps: Step[] = [
    {
      text: `Grant ${target.bindDn ?? 'the connector account'} below ${where}: ${rights.join(', ')}`,
      owner: 'directory',
    },
    pressR,
  ];
  return { why: 'The connector creates, changes and deletes users with this account.', steps, links: [] };
}
