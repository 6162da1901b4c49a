import { networkProxy } from '../probes/network/proxy/facts.ts';
import { type CauseRule, ifTrouble, isTrouble, joint } from './cause.ts';
import { codeOf, hasArrived, isOutside, proxyOf, rowsOf } from './connections.ts';

/** The proxy answers, and lets this server reach none of the hosts: its rules, or its own way out. */
export const proxyRefuses: CauseRule = (rows) => {
  const byProxy = rows.connections.filter((one) => isOutside(one) && proxyOf(one) !== undefined);
  const refused = byProxy.filter((one) => one.failed?.layer === 'proxy' && no.test(codeOf(one)));
  const hosts = new Set(refused.map(({ trace }) => trace.host));
  const [first] = refused;
  if (first === undefined || byProxy.some(hasArrived) || hosts.size < 2) return undefined;
  const status = codeOf(first).slice(5);
  const name = proxyOf(first);
  const text =
    status === '403'
      ? `The proxy ${name} forbids every host that is needed (403)`
      : `The proxy ${name} answers, but reaches no host itself (${status})`;
  const shown = rowsOf(refused.filter(({ row }) => isTrouble(row)));
  return joint('proxy-refuses', text, [ifTrouble(rows.of(networkProxy)), ...shown], rows);
};

const no = /^HTTP_(?:403|50[0-9])$/;
