import { Resolver } from 'node:dns/promises';
import type { Network } from './types.ts';

/** Chains are a few names long; one that goes on is a circle. */
const longest = 12;

/**
 * Asks the name servers themselves, name after name: the system's resolver tells only that some name of a chain has no
 * address. `servers` as `address:port`; those of the system when absent.
 */
export function createAliases(servers?: readonly string[]): Network['aliases'] {
  return async (name, signal) => {
    const resolver = new Resolver({ timeout: 1500, tries: 1 });
    if (servers !== undefined) resolver.setServers(servers);
    const stop = () => resolver.cancel();
    signal.addEventListener('abort', stop, { once: true });
    const chain: string[] = [];
    try {
      for (let next: string | undefined = name; chain.length < longest && !signal.aborted; ) {
        const [alias]: readonly string[] = await resolver.resolveCname(next);
        if (alias === undefined || alias === name || chain.includes(alias)) break;
        chain.push(alias);
        next = alias;
      }
    } catch {
      // No alias, no such name, or no answer: what was told until then counts.
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return chain;
  };
}
