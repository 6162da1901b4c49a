import { createPrivateKey, X509Certificate } from 'node:crypto';
import { defined } from '../../base/defined.ts';
import { isoTime } from '../../base/iso-time.ts';
import type { ProbeContext } from '../environment.ts';
import type { CertificateFacts, CertificateProblem, SignInSettings } from './outcome.ts';

type CertificateSettings = Extract<SignInSettings, { method: 'client-certificate' }>;

export type OpenedCertificate =
  | { readonly ok: true; readonly pem: string; readonly password?: string; readonly facts: CertificateFacts }
  | { readonly ok: false; readonly problem: CertificateProblem; readonly facts?: CertificateFacts };

const maxBytes = 256 * 1024;

/** PKCS #8, also encrypted, and the older kinds (RFC 7468). */
const privateKey = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]+?-----END (?:[A-Z]+ )*PRIVATE KEY-----/;

/** Reads the certificate with its key, both in PEM, and looks whether they fit before anything is sent. */
export async function openCertificate(
  context: ProbeContext,
  { certificateFile, certificatePassword }: CertificateSettings,
  signal: AbortSignal,
): Promise<OpenedCertificate> {
  const read = await context.platform.files.read(certificateFile, maxBytes, signal);
  if (!read.ok) return no('file', `${certificateFile}: ${read.problem.code}`);
  const bytes = Buffer.from(read.bytes);
  const pem = bytes.toString('utf8');
  if (!pem.includes('-----BEGIN ')) {
    // PKCS #12 is DER: a sequence.
    return bytes[0] === 0x30
      ? no('pfx', `${certificateFile} is no PEM file (a .pfx, or DER)`)
      : no('no-certificate', `${certificateFile} holds no certificate in PEM`);
  }
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return no('no-certificate', `${certificateFile} holds no certificate in PEM`);
  }
  const facts = factsOf(certificate);
  const key = privateKey.exec(pem)?.[0];
  if (key === undefined) return no('no-key', `${certificateFile} holds no private key`, facts);
  const password =
    certificatePassword === undefined ? undefined : (await context.secret(certificatePassword)).reveal();
  // The client library signs with RSA only.
  if (certificate.publicKey.asymmetricKeyType !== 'rsa') {
    return no('not-rsa', `the key of the certificate in ${certificateFile} is not RSA`, facts);
  }
  try {
    const opened = createPrivateKey({ key, ...defined({ passphrase: password }) });
    if (!certificate.checkPrivateKey(opened)) {
      return no(
        'wrong-key',
        `the private key in ${certificateFile} is not the one of its certificate`,
        facts,
      );
    }
  } catch {
    return no('key-password', `the private key in ${certificateFile} cannot be opened`, facts);
  }
  return { ok: true, pem, ...defined({ password }), facts };
}

function no(code: CertificateProblem['code'], text: string, facts?: CertificateFacts): OpenedCertificate {
  return { ok: false, problem: { code, text }, ...defined({ facts }) };
}

function factsOf(certificate: X509Certificate): CertificateFacts {
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    notBefore: isoTime(certificate.validFromDate),
    notAfter: isoTime(certificate.validToDate),
    thumbprint: certificate.fingerprint.replaceAll(':', ''),
  };
}
