import { isIP } from 'node:net';
import type { Evidence, JudgeInput, Step, Verdict } from '../../engine/probe.ts';
import { shortName } from '../../platform/certificates.ts';
import type { Problem, Secured } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import { reachedEvidence, stepFailure } from '../network/failure.ts';
import { failedStep } from '../network/steps.ts';
import { problemText } from './outcome.ts';
import type { TlsFacts } from './tls.ts';

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

const dayMs = 24 * 60 * 60 * 1000;

export function judgeTls({ facts, observedAt }: JudgeInput<Settings, TlsFacts>): Verdict {
  const expected = 'TLS with a certificate that this server trusts';
  return { expected, ...find(facts, observedAt), evidence: evidenceOf(facts) };
}

function find(facts: TlsFacts, observedAt: string): Finding {
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
  if (reached.platform === 'win32' && seen.trustedBy === 'extra') return onlyOurs(facts, seen);
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

function unprotected(loopback: boolean): Finding {
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

function noStartTls(problem: Problem): Finding {
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

function noTls(facts: TlsFacts, problem: Problem, observedAt: string): Finding {
  const { reached } = facts;
  const { host, tls: seen } = reached;
  if (seen === undefined) return noHandshake(host, problem);
  const leaf = seen.chain[0];
  const reissue: Step = {
    text: `Give the directory a certificate that names ${isIP(host) === 0 ? `DNS:${host}` : `IP:${host}`} (subjectAltName) and is valid`,
    owner: 'directory',
  };
  switch (problem.code) {
    case 'CERT_HAS_EXPIRED': {
      const over = seen.chain.find((one) => one.notAfter < observedAt) ?? leaf;
      return {
        status: 'fail',
        message: 'certificate has expired',
        found: `${shortName(over?.subject ?? '')} ended ${day(over?.notAfter)}`,
        remedy: {
          why: 'By the clock of this server, a certificate of the chain has ended. The connector will refuse it.',
          steps: [{ text: 'Renew the certificate of the directory', owner: 'directory' }, clock],
          links: [],
        },
      };
    }
    case 'CERT_NOT_YET_VALID':
      return {
        status: 'fail',
        message: 'certificate is not valid yet',
        found: `it begins ${day(leaf?.notBefore)}`,
        remedy: {
          why: 'By the clock of this server, a certificate of the chain begins later than now.',
          steps: [clock, reissue],
          links: [],
        },
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        status: 'fail',
        message: 'certificate of another name',
        found: `it names ${leaf?.names.join(', ') || shortName(leaf?.subject ?? '')}, not ${host}`,
        remedy: {
          why: `The certificate does not name ${host}, so nobody can tell that this is the right server.`,
          steps: [
            {
              text: 'In .ecmarc and in the connector, use a name that the certificate has',
            },
            reissue,
          ],
          links: [],
        },
      };
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return {
        status: 'fail',
        message: 'certificate chain is incomplete',
        found: `${shortName(leaf?.issuer ?? '')}, which issued it, is not sent and not known here`,
        remedy: {
          why: problem.text,
          steps: [
            {
              text: 'Let the directory send its certificate together with those that issued it',
              owner: 'directory',
            },
            importRoot(leaf?.issuer),
          ],
          links: [],
        },
      };
    default:
      return {
        status: 'fail',
        message: `${issuer(seen)} is not trusted`,
        found: `${problem.text} (${problem.code})`,
        remedy: {
          why: 'The certificate of the directory comes from an authority that this server does not trust. No password is sent to it.',
          steps: [
            {
              text: 'Get the certificate of that authority from the owner of the directory',
              owner: 'directory',
            },
            importRoot(seen.chain.at(-1)?.issuer),
            { text: 'Off Windows, name the file in .ecmarc, at the target: caFile' },
          ],
          links: [],
        },
      };
  }
}

function noHandshake(host: string, { code, text }: Problem): Finding {
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

function onlyOurs({ caFile }: TlsFacts, seen: Secured): Finding {
  return {
    status: 'fail',
    message: `${issuer(seen)} is trusted by ${caFile?.key === 'network.caFile' ? 'network.caFile' : 'caFile'} only`,
    found: "the connector uses the machine's store, and this authority is not in there",
    remedy: {
      why: 'The doctor was told of this authority in .ecmarc; the services of Windows were not.',
      steps: [importRoot(seen.chain.at(-1)?.issuer)],
      links: [],
    },
  };
}

function soonOver(seen: Secured, observedAt: string): Finding {
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
        steps: [{ text: 'Renew the certificate of the directory', owner: 'directory' }],
        links: [],
      },
    };
  }
  return { status: 'pass', message: `${seen.protocol}, valid until ${day(first)}` };
}

const clock: Step = {
  text: 'Compare the clock of this server',
  command: 'w32tm /query /status',
  owner: 'server',
};

function importRoot(authority: string | undefined): Step {
  return {
    text: `Import ${authority === undefined ? 'the authority' : shortName(authority)} into LocalMachine\\Root, as an administrator (give the path of its file)`,
    command: 'Import-Certificate -FilePath .\\ldap-ca.cer -CertStoreLocation Cert:\\LocalMachine\\Root',
    owner: 'server',
  };
}

function issuer(seen: Secured): string {
  const top = seen.chain.at(-1);
  return top === undefined ? 'its authority' : shortName(top.issuer);
}

function day(date: string | undefined): string {
  return date?.slice(0, 10) ?? 'unknown';
}
