import { isUnderWay } from '../engine/status.ts';
import type { JointCause } from '../results/joint-cause.ts';
import { rowName } from '../results/names.ts';
import type { Row } from '../results/row.ts';
import { caFile, caFileCause } from './ca-file.ts';
import { type CauseRule, readRows } from './cause.ts';
import { clock } from './clock.ts';
import { dns } from './dns.ts';
import { noRoute } from './no-route.ts';
import { proxyCredentials } from './proxy-credentials.ts';
import { proxyDown } from './proxy-down.ts';
import { proxyRefuses } from './proxy-refuses.ts';
import { agentHostsLeftOut, tlsInspection } from './tls-inspection.ts';

/** Nearest to the root first: a row that one has explained is not explained again by the next. */
const rules: readonly CauseRule[] = [
  caFile,
  dns,
  proxyDown,
  proxyCredentials,
  proxyRefuses,
  clock,
  noRoute,
  agentHostsLeftOut,
  tlsInspection,
];

/**
 * The joint causes that stand now, strongest first: named ones, then each failed row that blocks others. No row is
 * explained twice.
 */
export function causesOf(rows: readonly Row[]): readonly JointCause[] {
  const read = readRows(rows);
  const claimed = new Set<string>();
  const named = rules.flatMap((rule): readonly JointCause[] => {
    const cause = rule(read);
    const probes = (cause?.probes ?? []).filter((id) => !claimed.has(id));
    // Without its root it is another cause's echo.
    if (cause === undefined || probes.length === 0 || probes[0] !== cause.probes[0]) return [];
    for (const id of probes) claimed.add(id);
    return [{ ...cause, probes }];
  });
  const waiting = Map.groupBy(
    // One that was set aside, or answered, waits for nothing any more.
    rows.filter((row) => row.status === 'blocked' && row.blockedBy !== undefined && !claimed.has(row.id)),
    (row) => row.blockedBy,
  );
  const blocking = rows.flatMap((root): readonly JointCause[] => {
    const echoes = waiting.get(root.id);
    if (echoes === undefined || root.status === 'skipped' || claimed.has(root.id)) return [];
    const text = `${rowName(root)}: ${wordsOf(root)}`;
    return [{ id: root.id, text, probes: [root.id, ...echoes.map(({ id }) => id)] }];
  });
  return [...named.toSorted(byWeight), ...blocking.toSorted(byWeight)];
}

/** Of a row that was set aside its message is why it was. */
function wordsOf({ status, message, judged }: Row): string {
  return status === 'waived' && judged !== undefined ? `${judged.message} (set aside)` : message;
}

function byWeight(one: JointCause, two: JointCause): number {
  const first = Number(two.id === caFileCause) - Number(one.id === caFileCause);
  return first === 0 ? two.probes.length - one.probes.length : first;
}

/**
 * Could causes be others because this row has become that one? Rules read what was seen and how it was judged; of a row
 * that is being looked at they read nothing, and only where others wait for it (`isRoot`) its words are told.
 */
export function bearsOnCauses(
  before: Row | undefined,
  after: Row | undefined,
  isRoot: (id: string) => boolean,
): boolean {
  if (before === undefined || after === undefined) return true;
  if (before.facts !== after.facts || before.blockedBy !== after.blockedBy) return true;
  if (isUnderWay(before.status) && isUnderWay(after.status) && !isRoot(after.id)) return false;
  return before.status !== after.status || before.message !== after.message || before.title !== after.title;
}
