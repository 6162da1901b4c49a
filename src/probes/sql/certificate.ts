import { isIP } from 'node:net';
import type { Remedy, Step, Verdict } from '../../engine/probe.ts';
import { shortName } from '../../platform/certificates.ts';
import type { Problem, Secured } from '../../platform/types.ts';

/** What is wrong with a database server's certificate, and what a person can do about it. */

export type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

const clock: Step = {
  text: 'Compare the clock of this server',
  command: 'w32tm /query /status',
  owner: 'server',
};

/** Certificates of SQL Server are chosen in Configuration Manager; without one it makes its own at each start. */
function assign(host: string): Step {
  const name = isIP(host) === 0 ? `DNS:${host}` : `IP:${host}`;
  return {
    text: `Give SQL Server a certificate that is valid and names ${name} (Configuration Manager, Network Configuration, Properties, Certificate), then restart it`,
    owner: 'database',
  };
}

function importRoot(authority: string | undefined): Step {
  return {
    text: `Import ${authority === undefined ? 'the authority' : shortName(authority)} into LocalMachine\\Root, as an administrator (give the path of its file)`,
    command: 'Import-Certificate -FilePath .\\sql-ca.cer -CertStoreLocation Cert:\\LocalMachine\\Root',
    owner: 'server',
  };
}

function day(date: string | undefined): string {
  return date?.slice(0, 10) ?? 'unknown';
}

function fail(message: string, found: string, remedy: Omit<Remedy, 'links'>): Finding {
  return { status: 'fail', message, found, remedy: { ...remedy, links: [] } };
}

export function certificateFailure(
  host: string,
  seen: Secured,
  problem: Problem,
  observedAt: string,
): Finding {
  const leaf = seen.chain[0];
  const top = seen.chain.at(-1);
  switch (problem.code) {
    case 'CERT_HAS_EXPIRED': {
      const over = seen.chain.find((one) => one.notAfter < observedAt) ?? leaf;
      return fail(
        'certificate has expired',
        `${shortName(over?.subject ?? '')} ended ${day(over?.notAfter)}`,
        {
          why: 'By the clock of this server, a certificate of the chain has ended. No password was sent.',
          steps: [assign(host), clock],
        },
      );
    }
    case 'CERT_NOT_YET_VALID':
      return fail('certificate is not valid yet', `it begins ${day(leaf?.notBefore)}`, {
        why: 'By the clock of this server, a certificate of the chain begins later than now. No password was sent.',
        steps: [clock, assign(host)],
      });
    case 'ERR_TLS_CERT_ALTNAME_INVALID': {
      const names = leaf?.names.join(', ') || shortName(leaf?.subject ?? '');
      return fail('certificate of another name', `it names ${names}, not ${host}`, {
        why: `The certificate does not name ${host}, so nobody can tell that this is the right server. No password was sent.`,
        steps: [
          {
            text: 'In .ecmarc and in the DSN, use as server a name that the certificate has',
            owner: 'connector',
          },
          {
            text: 'Or, with ODBC driver 18, keep the name and add to the DSN the name that the certificate has',
            command: `HostNameInCertificate=${leaf?.names[0] ?? 'NAME'}`,
            owner: 'connector',
          },
          assign(host),
        ],
      });
    }
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return fail('certificate is signed by itself', `${shortName(leaf?.subject ?? '')} (${problem.code})`, {
        why: 'SQL Server makes such a certificate at each start while none is assigned to it. It proves nothing, so no password was sent.',
        steps: [
          assign(host),
          {
            text: 'Or, where the network itself is protected, do without the proof: in .ecmarc, and likewise in the DSN',
            command: 'trustServerCertificate: true',
          },
        ],
      });
    default:
      return fail(
        `${shortName(top?.issuer ?? 'its authority')} is not trusted`,
        `${problem.text} (${problem.code})`,
        {
          why: 'The certificate comes from an authority that this server does not trust. No password was sent.',
          steps: [
            {
              text: 'Get the certificate of that authority from the owner of the database',
              owner: 'database',
            },
            importRoot(top?.issuer),
            { text: 'Off Windows, name the file in .ecmarc, at the target: caFile' },
          ],
        },
      );
  }
}

/** Trusted by `.ecmarc` alone: the doctor reads on, the services of Windows would not (design: judgements, Trust). */
export function onlyOurs(seen: Secured, key: string): Finding {
  const top = seen.chain.at(-1);
  const name = shortName(top?.issuer ?? 'its authority');
  return fail(
    `${name} is trusted by ${key === 'network.caFile' ? key : 'caFile'} only`,
    "the connector uses the machine's store, and this authority is not in there",
    {
      why: 'The doctor was told of this authority in .ecmarc; the services of Windows were not.',
      steps: [importRoot(top?.issuer)],
    },
  );
}
