import type { Row } from '../engine/rows.ts';
import { type CauseRule, isTrouble, joint } from './cause.ts';
import { allWalks, isOutside, rowsOf, type Walk, walksOf } from './walks.ts';

/** Something on the way opens TLS: its authority is seen, or not trusted, in several rows. */
export const tlsInspection: CauseRule = (row, rows) => {
  const root = row('network.tls-inspection');
  if (root?.status !== 'fail') return undefined;
  return joint(
    'tls-inspection',
    `TLS is opened on the way, by ${root.message}`,
    [root, ...openedRows(rows)],
    rows,
  );
};

/**
 * Sign-in works, and the hosts of the agent do not: whoever let the sign-in host through forgot these. By TLS that
 * is opened, or by a proxy or firewall that lets only the first pass.
 */
export const agentHostsLeftOut: CauseRule = (row, rows) => {
  const inspection = row('network.tls-inspection');
  const [signIn, ...others] = inspection === undefined ? [] : walksOf(inspection);
  const opened = others.filter(isOpened);
  if (inspection?.status === 'fail' && signIn?.publicRoot === true && opened.length > 0) {
    const text = `The sign-in host is exempted from TLS inspection, ${opened.length} of ${others.length} hosts of the agent are not`;
    return joint('agent-hosts-left-out', text, [inspection, ...openedRows(rows)], rows);
  }
  const agent = row('network.agent-hosts');
  if (!isTrouble(agent) || row('network.sign-in')?.status !== 'pass') return undefined;
  const walks = walksOf(agent);
  const kept = walks.filter(
    (walk) => walk.failed !== undefined && ['connection', 'proxy', 'name'].includes(walk.failed.layer),
  );
  // Few hosts that fail are faults of their own: the row names them.
  if (kept.length < 2 || kept.length * 2 < walks.length) return undefined;
  const text = `The sign-in host is let through, ${kept.length} of ${walks.length} hosts of the agent are not`;
  const unseen = isTrouble(inspection) ? inspection : undefined;
  return joint('agent-hosts-left-out', text, [agent, unseen], rows);
};

/** Rows that failed because they met a certificate of a private authority. */
function openedRows(rows: readonly Row[]): readonly Row[] {
  const walks = allWalks(rows).filter((walk) => isTrouble(walk.row) && isOutside(walk));
  return rowsOf(walks.filter((walk) => isOpened(walk) && walk.failed?.layer === 'tls'));
}

function isOpened({ publicRoot }: Walk): boolean {
  return publicRoot === false;
}
