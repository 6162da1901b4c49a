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
};

/** `nvarchar(50)`, `decimal(10,2)`, `varbinary(max)`. */
export function typeText({ type, base, bytes, precision, scale }: Column): string {
  const kind = base === '' ? type : base;
  if (bytes === -1) return `${type}(max)`;
  if (/^n(var)?char$/.test(kind)) return `${type}(${bytes / 2})`;
  if (/^(var)?(char|binary)$/.test(kind)) return `${type}(${bytes})`;
  return kind === 'decimal' || kind === 'numeric' ? `${type}(${precision},${scale})` : type;
}

/** Filled by the server: no value can or need be given. */
export function isOfServer({ identity, computed, generated, base }: Column): boolean {
  return identity || computed || generated || base === 'timestamp' || base === 'rowversion';
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

/** Names of columns are compared as the server would, as far as that can be told: without regard to case. */
export function columnNamed(columns: readonly Column[], name: string): Column | undefined {
  return (
    columns.find((one) => one.name === name) ??
    columns.find((one) => one.name.toLowerCase() === name.toLowerCase())
  );
}
