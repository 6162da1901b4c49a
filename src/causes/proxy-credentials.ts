import type { CredentialsFate } from '../clients/connection/proxy.ts';
import { networkProxy } from '../probes/network/proxy/facts.ts';
import { type CauseRule, ifTrouble, isTrouble, joint } from './cause.ts';
import { codeOf, isOutside, proxyOf, rowsOf } from './connections.ts';

/** The proxy wants an account, and has none or a wrong one: services could not give it either. */
export const proxyCredentials: CauseRule = (rows) => {
  const kept = rows.connections.filter(
    (one) =>
      isTrouble(one.row) && isOutside(one) && one.failed?.layer === 'proxy' && wants.includes(codeOf(one)),
  );
  const [name = 'of this network'] = kept.flatMap((one) => proxyOf(one) ?? []);
  const root = ifTrouble(rows.of(networkProxy));
  const fate = root?.facts?.credentials;
  const text = fate === undefined ? undefined : texts[fate];
  if (text !== undefined)
    return joint('proxy-credentials', `The proxy ${name} ${text}`, [root, ...rowsOf(kept)], rows);
  // It let the first row pass and others not: the password is refused since.
  if (kept.length < 2) return undefined;
  return joint(
    'proxy-credentials',
    `The proxy ${name} wants a password for other hosts than the first`,
    rowsOf(kept),
    rows,
  );
};

const wants: readonly string[] = ['HTTP_407', 'HTTP_401', 'REFUSED_BEFORE'];

const texts: Readonly<Partial<Record<CredentialsFate, string>>> = {
  'not-given': 'wants a password, and the services have none to give',
  'not-offered': 'wants a sign-in that cannot be tried here: nothing else could be looked at',
  refused: 'refuses the password: nothing gets out without it',
  standing: 'refused the password before: nothing gets out until that is settled',
};
