import type { Step } from '../../engine/probe.ts';
import type { ServiceError } from './transport.ts';

/** What a number of the sign-in service means for an administrator. */
interface Meaning {
  readonly message: string;
  readonly why: string;
  readonly steps: readonly Step[];
}

const entra = (text: string): Step => ({ text, owner: 'entra' });

const newSecret = entra(
  'In the Microsoft Entra admin center, App registrations, Certificates & secrets: make a new client secret, and put its Value (not its ID) where .ecmarc has the old one',
);
const uploadCertificate = entra(
  'In the Microsoft Entra admin center, App registrations, Certificates & secrets: upload the certificate (without its key)',
);
const otherWay = entra(
  'Or sign in as an application: tenant.signIn with method client-secret or client-certificate',
);
const askPolicy = entra(
  'Ask who keeps Conditional Access to let this sign-in pass, or sign in from a place and device that it accepts',
);
const consent = entra(
  'Let an administrator consent to the permissions of the application: App registrations, API permissions, Grant admin consent',
);

/** By the number in `AADSTS...`. Microsoft says that numbers can change: what is not here is shown as it came. */
const meanings: Readonly<Record<string, Meaning>> = {
  '7000215': {
    message: 'wrong client secret',
    why: 'The application exists, but this is not its secret. Often the ID of the secret was copied in place of its Value.',
    steps: [newSecret],
  },
  '7000222': {
    message: 'client secret has expired',
    why: "The application's secret is no longer good.",
    steps: [newSecret],
  },
  '7000218': {
    message: 'not a public client',
    why: 'A device code needs an application that allows public client flows.',
    steps: [entra('In App registrations, Authentication: set "Allow public client flows" to Yes'), otherWay],
  },
  '7000112': {
    message: 'application is disabled',
    why: 'Sign-in is turned off for this application.',
    steps: [entra('In Enterprise applications, Properties: set "Enabled for users to sign-in" to Yes')],
  },
  '700016': {
    message: 'no such application here',
    why: 'The tenant knows no application with this clientId.',
    steps: [
      entra(
        'Compare tenant.signIn.clientId with the Application (client) ID in App registrations of this tenant',
      ),
    ],
  },
  '700027': {
    message: 'certificate is not registered',
    why: 'The application does not know this certificate, or the signature made with it is not accepted.',
    steps: [uploadCertificate],
  },
  '700024': {
    message: 'the signed request is too old or too new',
    why: 'The clock of this server is not the one of the sign-in service.',
    steps: [{ text: 'Compare the clock of this server', command: 'w32tm /query /status', owner: 'server' }],
  },
  '700030': {
    message: 'certificate has expired',
    why: 'The certificate is no longer good.',
    steps: [uploadCertificate],
  },
  '65001': {
    message: 'nobody has consented yet',
    why: 'The application may not read on behalf of this person: consent is missing.',
    steps: [consent],
  },
  '90094': {
    message: 'needs the consent of an administrator',
    why: 'This tenant lets only administrators consent to these permissions.',
    steps: [consent],
  },
  '50105': {
    message: 'person is not assigned',
    why: 'The application is only for persons who are assigned to it.',
    steps: [entra('In Enterprise applications, Users and groups: add the person')],
  },
  '53003': {
    message: 'blocked by Conditional Access',
    why: 'A rule of your organisation blocks this sign-in. Many block the device code flow altogether.',
    steps: [askPolicy, otherWay],
  },
  '530036': {
    message: 'blocked by Conditional Access',
    why: 'A rule of your organisation blocks this authentication flow.',
    steps: [askPolicy, otherWay],
  },
  '53000': {
    message: 'device is not compliant',
    why: 'A rule of your organisation asks for a managed device.',
    steps: [askPolicy, otherWay],
  },
  '53001': {
    message: 'device is not joined',
    why: 'A rule of your organisation asks for a joined device.',
    steps: [askPolicy, otherWay],
  },
  '50020': {
    message: 'account of another tenant',
    why: 'The account that signed in is not of this tenant.',
    steps: [entra('Sign in with an account of this tenant; guests may not set up the agent')],
  },
  '50034': {
    message: 'no such account',
    why: 'This tenant does not have the account.',
    steps: [entra('Sign in with an account of this tenant')],
  },
  '50057': {
    message: 'account is disabled',
    why: 'The account that signed in is disabled.',
    steps: [entra('Enable the account, or use another')],
  },
  '50076': {
    message: 'wants a second factor',
    why: 'This sign-in needs multifactor authentication.',
    steps: [entra('Sign in again with the second factor')],
  },
  '50079': {
    message: 'wants a second factor set up',
    why: 'The account must set up multifactor authentication first.',
    steps: [entra('Sign in once in a browser and set it up')],
  },
};

export function meaningOf({ number, name }: ServiceError): Meaning {
  const known = meanings[number?.replace('AADSTS', '') ?? ''];
  if (known !== undefined) return known;
  return {
    message: `refused: ${number ?? name}`,
    why: `The sign-in service says no (${number ?? name}).`,
    steps:
      number === undefined
        ? []
        : [
            entra(
              `Read what it means: https://login.microsoftonline.com/error?code=${number.replace('AADSTS', '')}`,
            ),
          ],
  };
}

/** Numbers of a secret that is wrong or no longer good. Another refusal says nothing about the secret. */
const ofSecret: readonly string[] = ['AADSTS7000215', 'AADSTS7000222'];

/** Must this secret not be sent again? `invalid_client` without a number (RFC 6749, 5.2) counts too. */
export function isWrongSecret(error: ServiceError | undefined): boolean {
  if (error === undefined) return false;
  return error.number === undefined ? error.name === 'invalid_client' : ofSecret.includes(error.number);
}
