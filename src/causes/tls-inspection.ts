import { networkAgentHosts } from '../probes/network/agent-hosts.ts';
import { networkSignIn } from '../probes/network/sign-in/facts.ts';
import { networkTlsInspection } from '../probes/network/tls-inspection.ts';
import type { Row } from '../results/row.ts';
import { type CauseRule, ifTrouble, isTrouble, joint, type Rows } from './cause.ts';
import { isOpened, isOutside, rowsOf } from './connections.ts';

/** Something on the way opens TLS: its authority is seen, or not trusted, in several rows. */
export const tlsInspection: CauseRule = (rows) => {
  const root = rows.of(networkTlsInspection);
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
export const agentHostsLeftOut: CauseRule = (rows) => {
  const inspection = rows.of(networkTlsInspection);
  // The sign-in host stands first.
  const [signIn, ...others] = rows.connections.filter(({ row }) => row.id === inspection?.id);
  const opened = others.filter(isOpened);
  if (inspection?.status === 'fail' && signIn?.trace.tls?.publicRoot === true && opened.length > 0) {
    const text = `The sign-in host is exempted from TLS inspection, ${opened.length} of ${others.length} hosts of the agent are not`;
    return joint('agent-hosts-left-out', text, [inspection, ...openedRows(rows)], rows);
  }
  const agent = rows.of(networkAgentHosts);
  if (!isTrouble(agent) || rows.of(networkSignIn)?.status !== 'pass') return undefined;
  const hosts = rows.connections.filter(({ row }) => row.id === agent.id);
  const kept = hosts.filter(
    ({ failed }) => failed !== undefined && ['connection', 'proxy', 'name'].includes(failed.layer),
  );
  // Few hosts that fail are faults of their own: the row names them.
  if (kept.length < 2 || kept.length * 2 < hosts.length) return undefined;
  const text = `The sign-in host is let through, ${kept.length} of ${hosts.length} hosts of the agent are not`;
  return joint('agent-hosts-left-out', text, [agent, ifTrouble(inspection)], rows);
};

/** Rows that failed because they met a certificate of a private authority. */
function openedRows({ connections }: Rows): readonly Row[] {
  return rowsOf(
    connections.filter(
      (one) => isTrouble(one.row) && isOutside(one) && isOpened(one) && one.failed?.layer === 'tls',
    ),
  );
}
