import { networkProxy } from '../probes/network/proxy/facts.ts';
import { type CauseRule, isTrouble, joint } from './cause.ts';
import { type Connection, codeOf, isOutside, proxyOf, rowsOf } from './connections.ts';

/** The proxy does not answer at all: its name, its port or its own TLS. */
export const proxyDown: CauseRule = (rows) => {
  const root = rows.of(networkProxy);
  if (!isTrouble(root)) return undefined;
  const atDoor = rows.connections.filter(endsAtDoor);
  const mine = atDoor.find(({ row }) => row.id === root.id);
  if (mine === undefined) return undefined;
  const others = atDoor.filter((one) => isTrouble(one.row) && isOutside(one));
  return joint(
    'proxy-down',
    `The proxy ${proxyOf(mine)} does not answer: nothing gets out without it`,
    [root, ...rowsOf(others)],
    rows,
  );
};

function endsAtDoor(one: Connection): boolean {
  if (proxyOf(one) === undefined || one.failed === undefined) return false;
  const code = codeOf(one);
  const answered = code.startsWith('HTTP_') || code === 'REFUSED_BEFORE';
  return ['name', 'connection', 'proxy-tls', 'proxy'].includes(one.failed.layer) && !answered;
}
