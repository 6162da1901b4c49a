import { defined } from '../base/defined.ts';
import type { Owner } from '../engine/probe.ts';
import { decides } from '../engine/status.ts';
import { briefCause, briefFault } from './brief-fault.ts';
import type { JointCause } from './joint-cause.ts';
import { ownerOfRow } from './owner-of.ts';
import { problemKindOf } from './problem-kind.ts';
import { allowsReady } from './readiness.ts';
import type { Row } from './row.ts';

/** One root cause, as a thing to do (decisions: What to do first). */
export interface DoFirst {
  /** From 1. */
  readonly order: number;
  /** Id of the joint cause, where several rows have one that is no row. */
  readonly cause?: string;
  /** Id of the row that is the root. */
  readonly probe: string;
  /** Whose connector it is; absent: it concerns the whole server. */
  readonly connector?: string;
  /** The fault first, 38 characters at most. */
  readonly text: string;
  readonly owner: Owner;
  /** No step needs anybody but the person at the doctor. */
  readonly you: boolean;
  /** How many rows it frees, its own among them. */
  readonly frees: number;
  /** Ids of these rows, the root first. */
  readonly rows: readonly string[];
  /** Nobody is kept from being ready by it. */
  readonly recommended: boolean;
}

/**
 * The root causes in the order in which to mend them: required before recommended, broken before only asked, the whole
 * server before one connector, then by rows freed, at a tie what the person here can do alone. Pure; every problem stands
 * in exactly one.
 */
export function doFirst(rows: readonly Row[], causes: readonly JointCause[]): readonly DoFirst[] {
  return thingsToDo(rows, causes)
    .toSorted(byWorth)
    .map(({ broken: _broken, ...thing }, index) => ({ order: index + 1, ...thing }));
}

type Thing = Omit<DoFirst, 'order'> & { readonly broken: boolean };

function byWorth(one: Thing, two: Thing): number {
  return (
    first(!one.recommended, !two.recommended) ||
    first(one.broken, two.broken) ||
    first(one.connector === undefined, two.connector === undefined) ||
    two.frees - one.frees ||
    first(one.you, two.you)
  );
}

const first = (one: boolean, two: boolean): number => Number(two) - Number(one);

function thingsToDo(rows: readonly Row[], causes: readonly JointCause[]): readonly Thing[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const waiting = Map.groupBy(rows.filter(isEcho), (row) => row.blockedBy ?? row.id);
  const claimed = new Set<string>();
  const things: Thing[] = [];
  const add = (ids: readonly string[], cause?: JointCause): void => {
    const own = [...new Set(ids.flatMap((id) => [id, ...(waiting.get(id) ?? []).map((row) => row.id)]))]
      .filter((id) => !claimed.has(id))
      .flatMap((id) => byId.get(id) ?? []);
    const [root, ...others] = own;
    const freed = root === undefined ? [] : [root, ...others.filter((row) => isEcho(row) || isProblem(row))];
    if (root === undefined || !freed.some((row) => isEcho(row) || isProblem(row))) return;
    for (const row of freed) claimed.add(row.id);
    things.push(thingOf(root, freed, cause));
  };
  const alike = Map.groupBy(rows.filter(isProblem), sameFault);
  const withKin = (ids: readonly string[]): readonly string[] =>
    ids.flatMap((id) => {
      const row = byId.get(id);
      return row === undefined ? [] : [id, ...(alike.get(sameFault(row)) ?? []).map((one) => one.id)];
    });
  for (const cause of causes)
    if (byId.has(cause.id)) add(withKin(cause.probes.slice(0, 1)).concat(cause.probes));
    else add(cause.probes, cause);
  for (const row of rows) if (isProblem(row) || waiting.has(row.id)) add(withKin([row.id]));
  return things;
}

/** What several rows of one connector, or of the server, say in the same words and mend by the same first step, is one thing. */
function sameFault({ id, connector, message, remedy }: Row): string {
  const [first] = remedy?.steps ?? [];
  // Nobody says what would mend it: rows that only sound alike stay apart.
  return JSON.stringify(first === undefined ? [id] : [connector, message, first.text, first.command]);
}

/** A row that waits for another one: mended with it. */
function isEcho({ status }: Row): boolean {
  return status === 'blocked';
}

function isProblem(row: Row): boolean {
  return problemKindOf(row) !== undefined;
}

function thingOf(root: Row, freed: readonly Row[], cause: JointCause | undefined): Thing {
  const mended = freed.find(({ remedy }) => remedy !== undefined) ?? root;
  const owner = mended.remedy?.steps.find((step) => step.owner !== undefined)?.owner;
  const kind = problemKindOf(root);
  const you = owner === undefined || root.status === 'manual' || kind === 'not-configured';
  const [connector, ...more] = new Set(freed.map((row) => row.connector));
  return {
    ...defined({ cause: cause?.id, connector: more.length === 0 ? connector : undefined }),
    probe: root.id,
    text: cause === undefined ? briefFault(root) : briefCause(cause),
    owner: you ? ownerOfRow(root) : (owner ?? ownerOfRow(root)),
    you,
    frees: freed.length,
    rows: freed.map(({ id }) => id),
    recommended: !freed.some((row) => decides(row.level) && !allowsReady(row)),
    broken: freed.some((row) => problemKindOf(row) === 'failed' || problemKindOf(row) === 'unfinished'),
  };
}
