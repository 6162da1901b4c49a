import type { Evidence, Verdict } from '../../engine/probe.ts';
import type { AccessList, WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { restartHost } from './row.ts';
import { type AccountFacts, accountText, askerOf, hostAccount, mayDo } from './service-account.ts';

/** Who may use the private key of the host's certificate, and who the host is. */
export type KeyRightsFacts = AccountFacts & { readonly list: WindowsAnswer<AccessList> };

/** FILE_READ_DATA (winnt.h): keys of the machine are files to an access list, whatever keeps them. */
const use = 0x1;

export async function readKeyRights(windows: WindowsReader, thumbprint: string): Promise<KeyRightsFacts> {
  const list = await listOf(windows, thumbprint);
  return { list, ...(await hostAccount(windows, list)) };
}

/**
 * NTE_BAD_KEYSET says that a key is not there, and just the same that its access is denied (CryptAcquireContext, in
 * the Windows reference): only who is elevated can take it at its word.
 */
async function listOf(windows: WindowsReader, thumbprint: string): Promise<WindowsAnswer<AccessList>> {
  const list = await windows.keyAccess(thumbprint);
  if (list.state !== 'absent') return list;
  const identity = await windows.identity();
  return identity.state === 'seen' && identity.value.elevated ? list : { state: 'denied' };
}

/**
 * Undefined where the host may use its key, and where that could not be seen: an administrator may be kept from it.
 * Which process opens the key is not said in Microsoft's documents, so that this warns at worst.
 */
export function judgeKeyRights(facts: KeyRightsFacts, thumbprint: string): Verdict | undefined {
  if (facts.list.state === 'absent') return lost(thumbprint);
  if (rightsOf(facts) !== 'no') return undefined;
  const name = facts.account.state === 'seen' ? facts.account.value : '';
  return {
    status: 'warn',
    message: 'the host may not use its key',
    found: `${name} may not read the private key.`,
    remedy: {
      why: "Microsoft's documents ask that the service account can read the private key; which process opens it they do not say.",
      steps: [
        {
          text: `Open the certificates of the computer, as an administrator: Personal, the certificate, All Tasks, Manage Private Keys: give ${name} Read`,
          command: 'certlm.msc',
          owner: 'server',
        },
        restartHost,
      ],
      links: [],
    },
  };
}

function lost(thumbprint: string): Verdict {
  return {
    status: 'warn',
    message: 'its private key was not found',
    found: 'The store says that it has a key, but Windows finds none there that administrators may open.',
    remedy: {
      why: 'Without its key the certificate cannot be used. A certificate that was copied or restored may have lost it.',
      steps: [
        {
          text: 'Let Windows look for the key, as an administrator',
          command: `certutil.exe -repairstore My ${thumbprint}`,
          owner: 'server',
        },
        { text: "If it finds none: choose another certificate in the host's wizard, Settings" },
        restartHost,
      ],
      links: [],
    },
  };
}

export function keyEvidence(facts: KeyRightsFacts): Evidence[] {
  const said = {
    yes: 'may use it',
    no: 'may not use it',
    unclear: 'not known by its groups',
    unseen: 'not seen',
  };
  const rights = rightsOf(facts);
  const who = accountText(facts);
  return [{ label: 'Key for host', value: who === said[rights] ? who : `${who}: ${said[rights]}` }];
}

function rightsOf(facts: KeyRightsFacts): 'yes' | 'no' | 'unclear' | 'unseen' {
  const asker = askerOf(facts);
  return asker === undefined || facts.list.state !== 'seen' ? 'unseen' : mayDo(facts.list.value, asker, use);
}
