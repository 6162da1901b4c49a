import { defined } from '../../base/defined.ts';
import { isFolded, urgencyOf } from '../../results/side-by-side/likeness.ts';
import type { ComparedRow, ComparedServer } from '../../results/side-by-side/server-comparison.ts';
import {
  type SharedRemedy,
  type SharedValue,
  sharedRemedies,
  sharedValues,
  sideFacts,
} from '../../results/side-by-side/side-facts.ts';

/** What the formats tell of a row beside the servers' states and findings. */
export interface RowDetails {
  readonly facts: readonly DetailFact[];
  readonly fixes: readonly DetailFix[];
}

/** A value that all have, or each value with the servers that have it. */
export type DetailFact =
  | { readonly label: string; readonly value: string }
  | { readonly label: string; readonly shared: readonly SharedValue[] };

/** `asAt` names the row that has told the same remedy before. `everywhere`: it is all servers'. */
export interface DetailFix extends SharedRemedy {
  readonly asAt?: string;
  readonly everywhere: boolean;
}

/** A row that only waits for others, or where nothing is a problem: a line says it. Answers are never unsaid. */
export function isBrief({ sides }: ComparedRow): boolean {
  return urgencyOf(sides) > 2 && sides.every((side) => side?.answer === undefined);
}

/**
 * What is told of the rows that a line does not tell, by id: what differs of the evidence (all of it where the
 * servers are alike), and every remedy once.
 */
export function rowDetails(
  rows: readonly ComparedRow[],
  servers: readonly ComparedServer[],
): ReadonlyMap<string, RowDetails> {
  const toldAt = new Map<string, string>();
  const hostNames = servers.map(({ host }) => host.name);
  return new Map(
    rows
      .filter((row) => !isBrief(row) && !isFolded(row.likeness))
      .map((row) => {
        const facts = sideFacts(row, hostNames)
          .filter(({ label, same }) => label !== 'found' && (!same || row.likeness === 'bad'))
          .map(
            ({ label, values, same }): DetailFact =>
              same ? { label, value: values[0] ?? '-' } : { label, shared: sharedValues(values, servers) },
          );
        const fixes = sharedRemedies(row, servers).map(({ remedy, labels }): DetailFix => {
          const key = JSON.stringify(remedy);
          const asAt = toldAt.get(key);
          if (asAt === undefined) toldAt.set(key, row.id);
          const everywhere = labels.length === servers.length;
          return { remedy, labels, everywhere, ...defined({ asAt }) };
        });
        return [row.id, { facts, fixes }] as const;
      }),
  );
}
