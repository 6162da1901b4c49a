import type { Remedy, Step } from '../../../engine/probe.ts';
import { shortName } from '../../../platform/certificates.ts';
import type { Settings } from '../../../settings/schema.ts';
import { importAuthority } from '../../common/commands.ts';
import { by, fix } from '../../common/fix.ts';
import { openWizard, restartHost, troubleshooting } from '../../common/host-steps.ts';
import type { Chain } from './facts.ts';

export function chooseOne(settings: Settings, chain?: Chain): Remedy {
  return fix(
    'The agent does not talk to a host whose certificate is wrong: the portal then shows "CredentialValidationUnavailable".',
    by.server('See what the machine has', 'certutil.exe -store My'),
    ...trustIt(chain),
    openWizard(
      settings,
      `${chain === undefined ? 'In' : 'Or, in'} the host's wizard, Settings: select a certificate of your authority for this server, or generate one for tests`,
    ),
    restartHost,
    by.entra(
      "With a certificate of your authority, use this server's name in place of localhost in the tenant URL",
    ),
    troubleshooting,
  );
}

/** The authority that is missing may be the right one: then it is taken in, and the certificate stays. */
function trustIt(chain: Chain | undefined): readonly Step[] {
  if (chain?.end !== 'untrusted-root' && chain?.end !== 'unknown-issuer') return [];
  return [
    by.server(
      `If ${shortName(chain.issuer)} is your authority: import it into LocalMachine\\Root, as an administrator (give the path of its file)`,
      importAuthority('root.cer'),
    ),
  ];
}

export function allowKey(account: string): Remedy {
  return fix(
    "Microsoft's documents ask that the service account can read the private key; which process opens it they do not say.",
    by.server(
      `Open the certificates of the computer, as an administrator: Personal, the certificate, All Tasks, Manage Private Keys: give ${account} Read`,
      'certlm.msc',
    ),
    restartHost,
  );
}

export function findKey(thumbprint: string): Remedy {
  return fix(
    'Without its key the certificate cannot be used. A certificate that was copied or restored may have lost it.',
    by.server(
      'Let Windows look for the key, as an administrator',
      `certutil.exe -repairstore My ${thumbprint}`,
    ),
    "If it finds none: choose another certificate in the host's wizard, Settings",
    restartHost,
  );
}
