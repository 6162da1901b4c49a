import { type CauseRule, isTrouble, joint } from './cause.ts';
import { allWalks, isOutside, rowsOf } from './walks.ts';

/** The proxy wants an account, and has none or a wrong one: services could not give it either. */
export const proxyCredentials: CauseRule = (row, rows) => {
  const root = row('network.proxy');
  const kept = allWalks(rows).filter(
    (walk) =>
      isTrouble(walk.row) &&
      isOutside(walk) &&
      walk.failed?.layer === 'proxy' &&
      wants.includes(walk.failed.code),
  );
  const name = kept.find((walk) => walk.proxy !== undefined)?.proxy ?? 'of this network';
  const text = isTrouble(root) ? texts[String(root.facts?.credentials)] : undefined;
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

/** By what became of the password (`ProxyFacts.credentials`). */
const texts: Readonly<Record<string, string>> = {
  'not-given': 'wants a password, and the services have none to give',
  'not-offered': 'wants a sign-in that cannot be tried here: nothing else could be looked at',
  refused: 'refuses the password: nothing gets out without it',
  standing: 'refused the password before: nothing gets out until that is settled',
};
