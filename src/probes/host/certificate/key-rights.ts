import { accountText, askerOf, mayDo } from '../../../clients/host/service-account.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import { warn } from '../../common/verdicts.ts';
import type { KeyRightsFacts } from './facts.ts';
import { allowKey, findKey } from './words.ts';

/** FILE_READ_DATA (winnt.h): keys of the machine are files to an access list, whatever keeps them. */
const use = 0x1;

/**
 * Undefined where the host may use its key, and where that could not be seen: an administrator may be kept from it.
 * Which process opens the key is not said in Microsoft's documents, so that this warns at worst.
 */
export function judgeKeyRights(facts: KeyRightsFacts, thumbprint: string): Verdict | undefined {
  if (facts.list.state === 'absent')
    return warn(
      'its private key was not found',
      'The store says that it has a key, but Windows finds none there that administrators may open.',
      findKey(thumbprint),
    );
  if (rightsOf(facts) !== 'no') return undefined;
  const name = facts.account.state === 'seen' ? facts.account.value : '';
  return warn('the host may not use its key', `${name} may not read the private key.`, allowKey(name));
}

const rightsTexts = {
  yes: 'may use it',
  no: 'may not use it',
  unclear: 'not known by its groups',
  unseen: 'not seen',
} as const;

export function keyEvidence(facts: KeyRightsFacts): Evidence {
  const rights = rightsTexts[rightsOf(facts)];
  const who = accountText(facts);
  return { label: 'Key for host', value: who === rights ? who : `${who}: ${rights}` };
}

function rightsOf(facts: KeyRightsFacts): keyof typeof rightsTexts {
  const asker = askerOf(facts);
  return asker === undefined || facts.list.state !== 'seen' ? 'unseen' : mayDo(facts.list.value, asker, use);
}
