import type { TokenCredential } from '@azure/identity';
import { defined } from '../../base/defined.ts';
import { never } from '../../base/never.ts';
import { authority } from '../../platform/url-host.ts';
import { signInHost } from '../clouds.ts';
import type { ProbeContext } from '../environment.ts';
import { openCertificate } from './certificate.ts';
import type { SignInOutcome, SignInSettings } from './outcome.ts';
import type { Transport } from './transport.ts';

type Library = typeof import('@azure/identity');

interface Made {
  /** Throws where the library does not take what it is given. */
  readonly credential?: () => TokenCredential;
  readonly certificate?: SignInOutcome['certificate'];
  readonly problem?: SignInOutcome['problem'];
}

/**
 * The credential of the client library for the method of `.ecmarc`. `silence`: called when a code is shown, before the
 * polling begins.
 */
export async function credentialFor(
  context: ProbeContext,
  given: SignInSettings,
  tenantId: string,
  transport: Transport,
  silence: () => void,
  signal: AbortSignal,
): Promise<Made> {
  const { host, port, byAddress } = signInHost(context.settings);
  const options = {
    authorityHost: `https://${authority(host, port).replace(/:443$/, '')}`,
    // Microsoft's own clouds stay checked; a cloud that is given by its address is in no list of theirs.
    disableInstanceDiscovery: byAddress,
    retryOptions: { maxRetries: 0 },
    httpClient: transport,
  };
  switch (given.method) {
    case 'client-secret': {
      const secret = await context.secret(given.secret);
      const { ClientSecretCredential } = await loadLibrary();
      return {
        credential: () => new ClientSecretCredential(tenantId, given.clientId, secret.reveal(), options),
      };
    }
    case 'client-certificate': {
      const opened = await openCertificate(context, given, signal);
      const certificate = defined({ certificate: opened.facts });
      if (!opened.ok) return { ...certificate, problem: opened.problem };
      const { ClientCertificateCredential } = await loadLibrary();
      const held = {
        certificate: opened.pem,
        ...defined({ certificatePassword: opened.password }),
      };
      return {
        ...certificate,
        credential: () => new ClientCertificateCredential(tenantId, given.clientId, held, options),
      };
    }
    case 'device-code': {
      const { DeviceCodeCredential } = await loadLibrary();
      return {
        credential: () =>
          new DeviceCodeCredential({
            ...options,
            tenantId,
            clientId: given.clientId,
            userPromptCallback: ({ userCode, verificationUri }) => {
              // The polling that follows must not write over what the person has to read.
              silence();
              context.waitingFor('the sign-in in a browser');
              const { codeSeconds = usualSeconds } = transport;
              const ends = context.platform.now().getTime() + codeSeconds * 1000;
              context.prompt({
                code: userCode.slice(0, 40),
                address: verificationUri.slice(0, 200),
                expiresAt: new Date(ends).toISOString(),
              });
            },
          }),
      };
    }
    default:
      return never(given);
  }
}

/** Loaded at the first sign-in, never for the first frame. */
function loadLibrary(): Promise<Library> {
  return import('@azure/identity');
}

/**
 * Life of a device code where the answer does not tell it (RFC 8628 demands `expires_in`, 3.2): what Microsoft's page
 * on the device authorization grant names, in seconds. The library's own text for people holds no time.
 */
const usualSeconds = 900;
