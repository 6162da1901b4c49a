import type { Json, JsonObject } from '../base/json.ts';
import { failedStep, type LayerFacts } from '../clients/connection/layers.ts';
import type { ConnectionTrace } from '../clients/connection/trace.ts';
import type { Facts, FactsReader } from '../engine/facts.ts';
import { networkDns } from '../probes/network/dns.ts';
import { networkProxy } from '../probes/network/proxy/facts.ts';
import type { Row } from '../results/row.ts';

/** Of a connection, what joint causes are told by. */
type Trace = Pick<ConnectionTrace, 'host' | 'way' | 'steps' | 'tls' | 'http' | 'caFileProblem'>;

/** How far a row came to one host. */
export interface Connection {
  readonly row: Row;
  readonly trace: Trace;
  /** The first layer that failed. */
  readonly failed: LayerFacts | undefined;
}

/** All connections of all rows: to one host, to several, to a proxy, or a name alone. */
export function connectionsOf(rows: readonly Row[], facts: FactsReader): readonly Connection[] {
  return rows.flatMap((row) => {
    // Most rows of a saved report that is not ready: nothing is remembered of them.
    if (row.facts === undefined) return [];
    const known = connectionsByRow.get(row);
    if (known !== undefined) return known;
    const halfWay =
      row.id === networkProxy.id ? toProxy(facts) : row.id === networkDns.id ? toName(facts) : [];
    const made = [...tracesIn(row.facts), ...halfWay].map((trace) => ({
      row,
      trace,
      failed: failedStep(trace.steps),
    }));
    connectionsByRow.set(row, made);
    return made;
  });
}

/** A row never changes, and its connections are read out of its own facts alone. */
const connectionsByRow = new WeakMap<Row, readonly Connection[]>();

/** Whatever member of a probe's facts holds them, one or several. */
function tracesIn(facts: Facts | undefined): readonly Trace[] {
  const members = Object.values(facts ?? {});
  return traces(...members.flatMap((member) => (isList(member) ? [...member] : [member])));
}

/** The way to the proxy itself, with the certificate that it showed. */
function toProxy(facts: FactsReader): readonly Trace[] {
  const { answer, way, toward } = facts.of(networkProxy) ?? {};
  return traces({ ...toward, way, steps: answer?.steps, tls: answer?.proxyTls });
}

function toName(facts: FactsReader): readonly Trace[] {
  const { name, way, step } = facts.of(networkDns) ?? {};
  return traces({ host: name, way, steps: [step ?? null] });
}

function traces(...values: readonly (Json | undefined)[]): readonly Trace[] {
  return values.filter(isTrace);
}

/** Facts may come from a saved report: that they are what their type says is looked at here, for all rules. */
function isTrace(value: Json | undefined): value is Trace {
  return (
    isObject(value) &&
    typeof value.host === 'string' &&
    isWay(value.way) &&
    isList(value.steps) &&
    value.steps.every(isStep)
  );
}

function isWay(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  return value.kind === 'direct' || (typeof value.host === 'string' && typeof value.port === 'number');
}

function isStep(value: Json | undefined): boolean {
  if (!isObject(value)) return false;
  const { layer, peer, ok, problem } = value;
  const isProblem = problem === undefined || (isObject(problem) && typeof problem.code === 'string');
  return typeof layer === 'string' && typeof peer === 'string' && typeof ok === 'boolean' && isProblem;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Rows about hosts of the internet; the others are about targets inside the network. */
export function isOutside({ row }: Connection): boolean {
  return row.area === 'network' || row.area === 'tenant';
}

/** `proxy.contoso.example:8080`, where one was taken. */
export function proxyOf({ trace: { way } }: Connection): string | undefined {
  return way.kind === 'proxy' ? `${way.host}:${way.port}` : undefined;
}

/** The code that it failed with; empty where it did not. */
export function codeOf({ failed }: Connection): string {
  return failed?.problem?.code ?? '';
}

/** Did something answer that stands for the host: TLS, a tunnel, or HTTP without a proxy in between? */
export function hasArrived(connection: Connection): boolean {
  return connection.trace.steps.some(
    ({ layer, ok }) =>
      layer === 'tls' || (layer === 'proxy' && ok) || (layer === 'http' && proxyOf(connection) === undefined),
  );
}

/** Names (not addresses) that were found. */
export function namesFound({ trace }: Connection): readonly string[] {
  return trace.steps
    .filter(({ layer, ok, peer }) => layer === 'name' && ok && isName(peer))
    .map(({ peer }) => peer);
}

function isName(peer: string): boolean {
  return /[a-z]/i.test(peer) && !peer.includes(':') && !/^localhost$/i.test(peer);
}

/** This machine's clock ahead of the host's `Date`, ms, where it gave one; the `Date` has whole seconds, cut off. */
export function aheadMs({ trace: { http } }: Connection): readonly number[] {
  const ahead = Date.parse(http?.at ?? '') - (Date.parse(http?.date ?? '') + 500);
  return Number.isNaN(ahead) ? [] : [ahead];
}

/** It showed a certificate of a private authority. */
export function isOpened({ trace }: Connection): boolean {
  return trace.tls?.publicRoot === false;
}

/** The rows of these connections, each once. */
export function rowsOf(connections: readonly Connection[]): readonly Row[] {
  return [...new Set(connections.map(({ row }) => row))];
}
