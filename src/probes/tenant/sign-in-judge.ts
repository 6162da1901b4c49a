import { never } from '../../base/never.ts';
import type { Evidence, JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import type { Settings } from '../../settings/schema.ts';
import { failureOf, reachedEvidence } from '../common/connection-words.ts';
import { addLines } from '../common/not-run.ts';
import { refusedBefore } from '../common/refused-before.ts';
import { onScreen, pressR } from '../common/steps.ts';
import type { CertificateProblem } from './certificate.ts';
import { least } from './permissions.ts';
import { asApplication } from './rows.ts';
import { meaningOf } from './service-errors.ts';
import type { SignInFacts } from './sign-in.ts';

type Said = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

export function judgeSignedIn({ facts, observedAt }: JudgeInput<Settings, SignInFacts>): Verdict {
  return {
    expected: `a token for Microsoft Graph, for the application ${facts.clientId}`,
    ...judge(facts, observedAt),
    evidence: evidenceOf(facts),
  };
}

function judge(facts: SignInFacts, observedAt: string): Said {
  const person = facts.method === 'device-code';
  switch (facts.outcome) {
    case 'signed-in':
      return signedIn(facts, observedAt);
    case 'refused': {
      if (facts.error === undefined) return odd(facts);
      const { message, why, steps } = meaningOf(facts.error);
      return no(message, `the sign-in service answers ${numberOf(facts)}`, why, steps);
    }
    case 'remembered':
      return no(
        'wrong client secret, remembered',
        `${refusedBefore(facts.refusal)}; not tried again, so that nothing is locked`,
        'Another try with the same secret would be refused again, so it waits until the settings change.',
        [{ text: 'Correct tenant.signIn.secret of .ecmarc, or what it names', owner: 'entra' }, pressR],
      );
    case 'expired':
      return no(
        'nobody entered the code in time',
        "the code's life was over",
        'A code is good for some minutes, and the sign-in must be finished in that time.',
        [onScreen('Press r for a new code'), ...otherWays],
      );
    case 'declined':
      return no(
        'the sign-in was declined',
        'the person said no, or cancelled it in the browser',
        'The person who signs in must agree that this application reads what it asks for.',
        [onScreen('Press r for a new code'), ...otherWays],
      );
    case 'certificate':
      return certificate(facts);
    case 'other-cloud':
      return no(
        'the tenant is in another cloud',
        'nothing was sent: "Tenant exists" says which cloud it is',
        'Signing in works only at the cloud that has the tenant.',
        [{ text: 'Correct tenant.cloud of .ecmarc', owner: 'entra' }, pressR],
      );
    case 'no-graph':
      return no(
        'no address of Microsoft Graph',
        'neither .ecmarc nor the cloud names one',
        'The cloud is given by its address, and its configuration names no Graph host.',
        [addLines('Add to tenant.cloud of .ecmarc, beside signIn', 'graph: https://graph.contoso.example')],
      );
    case 'unreached': {
      const failure = facts.reached === undefined ? undefined : failureOf(facts.reached);
      return failure === undefined ? odd(facts) : { status: 'fail', ...failure };
    }
    case 'throttled':
      return busy('the sign-in service asks to wait', facts);
    case 'fault':
      return busy(`the sign-in service answers ${facts.status ?? ''}`, facts);
    case 'page':
      return no(
        `a web page answers, status ${facts.status ?? ''}`,
        "in place of the sign-in host's JSON",
        'A portal or a filter of the network answers in place of the sign-in host.',
        [
          {
            text: `Let this server reach ${facts.reached?.host ?? 'the sign-in host'} without a portal or filter`,
            owner: 'network',
          },
        ],
      );
    case 'odd':
      return odd(facts);
    case 'library':
      return no(
        'no sign-in was made',
        `the sign-in library stopped: ${facts.fault ?? 'for a reason it does not name'}`,
        `The library could not use what ${person ? 'the sign-in host answered' : '.ecmarc gives'}.`,
        [
          {
            text: 'Compare tenant.id and tenant.signIn of .ecmarc with the App registration',
            owner: 'entra',
          },
        ],
      );
    default:
      return never(facts.outcome);
  }
}

function signedIn(facts: SignInFacts, observedAt: string): Said {
  const who = facts.method === 'device-code' ? 'as a person' : 'as the application';
  const days = daysLeft(facts, observedAt);
  const found =
    facts.permissions === undefined ? 'signed in; the token does not tell its permissions' : 'signed in';
  if (days === undefined || days > 30) return { status: 'pass', message: `signed in ${who}`, found };
  return {
    status: 'warn',
    message: `signed in; certificate ends in ${days} days`,
    found,
    remedy: {
      why: "The application's certificate soon ends.",
      steps: [
        {
          text: 'Make a new certificate and upload it under App registrations, Certificates & secrets',
          owner: 'entra',
        },
      ],
      links: [],
    },
  };
}

function daysLeft({ certificate }: SignInFacts, observedAt: string): number | undefined {
  if (certificate === undefined) return undefined;
  return Math.floor((Date.parse(certificate.notAfter) - Date.parse(observedAt)) / 86_400_000);
}

function certificate({ problem }: SignInFacts): Said {
  const messages: Readonly<Record<CertificateProblem['code'], readonly [string, Step]>> = {
    file: [
      'the certificate cannot be read',
      { text: 'Correct tenant.signIn.certificateFile of .ecmarc', owner: 'server' },
    ],
    pfx: [
      'the certificate is no PEM file',
      {
        text: 'Turn it into one file with certificate and key in PEM',
        command: 'openssl pkcs12 -in certificate.pfx -out certificate.pem',
        owner: 'server',
      },
    ],
    'no-certificate': [
      'no certificate in the file',
      { text: 'Put certificate and private key into one PEM file', owner: 'server' },
    ],
    'no-key': [
      'no private key in the file',
      { text: 'Put certificate and private key into one PEM file', owner: 'server' },
    ],
    'key-password': [
      'the private key does not open',
      { text: 'Correct tenant.signIn.certificatePassword of .ecmarc', owner: 'server' },
    ],
    'not-rsa': [
      'the certificate has no RSA key',
      { text: 'Make a certificate with an RSA key of 2048 bits or more, and upload it', owner: 'entra' },
    ],
    'wrong-key': [
      'the key is not of this certificate',
      { text: 'Put the key of this certificate into the file', owner: 'server' },
    ],
  };
  const [message, step] = messages[problem?.code ?? 'file'];
  return no(message, problem?.text ?? '', 'Signing in with a certificate needs both, and nothing was sent.', [
    step,
  ]);
}

function busy(message: string, facts: SignInFacts): Said {
  const wait = facts.retryAfter === undefined ? 'some minutes' : `${facts.retryAfter} s`;
  return {
    status: 'unknown',
    message,
    found: `HTTP status ${facts.status ?? ''}`,
    remedy: {
      why: 'The service did not say yes or no.',
      steps: [{ text: `Wait ${wait}` }, pressR],
      links: [],
    },
  };
}

function odd(facts: SignInFacts): Said {
  return no(
    'an answer without a token',
    `HTTP status ${facts.status ?? ''} from the sign-in host`,
    'What answered does not speak as the sign-in service does.',
    [{ text: 'Find out what answers in place of the sign-in host', owner: 'network' }],
  );
}

function no(message: string, found: string, why: string, steps: readonly Step[]): Said {
  const remedy: Remedy = { why, steps, links: [] };
  return { status: 'fail', message, found, remedy };
}

/** Many organisations block device codes: what else there is. */
const otherWays: readonly Step[] = [
  {
    text: 'Many organisations block sign-in by code (Conditional Access, authentication flows): ask who keeps these rules',
    owner: 'entra',
  },
  addLines('Or sign in as an application, in .ecmarc under tenant', asApplication),
  addLines('Or answer yourself, in .ecmarc', 'attest: { licence: true, tenantType: AAD, country: US }'),
];

function numberOf({ error, status }: SignInFacts): string {
  return `${error?.number ?? error?.name ?? ''} (HTTP status ${status ?? ''})`;
}

function evidenceOf(facts: SignInFacts): Evidence[] {
  const { certificate: own, permissions } = facts;
  const asked =
    facts.method === 'device-code' ? 'a person, by device code' : `the application, by ${facts.method}`;
  return [
    { label: 'Application id', value: facts.clientId },
    { label: 'Signs in', value: asked },
    ...(facts.graph === undefined ? [] : [{ label: 'For', value: facts.graph }]),
    ...(permissions === undefined ? [] : [{ label: 'Permissions', value: permissions.join(', ') }]),
    {
      label: 'Least permissions',
      value: `${least.licence} (licence, country, type)${facts.method === 'device-code' ? `, ${least.roles} (roles)` : ''}`,
    },
    ...(own === undefined
      ? []
      : [
          {
            label: 'Certificate',
            value: `${own.subject}, until ${own.notAfter.slice(0, 10)}, thumbprint ${own.thumbprint}`,
          },
        ]),
    ...(facts.reached === undefined
      ? [{ label: 'Asked as', value: facts.as }]
      : reachedEvidence(facts.reached)),
  ];
}
