import { serverAddress } from '../probes/server/address.ts';
import { type CauseRule, isTrouble, joint, ofSeveral } from './cause.ts';
import { codeOf, hasArrived, isOutside, proxyOf, rowsOf } from './connections.ts';

/** No host of the internet is reached directly: no route, or nothing that lets it out. */
export const noRoute: CauseRule = (rows) => {
  const direct = rows.connections.filter((one) => isOutside(one) && proxyOf(one) === undefined);
  const stuck = direct.filter(({ failed }) => failed?.layer === 'connection');
  const address = rows.of(serverAddress);
  const own = address?.status === 'fail' ? address : undefined;
  const hosts = new Set(stuck.map(({ trace }) => trace.host));
  if (stuck.length === 0 || direct.some(hasArrived) || (hosts.size < 2 && own === undefined))
    return undefined;
  const pathless = own !== undefined || stuck.every((one) => codes.includes(codeOf(one)));
  const text = pathless
    ? 'This server has no route to the internet'
    : 'No host of the internet can be reached directly: a firewall is closed, or a proxy is missing';
  const shown = rowsOf(stuck.filter(({ row }) => isTrouble(row)));
  return ofSeveral(joint(pathless ? 'no-route' : 'closed', text, [own, ...shown], rows));
};

const codes: readonly string[] = ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN'];
