import { defined } from '../../../base/defined.ts';
import { failedStep } from '../../../clients/connection/layers.ts';
import { problemText } from '../../../clients/ldap/outcome.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import type { Problem } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import {
  certificateEnd,
  firstEnd,
  noClientCertificate,
  wantsCertificate,
} from '../../common/certificate-end.ts';
import {
  type CertificateHolder,
  certificateFailure,
  day,
  isOursAlone,
  trustedByUsOnly,
} from '../../common/certificate-words.ts';
import { reachedEvidence, stepFailure } from '../../common/connection-words.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import type { LdapInput } from '../define.ts';
import { refusesCertificate, type TlsFacts } from './facts.ts';
import { beyondSchannel, weak } from './schannel-rules.ts';

export function judgeTls({ facts, observedAt, scope }: LdapInput<TlsFacts>): Verdict {
  const expected = 'TLS with a certificate that this server trusts';
  return {
    expected,
    ...verdictOn(facts, observedAt, scope.target.authentication),
    evidence: evidenceOf(facts),
  };
}

function verdictOn(
  facts: TlsFacts,
  observedAt: string,
  authentication: LdapTarget['authentication'],
): Verdict {
  const { reached, startTls } = facts;
  if (facts.protection === 'none') return unprotected(facts.loopback);
  if (facts.own?.problem !== undefined) return unreadableCertificate(facts.own.problem);
  const failed = failedStep(reached.steps);
  if (failed !== undefined && failed.layer !== 'tls') {
    return { status: 'fail', ...stepFailure(failed, { proxy: false }) };
  }
  if (startTls?.ok === false) return noStartTls(startTls.problem ?? { code: '', text: '' });
  if (failed !== undefined) return noTls(facts, failed.problem ?? { code: '', text: '' }, observedAt);
  const seen = reached.tls;
  if (seen === undefined) return { status: 'fail', message: 'no TLS was spoken' };
  if (facts.afterwards !== undefined)
    return facts.own === undefined
      ? noClientCertificate(facts.afterwards, directory, nameOne)
      : refusedCertificate(facts.afterwards);
  if (facts.own?.wanted === true && authentication === 'simple') return wantedOfConnector();
  const refusedByWindows = beyondSchannel(seen, facts);
  if (refusedByWindows !== undefined) return refusedByWindows;
  if (facts.tls12 === false) {
    const only = onlyTls13(reached.platform, facts.build);
    if (only !== undefined) return only;
  }
  if (reached.platform === 'win32' && isOursAlone(seen))
    return trustedByUsOnly(seen, facts.caFile?.key, directory);
  const ending = certificateEnd(seen, observedAt, directory) ?? weak(seen);
  if (ending !== undefined) return ending;
  const message = `${seen.protocol}, valid until ${day(firstEnd(seen))}`;
  return { status: 'pass', message, ...defined({ found: fetchedNote(facts) }) };
}

/** Windows fetches what a server does not send, where it may. */
function fetchedNote({ fetched }: TlsFacts): string | undefined {
  return fetched === undefined
    ? undefined
    : 'the server does not send its whole chain; what lacks was fetched from where its certificate says, as Windows does';
}

function evidenceOf(facts: TlsFacts): Evidence[] {
  if (facts.protection === 'none') return evidence({ Protection: 'none: url is ldap://, startTls is off' });
  const { startTls, caFile, reached, store } = facts;
  const { tls } = reached;
  const leaf = tls?.chain[0];
  const agreed = startTls && `agreed (${Math.round(startTls.ms)} ms)`;
  return [
    ...reachedEvidence(reached),
    ...evidence({
      StartTLS: startTls?.problem === undefined ? agreed : problemText(startTls.problem),
      Cipher: tls && `${tls.protocol}, ${tls.cipher}`,
      'Names in it': leaf && (leaf.names.join(', ') || '(none)'),
      Issuer: leaf && (leaf.issuer || '(none)'),
      'Trusted are': store,
      'Client certificate':
        facts.own && (facts.own.problem === undefined ? 'shown where asked for' : 'not shown'),
    }),
    ...(caFile === undefined ? [] : evidence({ [caFile.key]: usedText(caFile.problem) })),
  ];
}

function usedText(problem: Problem | undefined): string {
  return problem === undefined ? 'used' : `not used: ${problem.text} (${problem.code})`;
}

function unprotected(loopback: boolean): Verdict {
  if (loopback)
    return {
      status: 'pass',
      message: 'no TLS, on this server itself',
      found: 'the connection does not leave this server',
    };
  return {
    status: 'warn',
    message: 'not encrypted',
    found: 'url is ldap:// and startTls is off',
    remedy: fix(
      'Names and passwords cross the network in clear, unless the network itself is protected.',
      {
        text: 'In .ecmarc, at the target, and later in the connector, turn StartTLS on',
        command: 'startTls: true',
      },
      'Or use the TLS port of the directory: url: ldaps://...:636',
    ),
  };
}

function noStartTls(problem: Problem): Verdict {
  return {
    status: 'fail',
    message: 'StartTLS is not offered',
    found: problemText(problem),
    remedy: fix(
      'The server was asked to begin TLS on this connection and did not agree. Nothing else was sent.',
      by.directory('Give the directory server a certificate and turn StartTLS on'),
      'Or use its TLS port: in .ecmarc, url: ldaps://...:636, without startTls',
    ),
  };
}

const renew = by.directory('Renew the certificate of the directory');

/** Certificates of a directory: how its owner renews them differs from one to the next. */
const directory: CertificateHolder = {
  name: 'the directory',
  owner: 'directory',
  file: 'ldap-ca.cer',
  reissue: (name) =>
    by.directory(`Give the directory a certificate that names ${name} (subjectAltName) and is valid`),
  renew,
  sendChain: by.directory('Let the directory send its certificate together with those that issued it'),
  otherName: () => [{ text: 'In .ecmarc and in the connector, use a name that the certificate has' }],
};

function noTls({ reached, own }: TlsFacts, problem: Problem, observedAt: string): Verdict {
  const { host, tls: seen } = reached;
  if (seen === undefined) return noHandshake(host, problem, own !== undefined);
  return certificateFailure({ host, seen, problem, observedAt }, directory);
}

const nameOne =
  'Or name one in .ecmarc, at the target: clientCertificateFile (the connector then signs in with it: authentication: external)';

/** TLS stood or was refused, and the server had been shown a certificate. */
function refusedCertificate(problem: Problem): Verdict {
  return {
    status: 'fail',
    message: 'the server refuses the client certificate',
    found: `${problem.text} (${problem.code})`,
    remedy: fix(
      'The certificate that clientCertificateFile names was shown, and the server ended the connection.',
      by.directory('Let the directory trust the authority of that certificate, and look into its log'),
      'Or name another certificate in .ecmarc: clientCertificateFile',
    ),
  };
}

function unreadableCertificate({ code, text }: Problem): Verdict {
  return {
    status: 'fail',
    message: 'the client certificate cannot be used',
    found: `clientCertificateFile: ${text} (${code})`,
    remedy: fix(
      'The certificate that .ecmarc names for this connector could not be opened, so none was shown.',
      'Correct clientCertificateFile and clientCertificatePassword in .ecmarc: a .pfx, or PEM with its key',
      pressR,
    ),
  };
}

/** It works with our certificate alone, and the connector shows none with a simple bind (decisions: ldap.tls). */
function wantedOfConnector(): Verdict {
  return {
    status: 'warn',
    message: 'the server demands a client certificate, and the connector will show none',
    found: 'with the one of clientCertificateFile the doctor is let in; authentication is simple',
    remedy: fix(
      'The connector shows a certificate only where it signs in with it. With name and password the directory hangs up.',
      {
        text: 'Sign in with the certificate, in .ecmarc and in the connector',
        command: 'authentication: external',
      },
      by.directory('Or let the directory take this server without a client certificate'),
    ),
  };
}

/** Schannel of Windows Server 2016 and 2019 has no TLS 1.3 (decisions: ldap.tls). */
function onlyTls13(platform: string, build: number | undefined): Verdict | undefined {
  const least = requirement('OS-01').values.releases['2022'];
  if (platform === 'win32' && build !== undefined && build >= least) return undefined;
  const old = platform === 'win32' && build !== undefined;
  return {
    status: old ? 'fail' : 'warn',
    message: 'TLS 1.3 only',
    found: old
      ? `this Windows (build ${build}) has no TLS 1.3`
      : 'Windows Server 2016 and 2019 have no TLS 1.3',
    remedy: fix(
      'The connector speaks TLS as Windows does. Before Windows Server 2022 that is TLS 1.2 at most.',
      by.directory('Offer TLS 1.2 as well at the directory server'),
      'Or install the connector host on Windows Server 2022 or later',
    ),
  };
}

function noHandshake(host: string, { code, text }: Problem, shown: boolean): Verdict {
  if (shown && (wantsCertificate({ code, text }) || refusesCertificate({ code, text })))
    return refusedCertificate({ code, text });
  if (wantsCertificate({ code, text })) return noClientCertificate({ code, text }, directory, nameOne);
  const old = /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/.test(code);
  return {
    status: 'fail',
    message: old ? 'only TLS older than 1.2' : 'no TLS handshake',
    found: `${text} (${code})`,
    remedy: fix(
      old
        ? 'The directory offers no TLS version that is still in use.'
        : `The handshake with ${host} failed before a certificate was seen.`,
      by.directory('Turn TLS 1.2 on at the directory server, with usual cipher suites'),
      ...(/HANDSHAKE_FAILURE/.test(code)
        ? [by.directory('Where it demands a certificate of its clients, let it take this server without one')]
        : []),
    ),
  };
}
