import { never } from '../../../base/never.ts';
import type { Evidence, JudgeInput, Step, Verdict } from '../../../engine/probe.ts';
import type { Settings } from '../../../settings/schema.ts';
import { failureOf, reachedEvidence } from '../../common/connection-words.ts';
import { by, fix } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { refusedBefore } from '../../common/refused-before.ts';
import { onScreen, pressR } from '../../common/steps.ts';
import { least } from '../permissions.ts';
import type { SignInFacts } from './facts.ts';
import { certificateFaults, meaningOf, otherWays } from './words.ts';

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
      return no(message, `the sign-in service answers ${numberOf(facts)}`, why, ...steps);
    }
    case 'remembered':
      return no(
        'wrong client secret, remembered',
        `${refusedBefore(facts.refusal)}; not tried again, so that nothing is locked`,
        'Another try with the same secret would be refused again, so it waits until the settings change.',
        by.entra('Correct tenant.signIn.secret of .ecmarc, or what it names'),
        pressR,
      );
    case 'expired':
      return no(
        'nobody entered the code in time',
        "the code's life was over",
        'A code is good for some minutes, and the sign-in must be finished in that time.',
        onScreen('Press r for a new code'),
        ...otherWays,
      );
    case 'declined':
      return no(
        'the sign-in was declined',
        'the person said no, or cancelled it in the browser',
        'The person who signs in must agree that this application reads what it asks for.',
        onScreen('Press r for a new code'),
        ...otherWays,
      );
    case 'certificate':
      return certificate(facts);
    case 'other-cloud':
      return no(
        'the tenant is in another cloud',
        'nothing was sent: "Tenant exists" says which cloud it is',
        'Signing in works only at the cloud that has the tenant.',
        by.entra('Correct tenant.cloud of .ecmarc'),
        pressR,
      );
    case 'no-graph':
      return no(
        'no address of Microsoft Graph',
        'neither .ecmarc nor the cloud names one',
        'The cloud is given by its address, and its configuration names no Graph host.',
        addLines('Add to tenant.cloud of .ecmarc, beside signIn', 'graph: https://graph.contoso.example'),
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
        by.network(
          `Let this server reach ${facts.reached?.host ?? 'the sign-in host'} without a portal or filter`,
        ),
      );
    case 'odd':
      return odd(facts);
    case 'library':
      return no(
        'no sign-in was made',
        `the sign-in library stopped: ${facts.fault ?? 'for a reason it does not name'}`,
        `The library could not use what ${person ? 'the sign-in host answered' : '.ecmarc gives'}.`,
        by.entra('Compare tenant.id and tenant.signIn of .ecmarc with the App registration'),
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
    remedy: fix(
      "The application's certificate soon ends.",
      by.entra('Make a new certificate and upload it under App registrations, Certificates & secrets'),
    ),
  };
}

function daysLeft({ certificate }: SignInFacts, observedAt: string): number | undefined {
  if (certificate === undefined) return undefined;
  return Math.floor((Date.parse(certificate.notAfter) - Date.parse(observedAt)) / 86_400_000);
}

function certificate({ problem }: SignInFacts): Said {
  const [message, step] = certificateFaults[problem?.code ?? 'file'];
  const why = 'Signing in with a certificate needs both, and nothing was sent.';
  return no(message, problem?.text ?? '', why, step);
}

function busy(message: string, facts: SignInFacts): Said {
  const wait = facts.retryAfter === undefined ? 'some minutes' : `${facts.retryAfter} s`;
  return {
    status: 'unknown',
    message,
    found: `HTTP status ${facts.status ?? ''}`,
    remedy: fix('The service did not say yes or no.', `Wait ${wait}`, pressR),
  };
}

function odd(facts: SignInFacts): Said {
  return no(
    'an answer without a token',
    `HTTP status ${facts.status ?? ''} from the sign-in host`,
    'What answered does not speak as the sign-in service does.',
    by.network('Find out what answers in place of the sign-in host'),
  );
}

function no(message: string, found: string, why: string, ...steps: readonly Step[]): Said {
  return { status: 'fail', message, found, remedy: fix(why, ...steps) };
}

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
      value: `${least.licence} (licence), ${least.organization} (country, type; it serves for the licence too)${facts.method === 'device-code' ? `, ${least.roles} (roles)` : ''}`,
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
