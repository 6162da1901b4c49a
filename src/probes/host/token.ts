import type { ProbeContext } from '../../clients/environment.ts';
import { requirement } from '../../requirements/index.ts';
import type { ProfileName } from '../../settings/profiles.ts';

/**
 * What may be known of a secret token: how its length fits, whether it is letters and digits, and whether another
 * connector has the same. Neither the token nor its exact length is a fact.
 */
export type TokenFacts = {
  readonly connector: string;
  readonly length: 'below-10' | '10-to-11' | '12-to-20' | 'above-20';
  readonly plain: boolean;
  /** An earlier connector of `.ecmarc` with this token. */
  readonly sameAs?: string;
};

/** Of the tokens in `.ecmarc` that can be had without asking a person. */
export async function tokensOf(context: ProbeContext): Promise<readonly TokenFacts[]> {
  const found: TokenFacts[] = [];
  const seen: { readonly name: string; readonly text: string }[] = [];
  for (const { name, secretToken } of context.settings.connectors) {
    // A typed token is asked for by host.answer, which sends it.
    if (secretToken === undefined || secretToken.kind === 'prompt') continue;
    const text = await context.secret(secretToken).then(
      (secret) => secret.reveal(),
      () => undefined,
    );
    if (text === undefined) continue;
    const same = seen.find((other) => other.text === text);
    seen.push({ name, text });
    found.push({
      connector: name,
      length: lengthOf(text.length),
      plain: /^[A-Za-z0-9]*$/.test(text),
      ...(same === undefined ? {} : { sameAs: same.name }),
    });
  }
  return found;
}

const { preview, ga } = requirement('HOST-11').values;

function lengthOf(length: number): TokenFacts['length'] {
  if (length < preview.min) return 'below-10';
  if (length < ga.min) return '10-to-11';
  return length <= preview.max ? '12-to-20' : 'above-20';
}

/** What a release's documents do not allow, in words. */
export function tokenTrouble(token: TokenFacts, profile: ProfileName): string | undefined {
  switch (profile) {
    case 'preview-2021':
      if (token.length === 'below-10') return `has fewer than ${preview.min} characters`;
      if (token.length === 'above-20') return `has more than ${preview.max} characters`;
      return token.plain ? undefined : 'must be letters and digits';
    case 'ga':
      return token.length === 'below-10' || token.length === '10-to-11'
        ? `has fewer than ${ga.min} characters`
        : undefined;
  }
}
