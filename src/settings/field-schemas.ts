import * as z from 'zod';
import { addressPattern, portPattern } from './patterns.ts';
import { Secret, type SecretSource } from './secret.ts';

// Checks compiled to code pay off after thousands of them; a start needs one. Must be set before any schema is made.
z.config({ jitless: true });

/**
 * The small pieces that `.ecmarc` is made of. Each says in its own words what was expected; no message ever
 * repeats what was given, since it may be a secret in the wrong place.
 */

/** Text without control characters and line breaks: it will stand in messages, requests and reports. */
export const text = z
  .string()
  .min(1, { error: 'expected text that is not empty' })
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, {
    error:
      'has a control character in it (in "double quotes" a \\ makes one: write single quotes, or \\\\ for each \\)',
  });

export const port = z
  .int()
  .min(1, { error: 'expected a port from 1 to 65535' })
  .max(65535, { error: 'expected a port from 1 to 65535' });

/** Shown for everything that is wrong inside a secret: nothing in there is ever repeated. */
export const secretExpected = 'expected text, { env: NAME }, { file: PATH } or { prompt: true }';

/** Names with other characters are most likely the secret itself. */
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.()-]*$/, {
  error: 'expected the name of an environment variable',
});

/** A password, token or key: in clear, or where it is to be had. */
export const secret = z
  .union(
    [
      z.strictObject({ env: variable }),
      z.strictObject({ file: text }),
      z.strictObject({ prompt: z.literal(true) }),
      z.string().min(1, { error: 'is empty: give it a value, or leave the key out' }),
    ],
    { error: secretExpected },
  )
  .transform((given): SecretSource => {
    if (typeof given === 'string') return { kind: 'clear', secret: new Secret(given) };
    if ('env' in given) return { kind: 'env', name: given.env };
    if ('file' in given) return { kind: 'file', path: given.file };
    return { kind: 'prompt' };
  });

/** An address with a host and without user or password. `bare`: it must end after the port. */
export function address(schemes: readonly string[], example: string, bare = false) {
  const expected = `expected an address such as ${example}`;
  return z
    .url({ protocol: oneOf(schemes), error: expected })
    .refine((given) => hasHost(given), { error: expected })
    .refine((given) => !hasCredentials(given), {
      error: 'a user or password does not belong into an address',
    })
    .refine((given) => !bare || endsAfterPort(given), {
      error: `${expected}: nothing may follow the host and port`,
    })
    .meta({ pattern: addressPattern(schemes, { bare }) });
}

/** As `address`, but a user and a password may stand in it (a proxy's address often comes so). */
export function addressWithCredentials(schemes: readonly string[], example: string) {
  const expected = `expected an address such as ${example}`;
  return z
    .url({ protocol: oneOf(schemes), error: expected })
    .refine((given) => hasHost(given), { error: expected })
    .meta({ pattern: addressPattern(schemes, { credentials: true }) });
}

function oneOf(schemes: readonly string[]): RegExp {
  return new RegExp(`^(?:${schemes.join('|')})$`);
}

function hasHost(given: string): boolean {
  if (!URL.canParse(given)) return true; // the URL check has spoken already
  // Of http:///x `URL` would take the path for the host.
  return /^[a-z]+:\/\/[^/\\]/i.test(given.trim()) && new URL(given).hostname !== '';
}

function hasCredentials(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { username, password } = new URL(given);
  return username !== '' || password !== '';
}

function endsAfterPort(given: string): boolean {
  if (!URL.canParse(given)) return true;
  const { pathname, search, hash } = new URL(given);
  return (pathname === '' || pathname === '/') && search === '' && hash === '';
}

/** `host:port`, an IPv6 address in brackets. */
export const hostAndPort = z
  .string()
  .regex(/^(?:[^\s:@/[\]]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/, {
    error: 'expected host:port, such as api.contoso.example:443',
  })
  .regex(new RegExp(`:${portPattern}$`), { error: 'expected a port from 1 to 65535 after the colon' });
