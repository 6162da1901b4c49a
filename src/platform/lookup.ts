import { lookup as resolve } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address, Network } from './types.ts';
import { withoutBrackets } from './url-host.ts';
import { orAborted, timed } from './wait.ts';

/**
 * All addresses of a name as programs on this machine see it (hosts file, DNS, in the system's order). The
 * system's resolver cannot be stopped: when the signal ends, only the waiting does. Few run at once in Node, and
 * each may take long where DNS is dead, so rows that ask for the same name at the same time share the answer.
 */
export function createLookup(): Network['lookup'] {
  const underWay = new Map<string, Promise<readonly Address[]>>();
  const shared = (name: string) => {
    const known = underWay.get(name);
    if (known !== undefined) return known;
    const asked = askSystem(name).finally(() => underWay.delete(name));
    underWay.set(name, asked);
    return asked;
  };
  return (host, signal) =>
    timed(signal, async () => {
      const name = withoutBrackets(host);
      const literal = isIP(name);
      if (literal !== 0) return { addresses: [{ address: name, family: literal === 6 ? 6 : 4 }] };
      return { addresses: await orAborted(signal, shared(name)) };
    });
}

async function askSystem(name: string): Promise<readonly Address[]> {
  const found = await resolve(name, { all: true, order: 'verbatim' });
  return found.map(({ address, family }): Address => ({ address, family: family === 6 ? 6 : 4 }));
}
