import { type Catalogue, columnRow, databaseLike, indexRow, objectLike, rightsLike } from './catalogues.ts';
import type { RunOptions } from './site.ts';

/** Databases as their catalogues show them, and what the rows say of them. */

type Expected = Readonly<Record<string, readonly [status: string, message: string | RegExp]>>;

const wide = Array.from({ length: 300 }, (_, at) =>
  columnRow([`Column${at}`, 'nvarchar(20)', ...(at < 3 ? ['not null'] : [])]),
);
export const keyed = [indexRow(1, 'PK_Employees', 'ContosoLogin', 'primary')];
export const solid = [
  columnRow(['ContosoLogin', 'nvarchar(50)', 'not null']),
  columnRow(['FirstName', 'nvarchar(50)', 'not null']),
];

export const tables: readonly (readonly [name: string, Partial<Catalogue>, RunOptions, Expected])[] = [
  [
    "Microsoft's Employees sample",
    {},
    {},
    {
      'server-kind': ['pass', 'SQL Server 2022 Standard Edition (64-bit)'],
      database: ['pass', 'CONTOSO, SQL_Latin1_General_CP1_CI_AS'],
      table: ['pass', 'table dbo.Employees, 7 columns'],
      rights: ['pass', 'SELECT, INSERT, UPDATE, DELETE'],
      anchor: ['warn', 'ContosoLogin: nullable, not unique, no index'],
      'required-columns': ['pass', 'to be mapped: FirstName, LastName'],
      delta: ['pass', 'none, and delta is not asked for'],
    },
  ],
  [
    'the sample, mapped in part',
    {},
    { target: { attributes: ['FirstName', 'Email'] } },
    { 'required-columns': ['fail', 'not mapped: LastName'] },
  ],
  [
    'the sample, mapped in whole',
    {},
    { target: { attributes: ['FirstName', 'LastName'] } },
    { 'required-columns': ['pass', '2 mandatory, all mapped'] },
  ],
  [
    'names in another case than the database has them',
    { columns: solid, indexes: keyed },
    { target: { anchor: 'contosologin', attributes: ['firstname'] } },
    {
      anchor: ['warn', 'ContosoLogin: contosologin in .ecmarc'],
      'required-columns': ['warn', 'written in another case: FirstName'],
    },
  ],
  [
    'a mapping of columns that are not there',
    {},
    { target: { attributes: ['FirstName', 'LastName', 'Phone'] } },
    { 'required-columns': ['fail', 'no such column: Phone'] },
  ],
  [
    'a good anchor',
    { columns: solid, indexes: keyed },
    {},
    { anchor: ['pass', 'ContosoLogin, unique by index'] },
  ],
  [
    'a composite key',
    {
      columns: solid,
      indexes: [
        ...keyed.slice(1),
        indexRow(1, 'PK', 'ContosoLogin', 'primary'),
        indexRow(1, 'PK', 'FirstName', 'primary'),
      ],
    },
    {},
    { anchor: ['warn', 'ContosoLogin: not unique'] },
  ],
  [
    'an anchor of several columns',
    {},
    { target: { anchor: 'ContosoLogin, Email' } },
    { anchor: ['fail', 'no column ContosoLogin, Email'] },
  ],
  [
    'a filtered index',
    { columns: solid, indexes: [indexRow(2, 'UX', 'ContosoLogin', 'unique', 'filtered')] },
    {},
    { anchor: ['warn', /not unique, no index/] },
  ],
  [
    'a disabled index',
    { columns: solid, indexes: [indexRow(2, 'UX', 'ContosoLogin', 'unique', 'disabled')] },
    {},
    { anchor: ['warn', /not unique/] },
  ],
  [
    'duplicates',
    { anchor: { rows: 7n, filled: 7n, different: 5n } },
    {},
    { anchor: ['fail', '2 values stand twice'] },
  ],
  [
    'empty anchors',
    { anchor: { rows: 7n, filled: 4n, different: 4n } },
    {},
    { anchor: ['fail', '3 rows without ContosoLogin'] },
  ],
  [
    'an empty table',
    { anchor: { rows: 0n, filled: 0n, different: 0n }, columns: solid },
    {},
    { anchor: ['warn', /no index/] },
  ],
  [
    'a locked table',
    {
      anchor: { number: 1222, message: 'Lock request time out period exceeded.' },
      columns: solid,
      indexes: [indexRow(2, 'IX', 'ContosoLogin')],
    },
    {},
    { anchor: ['unknown', 'could not be counted'] },
  ],
  [
    'a Boolean anchor',
    { columns: [columnRow(['ContosoLogin', 'bit'])] },
    {},
    { anchor: ['fail', 'ContosoLogin is bit'] },
  ],
  [
    'triggers',
    { object: objectLike({ triggers: 2 }) },
    { writeTest: true },
    { table: ['pass', /^table dbo/], write: ['unknown', 'not tried: triggers'] },
  ],
  [
    '300 columns',
    { columns: [columnRow(['ContosoLogin', 'nvarchar(50)']), ...wide] },
    {},
    {
      table: ['pass', 'table dbo.Employees, 301 columns'],
      'required-columns': ['pass', 'to be mapped: Column0, Column1, Column2'],
    },
  ],
  [
    'a view',
    { object: objectLike({ kind: 'V', rows: null }), columns: solid },
    { target: { attributes: [] } },
    {
      table: ['pass', 'view dbo.Employees, 2 columns'],
      anchor: ['warn', 'ContosoLogin: not unique, no index'],
      'required-columns': ['pass', 'of the view: ContosoLogin, FirstName'],
    },
  ],
  [
    'a synonym',
    { object: objectLike({ kind: 'SN', standsFor: '[dbo].[People]' }) },
    {},
    { table: ['fail', 'dbo.Employees is a synonym'] },
  ],
  [
    'no rights',
    {
      rights: rightsLike({ SELECT: 0, INSERT: 0, UPDATE: 0, DELETE: 0, reader: 0, writer: 0 }),
      columnRights: { columns: 7, SELECT: 0, UPDATE: 0 },
    },
    {},
    { rights: ['fail', 'may not SELECT, INSERT, UPDATE, DELETE'] },
  ],
  [
    'reading only',
    {
      rights: rightsLike({ INSERT: 0, UPDATE: 0, DELETE: 0 }),
      columnRights: { columns: 7, SELECT: 7, UPDATE: 0 },
    },
    {},
    { rights: ['fail', 'may not INSERT, UPDATE, DELETE'] },
  ],
  [
    'rights on columns',
    { rights: rightsLike({ UPDATE: 0 }), columnRights: { columns: 7, SELECT: 7, UPDATE: 3 } },
    {},
    { rights: ['warn', 'UPDATE on some columns only'] },
  ],
  [
    'NULL answers',
    { rights: rightsLike({ SELECT: null, INSERT: null, UPDATE: null, DELETE: null }) },
    {},
    { rights: ['fail', /^bad name/] },
  ],
  [
    'procedures',
    {},
    { target: { procedures: ['dbo.r', 'dbo.a', 'dbo.u', 'dbo.d'] } },
    { rights: ['pass', /SELECT/] },
  ],
  [
    'a procedure that is not there',
    { procedure: { id: null, EXECUTE: null } },
    { target: { procedures: ['dbo.gone'] } },
    { rights: ['fail', 'procedure is a bad name: dbo.gone'] },
  ],
  [
    'a closed procedure',
    { procedure: { id: 9, EXECUTE: 0 } },
    { target: { procedures: ['dbo.p'] } },
    { rights: ['fail', 'may not execute dbo.p'] },
  ],
  [
    'too few procedures',
    {},
    { target: { procedures: ['dbo.p'] } },
    { rights: ['warn', '1 of 4 procedures'] },
  ],
  [
    'a read-only database',
    { database: databaseLike({ readOnly: 1, updateability: 'READ_ONLY' }) },
    {},
    { database: ['fail', 'database is read-only'] },
  ],
  [
    'a secondary replica',
    { database: databaseLike({ updateability: 'READ_ONLY' }) },
    {},
    { database: ['fail', 'this copy is read-only'] },
  ],
  [
    'a system database',
    { database: databaseLike({ name: 'msdb', id: 4 }) },
    {},
    { database: ['fail', 'msdb is a system database'] },
  ],
  [
    'a database that recovers',
    { database: databaseLike({ state: 'RECOVERY_PENDING' }) },
    {},
    { database: ['fail', 'database is recovery_pending'] },
  ],
  [
    'single user',
    { database: databaseLike({ access: 'SINGLE_USER' }) },
    {},
    { database: ['warn', 'single-user mode'] },
  ],
  [
    'no row of its own',
    { database: undefined },
    {},
    { database: ['unknown', 'the server does not show its row'] },
  ],
  [
    'Azure SQL',
    {
      server: {
        version: '12.0.2000.8',
        level: 'RTM',
        edition: 'SQL Azure',
        engine: 5,
        windowsOnly: 0,
        banner: 'Microsoft SQL Azure (RTM)',
      },
    },
    {},
    { 'server-kind': ['pass', 'Azure SQL Database'] },
  ],
  [
    'Synapse',
    {
      server: {
        version: '12.0.2000.8',
        level: 'RTM',
        edition: 'SQL Azure',
        engine: 6,
        windowsOnly: 0,
        banner: '',
      },
    },
    {},
    { 'server-kind': ['warn', 'Azure Synapse dedicated pool: not in the list'] },
  ],
  [
    'SQL Server 2008',
    {
      server: {
        version: '10.50.6000.34',
        level: 'SP3',
        edition: 'Enterprise Edition',
        engine: 3,
        windowsOnly: 1,
        banner: '',
      },
    },
    {},
    { 'server-kind': ['warn', 'SQL Server 2008 Enterprise Edition: out of support'] },
  ],
  [
    'a case-sensitive collation',
    {
      database: databaseLike({ collation: 'Latin1_General_CS_AS' }),
      object: undefined,
      alike: [{ schema: 'dbo', name: 'EMPLOYEES' }],
    },
    {},
    { database: ['pass', 'CONTOSO, Latin1_General_CS_AS'], table: ['fail', 'dbo.Employees is not found'] },
  ],
  [
    'a name written otherwise',
    { object: objectLike({ name: 'EMPLOYEES' }) },
    {},
    { table: ['warn', 'it is written dbo.EMPLOYEES'] },
  ],
  [
    'types that are not supported',
    {
      columns: [
        ...solid,
        columnRow(['Photo', 'varbinary(max)']),
        columnRow(['Place', 'geography', 'base ']),
        columnRow(['odd.name', 'int']),
        columnRow(['Id', 'uniqueidentifier']),
      ],
    },
    {},
    { table: ['warn', 'names with a dot or bracket: odd.name'] },
  ],
  [
    'columns of the server',
    {
      columns: [
        columnRow(['Id', 'int', 'identity']),
        columnRow(['Version', 'timestamp', 'not null']),
        columnRow(['Full', 'nvarchar(99)', 'computed', 'not null']),
        columnRow(['Made', 'datetime2', 'not null', 'default']),
        columnRow(['ValidFrom', 'datetime2', 'not null', 'generated']),
      ],
    },
    { target: { anchor: 'Id' } },
    { 'required-columns': ['pass', 'none must be filled'], delta: ['pass', 'watermark Version'] },
  ],
  [
    'change tracking',
    { tracking: { database: 1, table: 1, allowed: 1 } },
    { target: { anchor: undefined } },
    { delta: ['pass', 'change tracking, and it may be read'] },
  ],
  [
    'change tracking, with the anchor in the key',
    { tracking: { database: 1, table: 1, allowed: 1 }, columns: solid, indexes: keyed },
    { connector: { delta: true } },
    { delta: ['pass', 'change tracking, and it may be read'] },
  ],
  [
    'change tracking by another key, delta not asked for',
    {
      tracking: { database: 1, table: 1, allowed: 1 },
      indexes: [indexRow(1, 'PK', 'InternalGUID', 'primary')],
    },
    {},
    { delta: ['pass', 'change tracking, but ContosoLogin is not in the key'] },
  ],
  [
    'change tracking by another key',
    {
      tracking: { database: 1, table: 1, allowed: 1 },
      indexes: [indexRow(1, 'PK', 'InternalGUID', 'primary')],
    },
    { connector: { delta: true } },
    { delta: ['warn', 'change tracking, but ContosoLogin is not in the key'] },
  ],
  [
    'change tracking without the right',
    { tracking: { database: 1, table: 1, allowed: 0 } },
    { connector: { delta: true } },
    { delta: ['warn', 'change tracking is on, but may not be read'] },
  ],
  [
    'no way for delta',
    {},
    { connector: { delta: true } },
    { delta: ['warn', 'no way to see changes but a snapshot'] },
  ],
  [
    'a history table',
    { histories: [{ schema: 'dbo', name: 'Employees_History' }] },
    { connector: { delta: true } },
    { delta: ['pass', 'history table'] },
  ],
];
