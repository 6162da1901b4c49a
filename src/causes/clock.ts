import { serverClock } from '../probes/server/clock.ts';
import { tenantSignIn } from '../probes/tenant/sign-in/facts.ts';
import { type CauseRule, ifTrouble, isTrouble, joint } from './cause.ts';
import { aheadMs, type Connection, codeOf, rowsOf } from './connections.ts';

/** A wrong clock makes good certificates look expired or not valid yet, and tokens out of date. */
export const clock: CauseRule = (rows) => {
  const outOfTime = rows.connections.filter((one) => isTrouble(one.row) && codes.includes(codeOf(one)));
  const signIn = ifTrouble(rows.of(tenantSignIn));
  const token = signIn?.facts?.error?.number === outOfTimeToken ? signIn : undefined;
  const root = rows.of(serverClock);
  const known = root?.status === 'warn';
  const hosts = new Set(outOfTime.map(({ trace }) => trace.host));
  if (outOfTime.length === 0 && token === undefined) return undefined;
  if (!known && hosts.size < 2) return undefined;
  const seen = known ? root.message : guess(outOfTime.map(codeOf), rows.connections);
  return joint(
    'clock',
    `The clock of this server is wrong (${seen}): certificates and tokens are judged by it`,
    // The clock's own row has nothing to compare with where no host could be asked.
    [ifTrouble(root), ...rowsOf(outOfTime), token],
    rows,
  );
};

const codes: readonly string[] = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];

/** The signed request is too old or too new. */
const outOfTimeToken = 'AADSTS700024';

/** By a `Date` that some host gave in clear, else by what the certificates look like. */
function guess(failures: readonly string[], connections: readonly Connection[]): string {
  const [worst = 0] = connections.flatMap(aheadMs).toSorted((a, b) => Math.abs(b) - Math.abs(a));
  if (Math.abs(worst) > 5 * 60_000)
    return `${Math.round(Math.abs(worst) / 60_000)} minutes ${worst > 0 ? 'fast' : 'slow'}`;
  return failures.includes('CERT_NOT_YET_VALID') ? 'it seems to be slow' : 'it seems to be fast';
}
