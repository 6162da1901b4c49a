import { defined } from '../../../base/defined.ts';
import type { Column } from '../columns.ts';
import type { Granted, TableInfo, TableTraits } from '../database.ts';
import type { Index } from '../indexes.ts';
import { type Cell, count, flag, type Row, text } from '../statements.ts';
import type { Check, ForeignKey } from './row-values.ts';

/** Rows of the queries, as what the probes know. */

export function readTable(row: Row): TableInfo {
  return {
    schema: text(row.schema),
    name: text(row.name),
    kind: text(row.kind),
    cdc: count(row.cdc) !== 0,
    temporal: count(row.temporal),
    triggers: count(row.triggers),
    insteadTriggers: count(row.insteadTriggers),
    rows: row.rows === null || row.rows === undefined ? null : count(row.rows),
    ...defined({ standsFor: text(row.standsFor) || undefined }),
  };
}

export function readColumn(row: Row): Column {
  return {
    name: text(row.name),
    type: text(row.type),
    base: text(row.base),
    // -1: of any length.
    bytes: count(row.bytes, -1),
    precision: count(row.precision),
    scale: count(row.scale),
    nullable: flag(row.nullable),
    identity: flag(row.identity),
    computed: flag(row.computed),
    hasDefault: flag(row.hasDefault),
    generated: count(row.generated) !== 0,
    collation: text(row.collation),
    ...defined({
      hidden: flag(row.hidden) || undefined,
      encrypted: flag(row.encrypted) || undefined,
      masked: flag(row.masked) || undefined,
      typeSchema: text(row.typeSchema) || undefined,
    }),
  };
}

export function readTraits(row: Row | undefined, security: Row | undefined): TableTraits {
  const maybe = (value: Cell | undefined) =>
    value === null || value === undefined ? undefined : count(value);
  return defined({
    ledger: maybe(row?.ledger),
    external: flag(row?.external) || undefined,
    node: flag(row?.node) || undefined,
    edge: flag(row?.edge) || undefined,
    memoryOptimised: flag(row?.memory) || undefined,
    readOnly: maybe(row?.readOnly),
    readOnlyParts: maybe(row?.readOnlyParts),
    seesDefinition: row?.sees === undefined || row.sees === null ? undefined : flag(row.sees),
    hasTriggers: flag(row?.hasTriggers) || undefined,
    filters: security && count(security.filters),
    blocks: security && count(security.blocks),
  });
}

/** One row a key column, as the query gives them. */
export function readIndexes(rows: readonly Row[]): readonly Index[] {
  return [...Map.groupBy(rows, ({ id }) => count(id)).values()].flatMap((parts) => {
    const [first] = parts;
    if (first === undefined) return [];
    return {
      name: text(first.name),
      unique: flag(first.unique),
      primary: flag(first.primary),
      filtered: flag(first.filtered),
      disabled: flag(first.disabled),
      columns: parts.map(({ column }) => text(column)),
    };
  });
}

export function readCheck(row: Row): Check {
  return { name: text(row.name), column: text(row.column), definition: text(row.definition) };
}

/** One row a column, in the order of the key. */
export function readForeignKeys(rows: readonly Row[]): readonly ForeignKey[] {
  return [...Map.groupBy(rows, ({ name }) => text(name))].map(([name, parts]) => ({
    name,
    columns: parts.map(({ column }) => text(column)),
    schema: text(parts[0]?.schema),
    table: text(parts[0]?.table),
    referenced: parts.map(({ referenced }) => text(referenced)),
  }));
}

export function granted(value: Cell | undefined): Granted {
  if (value === null || value === undefined) return null;
  return flag(value) ? 1 : 0;
}
