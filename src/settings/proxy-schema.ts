import * as z from 'zod';
import { proxyConditions } from './conditions.ts';
import { addressWithCredentials, secret, text } from './field-schemas.ts';
import { Secret, type SecretSource } from './secret.ts';

/** A way out. The address never holds the user or password: they are split off when the file is read. */
interface Proxy {
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: SecretSource | undefined;
}

const proxyAddress = addressWithCredentials(['http', 'https'], 'http://proxy.contoso.example:8080');

/** `network.proxy`: just the address, or the address with user and password beside it. */
export const proxy = z
  .union(
    [
      proxyAddress,
      z
        .strictObject({ url: proxyAddress, user: text.optional(), password: secret.optional() })
        .meta(proxyConditions),
    ],
    {
      error: 'expected an address such as http://proxy.contoso.example:8080, or { url, user, password }',
    },
  )
  .transform((given, context): Proxy => {
    const whole: Proxy = typeof given === 'string' ? { url: given } : given;
    const url = new URL(whole.url);
    if (url.username === '' && url.password === '') return whole;
    const path = typeof given === 'string' ? [] : ['url'];
    const fault = (message: string) => {
      context.addIssue({ code: 'custom', path, message });
      return z.NEVER;
    };
    if (whole.user !== undefined || whole.password !== undefined) {
      return fault('has a user or password in it although user or password stands beside it: keep one');
    }
    const [user, password] = [url.username, url.password].map(decode);
    if (user === undefined || password === undefined) {
      return fault(
        'has a user or password in it that is not percent-encoded: write user and password beside it',
      );
    }
    url.username = '';
    url.password = '';
    return {
      url: url.href,
      ...(user === '' ? {} : { user }),
      ...(password === '' ? {} : { password: { kind: 'clear' as const, secret: new Secret(password) } }),
    };
  });

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
