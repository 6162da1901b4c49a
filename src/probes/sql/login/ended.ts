import { failedStep } from '../../../clients/connection/layers.ts';
import { noClientCertificate, wantsCertificate } from '../../common/certificate-end.ts';
import { certificateFailure } from '../../common/certificate-words.ts';
import { by } from '../../common/fix.ts';
import { productOf } from '../server-words.ts';
import { fail, type VerdictCore, warn } from '../verdicts.ts';
import { holderOf, isAzure } from './certificate.ts';
import type { LoginFacts } from './facts.ts';

/** Logins that ended before the server answered them. */

/** Azure's gateway sends a login on to the machine of the database, at a port between 11000 and 11999. */
export function sentAway(facts: LoginFacts, observedAt: string): VerdictCore | undefined {
  const { sentOn } = facts;
  if (sentOn === undefined || sentOn.outcome === 'open') return undefined;
  const { host, port, outcome, reached, problem } = sentOn;
  const peer = `${host}:${port}`;
  const seen = reached.tls;
  if (outcome === 'certificate' && seen !== undefined && problem !== undefined) {
    const failure = certificateFailure({ host, seen, problem, observedAt }, holderOf(facts));
    return { ...failure, found: `the login was sent on to ${peer}` };
  }
  const failed = failedStep(reached.steps)?.problem ?? problem;
  return fail(
    `sent on to ${peer}, which does not answer`,
    `the server sent the login there (redirect), and it ended: ${failed?.text ?? outcome} (${failed?.code ?? outcome})`,
    'With its redirect policy Azure SQL answers at 1433 and sends each login on to the machine of the database. No password was sent there.',
    by.network(
      'Let this server out to the ports 11000 to 11999 of Azure SQL in that region, beside 1433',
      `powershell -Command "Test-NetConnection ${host} -Port ${port}"`,
    ),
    by.database('Or set the connection policy of the Azure SQL server to Proxy'),
  );
}

const tooOld =
  /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|DH_KEY_TOO_SMALL|EE_KEY_TOO_SMALL|CA_MD_TOO_WEAK|HANDSHAKE_FAILURE|LEGACY/;

const update = by.database(
  'Bring SQL Server to a build that speaks TLS 1.2, with a certificate of at least 2048 bits',
);

export function noTls(facts: LoginFacts): VerdictCore {
  const { problem, greeting } = facts;
  if (problem !== undefined && wantsCertificate(problem))
    return noClientCertificate(problem, holderOf(facts));
  const code = problem?.code ?? '';
  const found = `${problem?.text ?? 'no TLS'} (${code})`;
  // Servers of that age also just hang up.
  const ancient = Number(greeting?.version.split('.')[0] ?? 99) <= 12 && code === 'ECONNRESET';
  if (tooOld.test(code) || ancient)
    return warn(
      'server is too old for our TLS',
      `${greeting === undefined ? '' : `${productOf(greeting.version)}: `}${found}`,
      'Windows may accept it: the doctor speaks TLS 1.2 and newer; what the ODBC driver accepts is decided by SCHANNEL of this Windows. No password was sent.',
      update,
    );
  return fail(
    'no TLS handshake',
    found,
    'The handshake failed before a certificate was seen. No password was sent.',
    update,
  );
}

export function lost(facts: LoginFacts): VerdictCore {
  const { problem } = facts;
  if (/certificate/i.test(problem?.text ?? ''))
    return fail(
      'certificate refused during the login',
      `${problem?.text ?? ''} (${problem?.code ?? ''})`,
      'When the login began, another certificate was shown than at the first look: several servers may stand behind one name, or the login was sent on. Nothing was sent to the one that showed it.',
      by.database('Give each server that answers under this name a certificate that this server trusts'),
    );
  return fail(
    'closed during the login',
    `${problem?.text ?? 'closed'} (${problem?.code ?? ''})`,
    'The server, or something in between, closed the connection (what ODBC calls 10054 or 233) before the login was answered.',
    ...(isAzure(facts)
      ? []
      : [
          by.database(
            'Look into the error log of SQL Server at this minute',
            'EXEC sys.sp_readerrorlog 0, 1;',
          ),
        ]),
    by.network('Let the firewall or filter in between pass TDS unchanged'),
  );
}
