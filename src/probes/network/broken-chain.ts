import type { ProbeContext } from '../../clients/environment.ts';
import { patience, within } from '../../clients/step-timeouts.ts';

/** What a name that is not known is an alias of, in order (NET-12): the last is the one that is not there. */
export async function brokenChain(
  context: ProbeContext,
  name: string,
  most: { readonly seconds: number; readonly share: number },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const seconds = patience(context, most.seconds, most.share);
  const told = await within(seconds, signal, (bounded) => context.platform.network.aliases(name, bounded));
  return told ?? [];
}

/** `a.example is an alias of b.example, that of c.example`. */
export function chainText(name: string, aliases: readonly string[]): string {
  return `${name} is an alias of ${aliases.join(', that of ')}`;
}
