import { networkDns } from '../probes/network/dns.ts';
import { type CauseRule, ifTrouble, isTrouble, joint, ofSeveral } from './cause.ts';
import { codeOf, isOutside, namesFound, rowsOf } from './connections.ts';

/** Names cannot be found: the name server is silent, or knows nothing of the internet. */
export const dns: CauseRule = (rows) => {
  const lost = rows.connections.filter(({ row, failed }) => isTrouble(row) && failed?.layer === 'name');
  const outside = lost.filter(isOutside);
  const trouble = ifTrouble(rows.of(networkDns));
  const root = outside.some(({ row }) => row.id === trouble?.id) ? trouble : undefined;
  const found = rows.connections.flatMap(namesFound);
  const names = new Set(lost.map(({ failed }) => failed?.peer));
  // One wrong name is a typing mistake; where others are found it is no fault of DNS.
  if (root === undefined && (names.size < 2 || found.length > 0)) return undefined;
  const codes = new Set((root === undefined ? lost : outside).map(codeOf));
  const same = lost.filter((one) => codes.has(codeOf(one)));
  const text = codes.has('ENOTFOUND')
    ? found.length > 0
      ? 'The DNS servers of this machine find internal names, but not these of the internet'
      : 'The DNS servers of this machine do not know the names that are needed'
    : 'DNS does not answer this server: no name can be found';
  return ofSeveral(joint('dns', text, [root, ...rowsOf(same)], rows));
};
