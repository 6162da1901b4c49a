import { defined } from '../../../base/defined.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { requirement } from '../../../requirements/index.ts';
import type { TokenFacts } from './facts.ts';

const { preview, ga } = requirement('HOST-11').values;

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
    const sameAs = seen.find((other) => other.text === text)?.name;
    seen.push({ name, text });
    found.push({
      connector: name,
      length: lengthOf(text.length),
      plain: /^[A-Za-z0-9]*$/.test(text),
      ...defined({ sameAs }),
    });
  }
  return found;
}

function lengthOf(length: number): TokenFacts['length'] {
  if (length < preview.min) return 'below-10';
  if (length < ga.min) return '10-to-11';
  return length <= preview.max ? '12-to-20' : 'above-20';
}
