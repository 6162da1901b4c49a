import { age, plural } from '../../base/phrases.ts';
import { clean } from '../../base/text.ts';
import type { Profile } from '../../engine/status.ts';
import { unknownChecks } from '../unknown-checks.ts';
import { isLeftOut } from './likeness.ts';
import type { ComparedRow, ComparedServer, FileLeftOut, ServerNotSeen } from './server-comparison.ts';

/** Reports further apart than this may differ by age alone. */
const farApartMs = 24 * 3600 * 1000;
const mostNamed = 5;

/** What a reader must know before comparing these reports. Text of the reports is cleaned. */
export function cautionsOf(
  servers: readonly ComparedServer[],
  rows: readonly ComparedRow[],
  profile: Profile,
): readonly string[] {
  return [
    ...oneServer(servers),
    ...farApart(servers),
    ...otherProfiles(servers, profile),
    ...servers.flatMap(alone),
    ...servers.flatMap(({ label }, index) => leftOut(label, rows, index)),
    ...otherVersions(servers),
    ...otherConnectors(servers),
  ];
}

/** What is not compared, each with its reason: somebody may miss a server there. */
export function filesCaution(files: readonly FileLeftOut[]): readonly string[] {
  const more = files.length - mostNamed;
  return [
    ...files.slice(0, mostNamed).map(({ file, why }) => `${clean(file)} was left out: ${why}`),
    ...(more > 0 ? [`${plural(more, 'more file was', 'more files were')} left out: none is a report`] : []),
  ];
}

/** Before all else: of these nobody knows how they stand. */
export function notSeenCaution(servers: readonly ServerNotSeen[]): readonly string[] {
  const more = servers.length - mostNamed;
  return [
    ...servers.slice(0, mostNamed).map(({ name, why }) => `${clean(name)} ${notSeenWords(clean(why))}`),
    ...(more > 0 ? [`${plural(more, 'more server', 'more servers')} could not be looked at`] : []),
  ];
}

/** What is said of a server that was not seen, behind its name. */
export function notSeenWords(why: string): string {
  return `could not be looked at${why === '' ? '' : `: ${why}`}`;
}

/** A name alone does not say which: two domains can each have a server of that name. */
function oneServer(servers: readonly ComparedServer[]): readonly string[] {
  const named = servers.filter(({ host }) => clean(host.name).trim() !== '');
  const groups = Map.groupBy(named, ({ host }) => clean(host.name).trim().toLowerCase());
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return [];
    return [
      `${group.length} of the reports are of one server, or of servers with one name: ${clean(first.host.name)}`,
    ];
  });
}

function farApart(servers: readonly ComparedServer[]): readonly string[] {
  const timed = servers
    .map((server) => ({ server, at: Date.parse(server.finishedAt) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((one, other) => one.at - other.at);
  const [oldest] = timed;
  const newest = timed.at(-1);
  if (oldest === undefined || newest === undefined || newest.at - oldest.at < farApartMs) return [];
  const apart = age(oldest.server.finishedAt, newest.at);
  return [`the report of ${oldest.server.label} is ${apart} older than that of ${newest.server.label}`];
}

/** Only where the reports themselves differ: that another profile was asked for now, everyone sees. */
function otherProfiles(servers: readonly ComparedServer[], profile: Profile): readonly string[] {
  const groups = Map.groupBy(servers, ({ savedProfile }) => clean(savedProfile).slice(0, 40));
  if (groups.size < 2) return [];
  const saved = [...groups].map(([name, group]) => `${name} (${group.map(({ label }) => label).join(', ')})`);
  return [
    `the reports were saved under different profiles, ${saved.join('; ')}: here all are judged by ${profile}`,
  ];
}

function alone({ label, unknown, exitCode }: ComparedServer): readonly string[] {
  return [
    ...(exitCode === 130 ? [`the run of ${label} was cancelled`] : []),
    ...(unknown.length === 0 ? [] : [`the report of ${label} ${unknownChecks(unknown)}`]),
  ];
}

/** Fewer checks are sooner all well: its verdict is not that of the others. */
function leftOut(label: string, rows: readonly ComparedRow[], index: number): readonly string[] {
  const count = rows.filter(({ sides }) => isLeftOut(sides[index])).length;
  if (count === 0) return [];
  return [
    `${count} of the ${plural(rows.length, 'row', 'rows')} here ${count === 1 ? 'was' : 'were'} not chosen for the report of ${label}: its verdict leaves ${count === 1 ? 'it' : 'them'} out`,
  ];
}

function otherVersions(servers: readonly ComparedServer[]): readonly string[] {
  const groups = Map.groupBy(servers, ({ version }) => clean(version).slice(0, 40));
  if (groups.size < 2) return [];
  const made = [...groups].map(
    ([version, group]) => `${version} (${group.map(({ label }) => label).join(', ')})`,
  );
  return [`the reports were made by other versions: ${made.join('; ')}`];
}

/** Connectors are compared by name: one that has another name elsewhere looks like a missing one. */
function otherConnectors(servers: readonly ComparedServer[]): readonly string[] {
  const owners = new Map<string, Set<string>>();
  for (const { label, rows } of servers) {
    for (const { connector } of rows) {
      if (connector !== undefined) owners.set(connector, (owners.get(connector) ?? new Set()).add(label));
    }
  }
  return [...owners]
    .filter(([, labels]) => labels.size < servers.length)
    .slice(0, mostNamed)
    .map(([connector, labels]) => {
      const where =
        labels.size > mostNamed ? `${labels.size} of the reports` : `the report of ${[...labels].join(', ')}`;
      return `connector ${clean(connector)} is only in ${where}`;
    });
}
