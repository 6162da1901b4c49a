/** A column as the catalogue has it. Plain JSON. */
export type Column = {
  readonly name: string;
  /** As declared: `nvarchar`, or a type of the database's own. */
  readonly type: string;
  /** The system's type below it; empty for CLR types. */
  readonly base: string;
  /** Bytes; -1 for max. */
  readonly bytes: number;
  readonly precision: number;
  readonly scale: number;
  readonly nullable: boolean;
  readonly identity: boolean;
  readonly computed: boolean;
  readonly hasDefault: boolean;
  /** Row start, row end and the like: the server writes them. */
  readonly generated: boolean;
  readonly collation: string;
  /** `SELECT *` does not show it: a period column of a temporal table. */
  readonly hidden?: true;
  /** Always Encrypted: the driver of the client encrypts it, with keys that this client does not have. */
  readonly encrypted?: true;
  /** Dynamic data masking: this account reads something else than what stands there. */
  readonly masked?: true;
  /** The schema of its type, where that is the database's own. */
  readonly typeSchema?: string;
  /** The server itself writes the time of each change into it (MySQL). */
  readonly changes?: true;
};

/** `nvarchar(50)`, `decimal(10,2)`, `varbinary(max)`. */
export function typeText({ type, base, bytes, precision, scale }: Column): string {
  const kind = base === '' ? type : base;
  // A type of the database's own has its length in it.
  if (kind !== type) return type;
  if (bytes === -1) return `${type}(max)`;
  if (/^n(var)?char$/.test(kind)) return `${type}(${bytes / 2})`;
  if (/^(var)?(char|binary)$/.test(kind)) return `${type}(${bytes})`;
  return kind === 'decimal' || kind === 'numeric' ? `${type}(${precision},${scale})` : type;
}

/** The same as a statement takes it: `nvarchar(50) COLLATE Latin1_General_CI_AS`, `[dbo].[LoginName]`. */
export function declaredType(column: Column): string {
  const { type, base, scale, collation, typeSchema } = column;
  const plain = { ...column, type: base === '' ? type : base };
  if (base !== '' && base !== type && typeSchema !== undefined && typeSchema !== 'sys')
    return `[${typeSchema.replaceAll(']', ']]')}].[${type.replaceAll(']', ']]')}]`;
  const text = /^(datetime2|datetimeoffset|time)$/.test(plain.type)
    ? `${plain.type}(${scale})`
    : typeText(plain);
  // Without it the column would take the database's collation.
  const collated = /char$|text$/.test(plain.type) && /^\w+$/.test(collation);
  return collated ? `${text} COLLATE ${collation}` : text;
}

/** Filled by the server: no value can or need be given. */
export function isOfServer({ name, identity, computed, generated, hidden, base }: Column): boolean {
  const given = identity || computed || generated || hidden === true;
  return given || base === 'timestamp' || base === 'rowversion' || isOfGraph(name);
}

/** `graph_id_` and its like, with 32 hexadecimal digits: columns that the server adds to tables of a graph. */
function isOfGraph(name: string): boolean {
  return /^(graph_id|\$node_id|\$edge_id|from_obj_id|from_id|\$from_id|to_obj_id|to_id|\$to_id)_[0-9a-f]{32}$/i.test(
    name,
  );
}

/** NOT NULL, without default and not filled by the server: a row cannot be added without it. */
export function mustBeGiven(column: Column): boolean {
  return !column.nullable && !column.hasDefault && !isOfServer(column);
}

/** Binary data, which the connector host does not carry. */
export function isBinary({ base }: Column): boolean {
  return /^(var)?binary$|^image$/.test(base);
}

/** CLR and other types that have no counterpart among the connector's attributes. */
export function isExotic({ base, type }: Column): boolean {
  return (
    base === '' ||
    base === 'xml' ||
    base === 'sql_variant' ||
    /^(hierarchyid|geometry|geography|vector|json)$/.test(type)
  );
}

/**
 * Why a mapping cannot fill it: an insert that names it is refused, or the connector host cannot carry it. Undefined:
 * it can.
 */
export function unmappable(column: Column): string | undefined {
  if (column.computed) return 'computed';
  if (column.identity) return 'identity';
  if (column.generated) return 'generated always';
  if (column.hidden) return 'hidden';
  if (isOfGraph(column.name)) return 'a column of the graph';
  if (/^(timestamp|rowversion)$/.test(column.base)) return 'rowversion';
  if (isBinary(column)) return `binary (${typeText(column)})`;
  if (isExotic(column)) return `of type ${typeText(column)}`;
  return isOddlyNamed(column) ? 'a name with a dot or bracket' : undefined;
}

export function isText({ base }: Column): boolean {
  return /^n?(var)?char$|^n?text$/.test(base);
}

/** The connector host does not support attribute names with a dot or an opening bracket. */
export function isOddlyNamed({ name }: Column): boolean {
  return /[.[]/.test(name);
}

/** Names of columns are compared as the server would, as far as that can be told: without regard to case. */
export function columnNamed(columns: readonly Column[], name: string): Column | undefined {
  return (
    columns.find((one) => one.name === name) ??
    columns.find((one) => one.name.toLowerCase() === name.toLowerCase())
  );
}
