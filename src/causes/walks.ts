import type { Row } from '../engine/rows.ts';

/**
 * How far a row got to a host, out of its facts. Facts come from saved reports too: nothing of their shape is
 * taken for granted.
 */
export interface Walk {
  readonly row: Row;
  readonly host: string;
  readonly byProxy: boolean;
  /** `proxy.contoso.example:8080`, where one was taken. */
  readonly proxy?: string;
  /** The first layer that failed: its name, who was asked, and the code. */
  readonly failed?: { readonly layer: string; readonly peer: string; readonly code: string };
  /** Did something answer that stands for the host: TLS, a tunnel, or HTTP without a proxy in between? */
  readonly arrived: boolean;
  /** Names (not addresses) that were found. */
  readonly resolved: readonly string[];
  /** Of the certificate that was shown; absent where none was. */
  readonly publicRoot?: boolean;
  /** This machine's clock ahead of the host's `Date`, ms. */
  readonly aheadMs?: number;
}

type Shape = Readonly<Record<string, unknown>>;

/** Every walk of a row: one host, several, a proxy, or a name alone. */
export function walksOf(row: Row): readonly Walk[] {
  const facts: Shape = row.facts ?? {};
  const { reached, hosts, answer, step } = facts;
  const one = shape(reached);
  const several = Array.isArray(hosts) ? hosts.map(shape).filter((each) => each !== undefined) : [];
  const proxy = shape(answer);
  return [
    ...(one === undefined ? [] : [walkOf(row, one, list(one.steps))]),
    ...several.map((each) => walkOf(row, each, list(each.steps))),
    // The way to the proxy itself, as `network.proxy` has it.
    ...(proxy === undefined || !Array.isArray(proxy.steps)
      ? []
      : [walkOf(row, { ...facts, ...shape(facts.toward), tls: proxy.proxyTls }, list(proxy.steps))]),
    ...(shape(step) === undefined ? [] : [walkOf(row, { ...facts, host: facts.name }, [step])]),
  ];
}

/** All walks of all rows. */
export function allWalks(rows: readonly Row[]): readonly Walk[] {
  return rows.flatMap(walksOf);
}

/** Rows about hosts of the internet; the others are about targets inside the network. */
export function isOutside({ row }: Walk): boolean {
  return row.area === 'network' || row.area === 'tenant';
}

/** The rows of these walks, each once. */
export function rowsOf(walks: readonly Walk[]): readonly Row[] {
  return [...new Set(walks.map((walk) => walk.row))];
}

function walkOf(row: Row, seen: Shape, given: readonly unknown[]): Walk {
  const steps = given.map(shape).filter((each) => each !== undefined);
  const failed = steps.find((each) => each.ok === false);
  const way = shape(seen.way);
  const tls = shape(seen.tls);
  const http = shape(seen.http);
  const byProxy = way?.kind === 'proxy';
  const ahead = Date.parse(text(http?.at)) - (Date.parse(text(http?.date)) + 500);
  return {
    row,
    host: text(seen.host),
    byProxy,
    arrived: steps.some(
      ({ layer, ok }) =>
        layer === 'tls' || (layer === 'proxy' && ok === true) || (layer === 'http' && !byProxy),
    ),
    ...(byProxy ? { proxy: `${text(way?.host)}:${String(way?.port)}` } : {}),
    ...(failed === undefined
      ? {}
      : {
          failed: {
            layer: text(failed.layer),
            peer: text(failed.peer),
            code: text(shape(failed.problem)?.code),
          },
        }),
    resolved: steps
      .filter((each) => each.layer === 'name' && each.ok === true && isName(text(each.peer)))
      .map((each) => text(each.peer)),
    ...(typeof tls?.publicRoot === 'boolean' ? { publicRoot: tls.publicRoot } : {}),
    ...(Number.isNaN(ahead) ? {} : { aheadMs: ahead }),
  };
}

function isName(peer: string): boolean {
  return /[a-z]/i.test(peer) && !peer.includes(':') && !/^localhost$/i.test(peer);
}

function shape(value: unknown): Shape | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Shape) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
