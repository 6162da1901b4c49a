import { type CauseRule, isTrouble, joint } from './cause.ts';
import { allWalks, isOutside, rowsOf } from './walks.ts';

/** The proxy answers, and lets this server reach none of the hosts: its rules, or its own way out. */
export const proxyRefuses: CauseRule = (row, rows) => {
  const walks = allWalks(rows).filter((walk) => isOutside(walk) && walk.byProxy);
  const refused = walks.filter((walk) => walk.failed?.layer === 'proxy' && no.test(walk.failed.code));
  const passed = walks.some((walk) => walk.arrived);
  const hosts = new Set(refused.map((walk) => walk.host));
  const [first] = refused;
  if (first === undefined || passed || hosts.size < 2) return undefined;
  const status = first.failed?.code.slice(5) ?? '';
  const text =
    status === '403'
      ? `The proxy ${first.proxy ?? ''} forbids every host that is needed (403)`
      : `The proxy ${first.proxy ?? ''} answers, but reaches no host itself (${status})`;
  const root = row('network.proxy');
  const own = isTrouble(root) ? root : undefined;
  return joint('proxy-refuses', text, [own, ...rowsOf(refused.filter((walk) => isTrouble(walk.row)))], rows);
};

const no = /^HTTP_(?:403|50[0-9])$/;
