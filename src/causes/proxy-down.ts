import { type CauseRule, isTrouble, joint } from './cause.ts';
import { allWalks, isOutside, rowsOf, type Walk } from './walks.ts';

/** The proxy does not answer at all: its name, its port or its own TLS. */
export const proxyDown: CauseRule = (row, rows) => {
  const root = row('network.proxy');
  if (!isTrouble(root)) return undefined;
  const mine = allWalks([root]).find(endsAtDoor);
  if (mine === undefined) return undefined;
  const others = allWalks(rows).filter((walk) => isTrouble(walk.row) && isOutside(walk) && endsAtDoor(walk));
  const name = mine.proxy ?? mine.failed?.peer ?? '';
  return joint(
    'proxy-down',
    `The proxy ${name} does not answer: nothing gets out without it`,
    [root, ...rowsOf(others)],
    rows,
  );
};

function endsAtDoor({ byProxy, failed }: Walk): boolean {
  if (!byProxy || failed === undefined) return false;
  const answered = failed.code.startsWith('HTTP_') || failed.code === 'REFUSED_BEFORE';
  return ['name', 'connection', 'proxy-tls', 'proxy'].includes(failed.layer) && !answered;
}
