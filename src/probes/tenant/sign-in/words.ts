import type { CertificateProblem, ServiceError } from '../../../clients/sign-in/outcome.ts';
import type { Step } from '../../../engine/probe.ts';
import { compareClock } from '../../common/certificate-words.ts';
import { by } from '../../common/fix.ts';
import { addLines } from '../../common/not-run.ts';
import { asApplication } from '../not-run.ts';

/** What a number of the sign-in service means for an administrator. */
interface Meaning {
  readonly message: string;
  readonly why: string;
  readonly steps: readonly Step[];
}

const oneFile = by.server('Put certificate and private key into one PEM file');
const newSecret = by.entra(
  'In the Microsoft Entra admin center, App registrations, Certificates & secrets: make a new client secret, and put its Value (not its ID) where .ecmarc has the old one',
);
const uploadCertificate = by.entra(
  'In the Microsoft Entra admin center, App registrations, Certificates & secrets: upload the certificate (without its key)',
);
const otherWay = by.entra(
  'Or sign in as an application: tenant.signIn with method client-secret or client-certificate',
);
const askPolicy = by.entra(
  'Ask who keeps Conditional Access to let this sign-in pass, or sign in from a place and device that it accepts',
);
const consent = by.entra(
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
    steps: [
      by.entra('In App registrations, Authentication: set "Allow public client flows" to Yes'),
      otherWay,
    ],
  },
  '7000112': {
    message: 'application is disabled',
    why: 'Sign-in is turned off for this application.',
    steps: [by.entra('In Enterprise applications, Properties: set "Enabled for users to sign-in" to Yes')],
  },
  '700016': {
    message: 'no such application here',
    why: 'The tenant knows no application with this clientId.',
    steps: [
      by.entra(
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
    steps: [compareClock],
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
    steps: [by.entra('In Enterprise applications, Users and groups: add the person')],
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
    steps: [by.entra('Sign in with an account of this tenant; guests may not set up the agent')],
  },
  '50034': {
    message: 'no such account',
    why: 'This tenant does not have the account.',
    steps: [by.entra('Sign in with an account of this tenant')],
  },
  '50057': {
    message: 'account is disabled',
    why: 'The account that signed in is disabled.',
    steps: [by.entra('Enable the account, or use another')],
  },
  '50076': {
    message: 'wants a second factor',
    why: 'This sign-in needs multifactor authentication.',
    steps: [by.entra('Sign in again with the second factor')],
  },
  '50079': {
    message: 'wants a second factor set up',
    why: 'The account must set up multifactor authentication first.',
    steps: [by.entra('Sign in once in a browser and set it up')],
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
            by.entra(
              `Read what it means: https://login.microsoftonline.com/error?code=${number.replace('AADSTS', '')}`,
            ),
          ],
  };
}

/** What is wrong with the file of the application's certificate, and what mends it. */
export const certificateFaults: Readonly<Record<CertificateProblem['code'], readonly [string, Step]>> = {
  file: ['the certificate cannot be read', by.server('Correct tenant.signIn.certificateFile of .ecmarc')],
  pfx: [
    'the certificate is no PEM file',
    by.server(
      'Turn it into one file with certificate and key in PEM',
      'openssl pkcs12 -in certificate.pfx -out certificate.pem',
    ),
  ],
  'no-certificate': ['no certificate in the file', oneFile],
  'no-key': ['no private key in the file', oneFile],
  'key-password': [
    'the private key does not open',
    by.server('Correct tenant.signIn.certificatePassword of .ecmarc'),
  ],
  'not-rsa': [
    'the certificate has no RSA key',
    by.entra('Make a certificate with an RSA key of 2048 bits or more, and upload it'),
  ],
  'wrong-key': [
    'the key is not of this certificate',
    by.server('Put the key of this certificate into the file'),
  ],
};

/** Many organisations block device codes: what else there is. */
export const otherWays: readonly Step[] = [
  by.entra(
    'Many organisations block sign-in by code (Conditional Access, authentication flows): ask who keeps these rules',
  ),
  addLines('Or sign in as an application, in .ecmarc under tenant', asApplication),
  addLines('Or answer yourself, in .ecmarc', 'attest: { licence: true, tenantType: AAD, country: US }'),
];
