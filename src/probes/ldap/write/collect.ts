import { randomUUID } from 'node:crypto';
import type { BindFacts } from '../../../clients/ldap/connection.ts';
import { lostTo } from '../../../clients/ldap/connection.ts';
import { endpointOf } from '../../../clients/ldap/endpoint.ts';
import { serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import { idFor } from '../../../engine/facts.ts';
import type { Problem } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { writeTestOff } from '../../common/not-run.ts';
import { connectionOf, type LdapContext } from '../define.ts';
import { ldapSchema } from '../schema/facts.ts';
import { ldapWrite, type WriteFacts } from './facts.ts';
import { cleanUp, markUnderWay } from './leftovers.ts';
import { planTestUser } from './test-user.ts';
import { WriteTest } from './write-test.ts';

export async function collectWrite(context: LdapContext, signal: AbortSignal): Promise<WriteFacts> {
  const { journal, scope } = context;
  const { connector, target } = scope;
  if (journal === undefined) return noRecord({ code: 'NO_STATE', text: 'the state folder cannot be used' });
  const { bind, directory } = await connectionOf(context);
  if (directory === undefined) return lostTo(bind);
  const { address } = endpointOf(target, context.settings);
  context.waitingFor(`${address} (what an older test left)`);
  const leftovers = await cleanUp(directory, journal, address, signal);
  const about = leftovers.length === 0 ? {} : { leftovers };
  if (writeTestOff(scope, idFor(ldapWrite, connector.name)) !== undefined) {
    return { ...about, cleanUpOnly: true, usable: true };
  }
  const plan = planFor(context, bind);
  if (!plan.ok) return { ...about, unfillable: plan.unfillable, usable: false };
  const { user } = plan;
  const planned = journal.plan({
    connector: connector.name,
    target: address,
    what: { dn: user.dn, id: user.id, mark: user.mark },
  });
  if (!planned.ok) return { ...about, ...noRecord(planned.problem) };
  const over = markUnderWay(journal, planned.id);
  try {
    const test = new WriteTest(context, directory, address, signal);
    const mayRemain = await test.run(user);
    // A journal that cannot be written now only makes the next run look once more.
    if (!mayRemain) journal.settle(planned.id);
    const done = !mayRemain && test.steps.length === 6 && test.steps.every(({ ok }) => ok);
    const disabled = plan.disabled ? { disabled: true } : {};
    return { ...about, ...disabled, dn: user.dn, steps: test.steps, done, mayRemain, usable: done };
  } finally {
    over();
  }
}

function noRecord(problem: Problem): WriteFacts {
  return { noJournal: problem, usable: false };
}

function planFor({ facts, scope: { target } }: LdapContext, { rootDse }: BindFacts) {
  const lds = serverKindOf(rootDse ?? {}).name === 'ad-lds';
  const plan = planTestUser({
    schema: facts.of(ldapSchema) ?? { usable: false },
    container: target.writeContainer ?? target.users ?? '',
    id: randomUUID(),
    mapped: target.attributes ?? [],
    disabled: lds ? requirement('LDAP-13').values.disabled : undefined,
  });
  return { ...plan, disabled: lds };
}
