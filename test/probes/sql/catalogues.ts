import { alike } from '../../../src/clients/sql/sqlserver/queries/alike.ts';
import { columns } from '../../../src/clients/sql/sqlserver/queries/columns.ts';
import { checks, foreignKeys } from '../../../src/clients/sql/sqlserver/queries/constraints.ts';
import { database } from '../../../src/clients/sql/sqlserver/queries/database.ts';
import { changeTracking, histories } from '../../../src/clients/sql/sqlserver/queries/delta.ts';
import { indexes } from '../../../src/clients/sql/sqlserver/queries/indexes.ts';
import { object } from '../../../src/clients/sql/sqlserver/queries/object.ts';
import {
  columnRights,
  procedureParameters,
  procedureRight,
  refusedColumns,
  rights,
} from '../../../src/clients/sql/sqlserver/queries/rights.ts';
import { server } from '../../../src/clients/sql/sqlserver/queries/server.ts';
import {
  belowView,
  triggersOn,
  unindexedChildren,
} from '../../../src/clients/sql/sqlserver/queries/surroundings.ts';
import { rowSecurity, traits } from '../../../src/clients/sql/sqlserver/queries/traits.ts';
import type { Answer, Statement } from '../../beds/tds/server.ts';
import type { Row, TdsError } from '../../beds/tds/tokens.ts';
import { errorSource } from './sources.ts';

/** Catalogues of databases as SQL Server would show them, to be asked through the real client. Their sources: sources.ts. */

export interface Catalogue {
  readonly server: Row;
  readonly database: Row | undefined;
  readonly object: Row | undefined;
  readonly alike: readonly Row[];
  readonly columns: readonly Row[];
  readonly indexes: readonly Row[];
  readonly checks: readonly Row[];
  readonly keys: readonly Row[];
  readonly rights: Row;
  readonly columnRights: Row;
  readonly procedure: Row;
  readonly anchor: Row | TdsError;
  readonly tracking: Row;
  readonly histories: readonly Row[];
  /** Absent: a server that does not know these columns. */
  readonly traits?: Row;
  readonly security?: Row | TdsError;
  readonly refused?: readonly Row[];
  readonly children?: readonly Row[];
  /** Of every procedure, or of each by its name. */
  readonly parameters?: readonly Row[] | Readonly<Record<string, readonly Row[]>>;
  readonly below?: Row;
  readonly triggers?: readonly Row[];
  /** Why a view cannot be selected from. */
  readonly selecting?: TdsError;
  readonly write: Partial<
    Record<'insert' | 'count' | 'update' | 'delete', Row | TdsError | 'silent' | 'cut'>
  >;
}

type Declared = readonly [name: string, type: string, ...marks: string[]];

/** `['Id', 'int', 'identity', 'not null']`; lengths in characters: `nvarchar(50)`. */
export function columnRow([name, type, ...marks]: Declared): Row {
  const [, plain = type, inside] = /^([\w ]+)(?:\(([^)]*)\))?$/.exec(type) ?? [];
  const size =
    inside === 'max'
      ? -1
      : Number(inside?.split(',')[0] ?? 4) * (plain.startsWith('n') && plain !== 'numeric' ? 2 : 1);
  return {
    name,
    type: plain,
    base: marks.find((mark) => mark.startsWith('base '))?.slice(5) ?? plain,
    bytes: size,
    precision: Number(inside?.split(',')[0] ?? 0) || 0,
    scale: Number(inside?.split(',')[1] ?? 0),
    nullable: marks.includes('not null') || marks.includes('identity') ? 0 : 1,
    identity: marks.includes('identity') ? 1 : 0,
    computed: marks.includes('computed') ? 1 : 0,
    hasDefault: marks.includes('default') ? 1 : 0,
    encrypted: marks.includes('encrypted') ? 1 : 0,
    masked: marks.includes('masked') ? 1 : 0,
    generated: marks.includes('generated') ? 1 : 0,
    collation: null,
  };
}

export function indexRow(id: number, name: string, column: string, ...marks: string[]): Row {
  return {
    id,
    name,
    unique: marks.includes('unique') || marks.includes('primary') ? 1 : 0,
    primary: marks.includes('primary') ? 1 : 0,
    filtered: marks.includes('filtered') ? 1 : 0,
    disabled: marks.includes('disabled') ? 1 : 0,
    column,
  };
}

/** The Employees table of Microsoft's tutorial: a nullable anchor, and no index but the primary key, if any. */
const sample: Catalogue = {
  server: {
    version: '16.0.4100.1',
    level: 'RTM',
    edition: 'Standard Edition (64-bit)',
    engine: 2,
    windowsOnly: 0,
    banner: 'Microsoft SQL Server 2022 (RTM-CU12)\n\tCopyright',
  },
  database: {
    name: 'CONTOSO',
    id: 5,
    state: 'ONLINE',
    access: 'MULTI_USER',
    readOnly: 0,
    updateability: 'READ_WRITE',
    collation: 'SQL_Latin1_General_CP1_CI_AS',
    compatibility: 160,
    distributor: 0,
    snapshotIsolation: 'OFF',
  },
  object: {
    id: 100,
    schema: 'dbo',
    name: 'Employees',
    kind: 'U',
    cdc: 0,
    temporal: 0,
    triggers: 0,
    insteadTriggers: 0,
    rows: 7n,
    standsFor: null,
  },
  alike: [],
  columns: [
    columnRow(['ContosoLogin', 'nvarchar(128)']),
    columnRow(['FirstName', 'nvarchar(50)', 'not null']),
    columnRow(['LastName', 'nvarchar(50)', 'not null']),
    columnRow(['Email', 'nvarchar(128)']),
    columnRow(['InternalGUID', 'uniqueidentifier']),
    columnRow(['AzureID', 'uniqueidentifier']),
    columnRow(['textID', 'nvarchar(128)']),
  ],
  indexes: [],
  checks: [],
  keys: [],
  rights: { user: 'ecma', SELECT: 1, INSERT: 1, UPDATE: 1, DELETE: 1, reader: 1, writer: 1 },
  columnRights: { columns: 7, SELECT: 7, UPDATE: 7 },
  procedure: { id: 300, EXECUTE: 1 },
  anchor: { rows: 7n, filled: 7n, different: 7n },
  tracking: { database: 0, table: 0, allowed: 0 },
  histories: [],
  write: {},
};

export function catalogue(changes: Partial<Catalogue> = {}): Catalogue {
  return { ...sample, ...changes };
}

export function objectLike(changes: Row): Row {
  return { ...sample.object, ...changes };
}

export function databaseLike(changes: Row): Row {
  return { ...sample.database, ...changes };
}

export function rightsLike(changes: Row): Row {
  return { ...sample.rights, ...changes };
}

/** Answers every question of the probes. A statement that is none of theirs is refused: it must not exist. */
export function answers(given: Catalogue): (statement: Statement) => Answer {
  const known = new Map<string, readonly Row[]>([
    [server.text, [given.server]],
    [database.text, given.database === undefined ? [] : [given.database]],
    [object.text, given.object === undefined ? [] : [given.object]],
    [alike.text, given.alike],
    [columns.text, given.columns],
    [indexes.text, given.indexes],
    [checks.text, given.checks],
    [foreignKeys.text, given.keys],
    [rights.text, [given.rights]],
    [columnRights.text, [given.columnRights]],
    [procedureRight.text, [given.procedure]],
    [changeTracking.text, [given.tracking]],
    [histories.text, given.histories],
    [traits.text, given.traits === undefined ? [] : [given.traits]],
    [refusedColumns.text, given.refused ?? []],
    [unindexedChildren.text, given.children ?? []],
    [triggersOn.text, given.triggers ?? []],
    [belowView.text, given.below === undefined ? [] : [given.below]],
  ]);
  return ({ text, parameters: asked }) => {
    if (text.includes('BEGIN TRANSACTION')) return batch(given.write, text);
    const rows = known.get(text);
    if (rows !== undefined) return { sets: [rows.length === 0 ? { rows, columns: ['name'] } : { rows }] };
    if (text === procedureParameters.text) {
      const { parameters = [] } = given;
      const those = isList(parameters) ? parameters : (parameters[String(asked.procedure)] ?? []);
      return { sets: [those.length === 0 ? { rows: those, columns: ['name'] } : { rows: those }] };
    }
    if (text === rowSecurity.text)
      return one(given.security ?? { number: 208, message: 'Invalid object name' });
    if (text.includes('SELECT TOP (1) 1 AS one')) return one(given.selecting ?? { rows: 1 });
    if (text.includes('COUNT_BIG(DISTINCT')) return one(given.anchor);
    return { error: { number: 50000, message: `the bed does not know: ${text}` } };
  };
}

function isList<T>(given: readonly T[] | Readonly<Record<string, readonly T[]>>): given is readonly T[] {
  return Array.isArray(given);
}

const written = {
  insert: { rows: 1, identity: null },
  count: { rows: 1 },
  update: { rows: 1 },
  delete: { rows: 1 },
} as const;

/** One batch, as the server would run it: a set a step, how it ended, and what is left. */
function batch(given: Catalogue['write'], text: string): Answer {
  const sets: { rows: Row[] }[] = [];
  let failed: { step: string; error: TdsError } | undefined;
  for (const step of ['insert', 'count', 'update', 'delete'] as const) {
    const answer = given[step] ?? written[step];
    if (typeof answer === 'string') return answer;
    if (isError(answer)) {
      failed = { step: step === 'count' ? 'read' : step, error: sourced(answer) };
      break;
    }
    sets.push({ rows: [answer] });
  }
  const { number = null, state = 1, message = null, procedure = null } = failed?.error ?? {};
  const ended = failed?.step ?? 'delete';
  sets.push({ rows: [{ ended, number, state, class: 16, message, by: procedure, open: 0 }] });
  const left = given.count;
  sets.push({
    rows: [left !== undefined && typeof left !== 'string' && !isError(left) ? left : { rows: 0 }],
  });
  if (!text.includes('ROLLBACK TRANSACTION')) throw new Error('the batch does not roll back');
  return { sets };
}

/** An error of no known source must not stand in for a server's. */
function sourced(error: TdsError): TdsError {
  if (errorSource(error.number) === undefined) throw new Error(`no source of number ${error.number}`);
  return error;
}

function isError(given: Row | TdsError): given is TdsError {
  return 'message' in given && typeof given.number === 'number';
}

/** The batch of the write test. */
export function isTryOut(text: string): boolean {
  return text.includes('BEGIN TRANSACTION');
}

/** The steps that a batch takes, in its order. */
export function stepsIn(text: string): (keyof typeof written)[] {
  const found = text.matchAll(
    /INSERT INTO |UPDATE [^;]* SET |DELETE FROM |SELECT COUNT\(\*\) AS \[rows\] FROM \[/g,
  );
  return [...found].map(([words]) =>
    words.startsWith('INSERT')
      ? 'insert'
      : words.startsWith('UPDATE')
        ? 'update'
        : words.startsWith('DELETE')
          ? 'delete'
          : 'count',
  );
}

function one(given: Row | TdsError | 'silent' | 'cut'): Answer {
  if (typeof given === 'string') return given;
  if ('message' in given && typeof given.number === 'number')
    return { error: sourced(given as TdsError), rollsBack: true };
  return { sets: [{ rows: [given as Row] }] };
}
