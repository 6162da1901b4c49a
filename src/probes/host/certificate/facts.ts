import type { HostFile } from '../../../clients/host/files.ts';
import type { AccountFacts } from '../../../clients/host/service-account.ts';
import type { Facts } from '../../../engine/facts.ts';
import type { PeerCertificate } from '../../../platform/certificates.ts';
import type { AccessList, WindowsAnswer } from '../../../platform/windows/types.ts';
import { factsToken } from '../../token.ts';

export interface CertificateFacts extends Facts {
  /** SHA-1, out of the host's configuration; null where that names none. */
  readonly chosen: HostFile<string | null>;
  readonly certificate?: WindowsAnswer<StoredCertificate>;
  /** Where it has a key of this machine. */
  readonly keyRights?: KeyRightsFacts;
  /** This server's own names: short, and with its domain where it has one. */
  readonly names: readonly string[];
}

/** A certificate of the machine's store, and where its chain ends. */
export type StoredCertificate = PeerCertificate & {
  readonly thumbprint: string;
  /** `person`: the key lies in somebody's profile, where no service finds it. */
  readonly key: 'machine' | 'person' | 'none';
  /** May it be a server's? True also where it does not say what it is for (RFC 5280, 4.2.1.12). */
  readonly forServers: boolean;
  readonly selfSigned: boolean;
  readonly chain: Chain;
};

/**
 * `trusted`: ends in LocalMachine\Root; `first` is the authority of the chain that ends first. `issuer` is the one that
 * was not found, or is distrusted. `unseen`: the store of roots gave no answer.
 */
export type Chain =
  | {
      readonly end: 'trusted';
      /** Absent where the certificate itself is a root, and in reports of older versions. */
      readonly first?: { readonly subject: string; readonly notAfter: string };
    }
  | { readonly end: 'distrusted' | 'unknown-issuer' | 'untrusted-root'; readonly issuer: string }
  | { readonly end: 'unseen' };

/** Who may use the private key of the host's certificate, and who the host is. */
export type KeyRightsFacts = AccountFacts & { readonly list: WindowsAnswer<AccessList> };

export const hostCertificate = factsToken<CertificateFacts>('host', 'certificate');
