import { never } from '../../../base/never.ts';
import { problemText, resultCode } from '../../../clients/ldap/outcome.ts';
import type { SchannelInfo } from '../../../clients/ldap/wldap32/protocol.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { refusedBefore } from '../../common/refused-before.ts';
import { pressR } from '../../common/steps.ts';
import { importOwn, storeAlone } from '../client-certificate.ts';
import type { LdapInput } from '../define.ts';
import { ldapTls } from '../tls/facts.ts';
import type { WindowsFacts } from './facts.ts';

/** `.ecmarc` names a client certificate, which ours shows and Windows' does not. `wanted`: the server demands one. */
type OwnCertificate = { readonly wanted: boolean };

export function judgeWindows({ facts, uses, scope: { target } }: LdapInput<WindowsFacts>): Verdict {
  const expected =
    "wldap32 and Schannel, which the connector is built on, sign in as the doctor's own client does";
  const own: OwnCertificate | undefined =
    target.clientCertificateFile === undefined
      ? undefined
      : { wanted: uses.of(ldapTls)?.own?.wanted === true };
  return { expected, ...verdictOn(facts, own), evidence: evidenceOf(facts) };
}

/** SP_PROT_TLS1_x_CLIENT (schannel.h). */
const protocols: Readonly<Record<number, string>> = {
  32: 'SSL 3.0',
  128: 'TLS 1.0',
  512: 'TLS 1.1',
  2048: 'TLS 1.2',
  8192: 'TLS 1.3',
};

function evidenceOf({ tls, ms, problem, stage }: WindowsFacts): Evidence[] {
  return evidence({
    'Schannel agreed on': tls && tlsText(tls),
    'Answer after': ms === undefined ? undefined : `${Math.round(ms)} ms`,
    'Failed at': stage,
    "Windows' client": problem && problemText(problem),
  });
}

function tlsText({ protocol, strength }: SchannelInfo): string {
  return `${protocols[protocol] ?? `protocol 0x${protocol.toString(16)}`}, ${strength} bits`;
}

const eventLog = by.server(
  'Look into the System event log of this server for events of Schannel: they name the cause',
  "powershell -Command \"Get-WinEvent -FilterHashtable @{LogName='System'; ProviderName='Schannel'} -MaxEvents 10\"",
);

function verdictOn(facts: WindowsFacts, own: OwnCertificate | undefined): Verdict {
  const { outcome, ours, problem = { code: '', text: '' } } = facts;
  switch (outcome) {
    case 'bound': {
      const notes = [
        ...(ours?.bound === false ? ["the doctor's own client did not get in: see the rows above"] : []),
        ...(own === undefined ? [] : [storeAlone]),
      ];
      return {
        status: 'pass',
        message: `signed in through wldap32, ${Math.round(facts.ms ?? 0)} ms`,
        ...(notes.length === 0 ? {} : { found: notes.join('; ') }),
      };
    }
    case 'failed':
      return failed(facts, own);
    case 'held':
      return {
        status: 'unknown',
        message: 'not tried: the password was refused',
        found: `${refusedBefore(facts.refusal)}; not sent a second way`,
        remedy: fix(
          'Each wrong password counts towards locking the account.',
          'Correct what ldap.bind names',
          pressR,
        ),
      };
    case 'no-account':
      return {
        status: 'unknown',
        message: 'not tried: see the sign-in above',
        found: 'the server takes the account for nobody, or is an Active Directory',
        remedy: fix(
          'A password is sent only where the sign-in above is one.',
          'Mend ldap.bind first',
          pressR,
        ),
      };
    case 'no-secret':
      return {
        status: 'unknown',
        message: 'not tried: the password is empty',
        remedy: fix(
          'With an empty password nothing is proved.',
          'Correct the password where .ecmarc says it is kept',
          pressR,
        ),
      };
    case 'unasked':
      return {
        status: 'unknown',
        message: "Windows' own client could not be asked",
        found: problemText(problem),
        remedy: fix(
          'It runs in a process of its own, through the native module of the doctor.',
          by.server(
            'Allow the program and its native module in AppLocker, App Control and the endpoint protection',
          ),
          pressR,
        ),
      };
    default:
      return never(outcome);
  }
}

/** Asked under the same conditions: the same account of Windows, the same address, the same password. */
function failed(
  { stage, problem = { code: '', text: '' }, ours }: WindowsFacts,
  own: OwnCertificate | undefined,
): Verdict {
  const found = own === undefined ? problemText(problem) : `${problemText(problem)}; ${storeAlone}`;
  const secured = stage === 'connection' || stage === 'start-tls';
  if (ours?.bound !== true)
    return {
      status: 'fail',
      message: secured
        ? "Windows' own client does not get a connection either"
        : "Windows' own client is not let in either",
      found,
      remedy: fix('The connector will fare the same.', 'Mend the rows above first', eventLog, pressR),
    };
  // Not under the same conditions: ours showed what this server demands.
  if (own?.wanted === true && resultCode(problem) === undefined)
    return {
      status: 'unknown',
      message: "Windows' own client cannot show clientCertificateFile",
      found: `${found}; the server demands a client certificate`,
      remedy: fix(
        'The connector goes by wldap32 and Schannel: a certificate is shown where it lies in the store of the account.',
        importOwn,
        pressR,
      ),
    };
  // What the connector's own check of the certificate does is not documented (decisions: ldap.windows).
  if (secured && (ours.trustedBy === 'extra' || ours.trustedBy === 'user'))
    return {
      status: 'warn',
      message: 'Windows refuses the certificate of the directory',
      found: `${found}; the doctor trusts it by ${ours.trustedBy === 'extra' ? 'caFile' : "this user's store"} only`,
      remedy: fix(
        'Windows looks into its own stores. The connector may bring a check of its own, which is not documented.',
        'Import the authority as ldap.tls says',
        pressR,
      ),
    };
  return {
    status: 'fail',
    message: secured ? "Windows' own client gets no connection" : "Windows' own client is not let in",
    found: `${found}; the doctor's own client signed in`,
    remedy: fix(
      'The connector goes by wldap32 and Schannel, so it will fail where they do.',
      ...(secured
        ? [
            by.directory(
              'Offer what Schannel of this Windows has: TLS 1.2 with usual cipher suites and curves, and a whole chain',
            ),
            eventLog,
          ]
        : [by.directory('Look into the log of the directory for the refused sign-in')]),
      pressR,
    ),
  };
}
