import { type CauseRule, isTrouble, joint } from './cause.ts';
import { allWalks, isOutside, rowsOf } from './walks.ts';

/** No host of the internet is reached directly: no route, or nothing that lets it out. */
export const noRoute: CauseRule = (row, rows) => {
  const direct = allWalks(rows).filter((walk) => isOutside(walk) && !walk.byProxy);
  const stuck = direct.filter((walk) => walk.failed?.layer === 'connection');
  const passed = direct.some((walk) => walk.arrived);
  const address = row('server.address');
  const unrouted = address?.status === 'fail';
  const hosts = new Set(stuck.map((walk) => walk.host));
  if (stuck.length === 0 || passed || (hosts.size < 2 && !unrouted)) return undefined;
  const pathless = unrouted || stuck.every((walk) => codes.includes(walk.failed?.code ?? ''));
  const text = pathless
    ? 'This server has no route to the internet'
    : 'No host of the internet can be reached directly: a firewall is closed, or a proxy is missing';
  const own = unrouted ? address : undefined;
  const shown = rowsOf(stuck.filter((walk) => isTrouble(walk.row)));
  const cause = joint(pathless ? 'no-route' : 'closed', text, [own, ...shown], rows);
  return cause === undefined || cause.probes.length < 2 ? undefined : cause;
};

const codes: readonly string[] = ['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN'];
