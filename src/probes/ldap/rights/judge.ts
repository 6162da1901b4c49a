import { defined } from '../../../base/defined.ts';
import { problemText } from '../../../clients/ldap/outcome.ts';
import type { Evidence, Remedy, Verdict } from '../../../engine/probe.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { addLines, inConnector } from '../../common/not-run.ts';
import { onScreen, pressR } from '../../common/steps.ts';
import type { LdapInput, LdapScope } from '../define.ts';
import { lostVerdict } from '../lost.ts';
import { ldapWrite, type WriteFacts } from '../write/facts.ts';
import { deniedStep } from '../write/steps.ts';
import type { KnownRights, RightsFacts } from './facts.ts';

export function judgeRights({ facts, uses, scope }: LdapInput<RightsFacts>): Verdict {
  const expected = 'the connector account may create, change and delete users';
  return { expected, ...verdictOn(facts, uses.of(ldapWrite), scope), evidence: evidenceOf(facts) };
}

function evidenceOf({ method, told, problem, server }: RightsFacts): Evidence[] {
  const how = {
    'effective-rights': 'by the control for effective rights',
    'allowed-attributes': 'by the allowed attributes of AD LDS',
    none: `${server ?? 'this server'} cannot be asked without writing`,
  };
  const { asked, notWritable = [] } = told ?? {};
  return evidence({
    Asked: method && how[method],
    'Create users': told && mayText(told.add),
    'Delete users': told && mayText(told.delete),
    'Write attributes':
      told && (asked === undefined ? 'not told' : `${asked - notWritable.length} of ${asked}`),
    Server: problem && problemText(problem),
  });
}

function mayText(may: boolean | undefined): string {
  return may === undefined ? 'not told' : may ? 'yes' : 'no';
}

function verdictOn(
  facts: RightsFacts,
  write: WriteFacts | undefined,
  { target, connector }: LdapScope,
): Verdict {
  const elsewhere = target.writeContainer;
  if (write?.done === true) {
    const where = defined({
      found: elsewhere === undefined ? undefined : `in ${elsewhere}, where the write test works`,
    });
    return { status: 'pass', message: 'shown by the write test', ...where };
  }
  const denied = write?.steps && deniedStep(write.steps);
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
    remedy: fix(
      'Whether the account may write is only seen by writing. The write test creates one user, changes it and deletes it again.',
      addLines(`${inConnector(connector)}, allow the write test`, 'writeTest: true'),
      addLines(
        'Or, when the owner of the directory confirms the rights, answer in .ecmarc',
        `attest: { targetWritable: [${connector.name}] }`,
      ),
      onScreen('Or, when the owner of the directory confirms the rights, press y here'),
    ),
  };
}

/** AD LDS tells of every right but that to delete. */
function untold(
  { told, hidden, misplaced, server = 'the server' }: RightsFacts,
  writes: boolean,
): Pick<Verdict, 'message' | 'found'> {
  if (writes)
    return {
      message: 'may create and change; deleting not told',
      found: `${server} does not tell who may delete`,
    };
  if (misplaced)
    return {
      message: 'such users may not stand in the container',
      found: 'the schema does not allow it, whatever the rights: see "Reads the schema"',
    };
  if (hidden)
    return {
      message: 'the container is not shown to the account',
      found: `${server} tells no rights on what it does not show`,
    };
  if (told?.add === true)
    return { message: 'may create; the rest is not told', found: 'there is no user yet to ask about' };
  return {
    message: 'cannot be told without writing',
    found: `${server} does not tell the rights of an account`,
  };
}

function lacking(told: KnownRights | undefined): readonly string[] {
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
  { bindDn = 'the connector account', users = 'the users container' }: LdapTarget,
  rights: readonly string[],
  where = users,
): Remedy {
  return fix(
    'The connector creates, changes and deletes users with this account.',
    by.directory(`Grant ${bindDn} below ${where}: ${rights.join(', ')}`),
    pressR,
  );
}
