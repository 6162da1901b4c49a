import { failedStep } from '../../clients/connection/layers.ts';
import type { Evidence, JudgeInput, Verdict } from '../../engine/probe.ts';
import type { Problem, Secured } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import {
  type CertificateFinding,
  certificateFailure,
  day,
  isOursAlone,
  type Shower,
  trustedByUsOnly,
} from '../common/certificate-words.ts';
import { reachedEvidence, stepFailure } from '../common/connection-words.ts';
import { problemText } from './outcome.ts';
import type { TlsFacts } from './tls/facts.ts';

const dayMs = 24 * 60 * 60 * 1000;

export function judgeTls({ facts, observedAt }: JudgeInput<Settings, TlsFacts>): Verdict {
  const expected = 'TLS with a certificate that this server trusts';
  return { expected, ...find(facts, observedAt), evidence: evidenceOf(facts) };
}

function find(facts: TlsFacts, observedAt: string): CertificateFinding {
  const { reached, startTls } = facts;
  if (facts.protection === 'none') return unprotected(facts.loopback);
  const failed = failedStep(reached.steps);
  if (failed !== undefined && failed.layer !== 'tls') {
    return { status: 'fail', ...stepFailure(failed, { proxy: false }) };
  }
  if (startTls?.ok === false) return noStartTls(startTls.problem ?? { code: '', text: '' });
  if (failed !== undefined) return noTls(facts, failed.problem ?? { code: '', text: '' }, observedAt);
  const seen = reached.tls;
  if (seen === undefined) return { status: 'fail', message: 'no TLS was spoken' };
  if (reached.platform === 'win32' && isOursAlone(seen))
    return trustedByUsOnly(seen, facts.caFile?.key, directory);
  return soonOver(seen, observedAt);
}

function evidenceOf(facts: TlsFacts): Evidence[] {
  if (facts.protection === 'none')
    return [{ label: 'Protection', value: 'none: url is ldap://, startTls is off' }];
  const { startTls, caFile, reached, store } = facts;
  const leaf = reached.tls?.chain[0];
  return [
    ...reachedEvidence(reached),
    ...(startTls === undefined
      ? []
      : [
          {
            label: 'StartTLS',
            value:
              startTls.problem === undefined
                ? `agreed (${Math.round(startTls.ms)} ms)`
                : problemText(startTls.problem),
          },
        ]),
    ...(reached.tls === undefined
      ? []
      : [{ label: 'Cipher', value: `${reached.tls.protocol}, ${reached.tls.cipher}` }]),
    ...(leaf === undefined ? [] : [{ label: 'Names in it', value: leaf.names.join(', ') || '(none)' }]),
    ...(leaf === undefined ? [] : [{ label: 'Issuer', value: leaf.issuer || '(none)' }]),
    ...(store === undefined ? [] : [{ label: 'Trusted are', value: store }]),
    ...(caFile === undefined
      ? []
      : [
          {
            label: caFile.key,
            value:
              caFile.problem === undefined
                ? 'used'
                : `not used: ${caFile.problem.text} (${caFile.problem.code})`,
          },
        ]),
  ];
}

function unprotected(loopback: boolean): CertificateFinding {
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
    remedy: {
      why: 'Names and passwords cross the network in clear, unless the network itself is protected.',
      steps: [
        {
          text: 'In .ecmarc, at the target, and later in the connector, turn StartTLS on',
          command: 'startTls: true',
        },
        { text: 'Or use the TLS port of the directory: url: ldaps://...:636' },
      ],
      links: [],
    },
  };
}

function noStartTls(problem: Problem): CertificateFinding {
  return {
    status: 'fail',
    message: 'StartTLS is not offered',
    found: problemText(problem),
    remedy: {
      why: 'The server was asked to begin TLS on this connection and did not agree. Nothing else was sent.',
      steps: [
        { text: 'Give the directory server a certificate and turn StartTLS on', owner: 'directory' },
        { text: 'Or use its TLS port: in .ecmarc, url: ldaps://...:636, without startTls' },
      ],
      links: [],
    },
  };
}

/** Certificates of a directory: how its owner renews them differs from one to the next. */
const directory: Shower = {
  name: 'the directory',
  owner: 'directory',
  file: 'ldap-ca.cer',
  reissue: (name) => ({
    text: `Give the directory a certificate that names ${name} (subjectAltName) and is valid`,
    owner: 'directory',
  }),
  renew: { text: 'Renew the certificate of the directory', owner: 'directory' },
  sendChain: {
    text: 'Let the directory send its certificate together with those that issued it',
    owner: 'directory',
  },
  otherName: () => [{ text: 'In .ecmarc and in the connector, use a name that the certificate has' }],
};

function noTls({ reached }: TlsFacts, problem: Problem, observedAt: string): CertificateFinding {
  const { host, tls: seen } = reached;
  if (seen === undefined) return noHandshake(host, problem);
  return certificateFailure({ host, seen, problem, observedAt }, directory);
}

function noHandshake(host: string, { code, text }: Problem): CertificateFinding {
  const old = /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION/.test(code);
  return {
    status: 'fail',
    message: old ? 'only TLS older than 1.2' : 'no TLS handshake',
    found: `${text} (${code})`,
    remedy: {
      why: old
        ? 'The directory offers no TLS version that is still in use.'
        : `The handshake with ${host} failed before a certificate was seen.`,
      steps: [
        { text: 'Turn TLS 1.2 on at the directory server, with usual cipher suites', owner: 'directory' },
      ],
      links: [],
    },
  };
}

function soonOver(seen: Secured, observedAt: string): CertificateFinding {
  const { warnDays } = requirement('LDAP-02').values;
  const first = seen.chain.reduce<string | undefined>(
    (least, { notAfter }) => (least === undefined || notAfter < least ? notAfter : least),
    undefined,
  );
  const left = first === undefined ? Number.NaN : (Date.parse(first) - Date.parse(observedAt)) / dayMs;
  if (left < warnDays) {
    return {
      status: 'warn',
      message: left < 1 ? 'certificate ends within a day' : `certificate ends in ${Math.floor(left)} days`,
      found: `its last day is ${day(first)}`,
      remedy: {
        why: 'When it has ended, the connector can no longer reach the directory.',
        steps: directory.renew === undefined ? [] : [directory.renew],
        links: [],
      },
    };
  }
  return { status: 'pass', message: `${seen.protocol}, valid until ${day(first)}` };
}
