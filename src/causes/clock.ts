import { type CauseRule, isTrouble, joint } from './cause.ts';
import { allWalks, rowsOf } from './walks.ts';

/** A wrong clock makes good certificates look expired or not valid yet, and tokens out of date. */
export const clock: CauseRule = (row, rows) => {
  const outOfTime = allWalks(rows).filter(
    (walk) => isTrouble(walk.row) && codes.includes(walk.failed?.code ?? ''),
  );
  const tokens = rows.filter((one) => isTrouble(one) && errorNumber(one) === 'AADSTS700024');
  const root = row('server.clock');
  const known = root?.status === 'warn';
  const hosts = new Set(outOfTime.map((walk) => walk.host));
  const direct = [...rowsOf(outOfTime), ...tokens];
  if (direct.length === 0 || (!known && hosts.size < 2)) return undefined;
  const seen = known
    ? root.message
    : guess(
        outOfTime.map((walk) => walk.failed?.code ?? ''),
        rows,
      );
  // The clock's own row has nothing to compare with where no host could be asked.
  const own = isTrouble(root) ? root : undefined;
  return joint(
    'clock',
    `The clock of this server is wrong (${seen}): certificates and tokens are judged by it`,
    [own, ...direct],
    rows,
  );
};

const codes: readonly string[] = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'];

/** By a `Date` that some host gave in clear, else by what the certificates look like. */
function guess(failures: readonly string[], rows: Parameters<CauseRule>[1]): string {
  const offsets = allWalks(rows).flatMap((walk) => walk.aheadMs ?? []);
  const worst = offsets.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? 0;
  if (Math.abs(worst) > 5 * 60_000)
    return `${Math.round(Math.abs(worst) / 60_000)} minutes ${worst > 0 ? 'fast' : 'slow'}`;
  return failures.includes('CERT_NOT_YET_VALID') ? 'it seems to be slow' : 'it seems to be fast';
}

function errorNumber({ facts }: { readonly facts?: Readonly<Record<string, unknown>> }): unknown {
  const error = facts?.error;
  return typeof error === 'object' && error !== null && 'number' in error ? error.number : undefined;
}
