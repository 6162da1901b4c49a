import { type Catalogue, columnRow, databaseLike, indexRow, objectLike, rightsLike } from './catalogues.ts';
import type { RunOptions } from './site.ts';

/**
 * Tables, columns and databases that look good and take no rows. Shapes after the Transact-SQL reference (sys.tables,
 * sys.databases, HAS_PERMS_BY_NAME); texts of errors after "Database Engine events and errors".
 */

type Expected = Readonly<Record<string, readonly [status: string, message: string | RegExp]>>;

const plain = [
  columnRow(['ContosoLogin', 'nvarchar(50)', 'not null']),
  columnRow(['FirstName', 'nvarchar(50)', 'not null']),
];
const keyed = [indexRow(1, 'PK', 'ContosoLogin', 'primary')];
const view = objectLike({ kind: 'V', rows: null });
const mapped = (name: string) => ({ target: { attributes: ['FirstName', name] } });
const byProcedures: RunOptions = {
  target: {
    procedures: { read: 'dbo.r', add: 'dbo.a', update: 'dbo.u', delete: 'dbo.d' },
    attributes: ['FirstName'],
  },
};
const both = [{ name: '@ContosoLogin' }, { name: '@FirstName' }];
const unfit = (
  name: string,
  type: string,
  ...marks: string[]
): readonly [string, Partial<Catalogue>, RunOptions, Expected] => [
  `a mapped column that is ${type} ${marks.join(' ')}`,
  { columns: [...plain, columnRow([name, type, ...marks])], indexes: keyed },
  { ...mapped(name), writeTest: true },
  {
    'required-columns': ['fail', `cannot be mapped: ${name}`],
    write: ['fail', `the mapping cannot be sent: ${name}`],
  },
];

export const closedTables: readonly (readonly [string, Partial<Catalogue>, RunOptions, Expected])[] = [
  unfit('FullName', 'nvarchar(99)', 'computed'),
  unfit('Id', 'int', 'identity'),
  unfit('Version', 'timestamp', 'not null'),
  unfit('ValidFrom', 'datetime2', 'generated'),
  unfit('Photo', 'varbinary(max)'),
  unfit('Place', 'geography', 'base '),
  unfit('odd.name', 'nvarchar(9)'),
  ...(
    [
      ['identity', 'Id is identity'],
      ['computed', 'Id is computed'],
      ['generated', 'Id is generated always'],
    ] as const
  ).map(
    ([mark, message]) =>
      [
        `an anchor that the server makes: ${mark}`,
        {
          columns: [...plain, columnRow(['Id', 'int', 'not null', mark])],
          indexes: [indexRow(1, 'PK', 'Id', 'primary')],
        },
        { target: { anchor: 'Id' } },
        { anchor: ['fail', message] },
      ] as const,
  ),
  [
    'an anchor that the server makes, with a DN of its own',
    {
      columns: [...plain, columnRow(['Id', 'int', 'identity'])],
      indexes: [...keyed, indexRow(2, 'UX', 'Id', 'unique')],
    },
    { target: { anchor: 'Id', dn: 'ContosoLogin' } },
    { anchor: ['unknown', 'Id is identity'] },
  ],
  [
    'a DN column that nothing guards',
    { columns: [...plain, columnRow(['Dn', 'nvarchar(200)'])], indexes: keyed },
    { target: { dn: 'Dn' } },
    { anchor: ['warn', 'DN: Dn: nullable, not unique, no index'] },
  ],
  [
    'a DN column with duplicates',
    {
      columns: [...plain, columnRow(['Dn', 'nvarchar(200)'])],
      indexes: keyed,
      anchor: { rows: 7n, filled: 7n, different: 5n },
    },
    { target: { dn: 'Dn' } },
    { anchor: ['fail', 'DN: 2 values stand twice'] },
  ],
  [
    'a DN column that could not be counted',
    {
      columns: [...plain, columnRow(['Dn', 'nvarchar(200)'])],
      indexes: keyed,
      anchor: { number: 1222, message: 'words' },
    },
    { target: { dn: 'Dn' } },
    { anchor: ['unknown', 'DN: could not be counted'] },
  ],
  [
    'a DN column that is not there',
    { columns: plain, indexes: keyed },
    { target: { dn: 'Dn' } },
    { anchor: ['fail', 'DN: no column Dn'] },
  ],
  [
    'a DN column that the server computes',
    { columns: [...plain, columnRow(['Dn', 'nvarchar(200)', 'computed'])], indexes: keyed },
    { target: { dn: 'Dn' } },
    { anchor: ['fail', 'DN: Dn is computed'] },
  ],
  [
    'a good DN column',
    {
      columns: [...plain, columnRow(['Dn', 'nvarchar(200)', 'not null'])],
      indexes: [...keyed, indexRow(2, 'UX', 'Dn', 'unique')],
    },
    { target: { dn: 'Dn' } },
    { anchor: ['pass', 'ContosoLogin, unique by index'] },
  ],
  [
    'one column for anchor and DN',
    { columns: plain, indexes: keyed },
    { target: { dn: 'ContosoLogin' } },
    { anchor: ['warn', 'ContosoLogin is anchor and DN at once'] },
  ],
  [
    'an anchor that changes with the row',
    { columns: [...plain, columnRow(['Version', 'timestamp', 'not null'])] },
    { target: { anchor: 'Version' } },
    { anchor: ['fail', 'Version is timestamp'] },
  ],
  ...[230, 8623, 421, 1222, 1205].map(
    (number) =>
      [
        `an anchor that could not be counted, ${number}`,
        { anchor: { number, message: 'words' } },
        {},
        { anchor: ['unknown', 'could not be counted'] },
      ] as const,
  ),
  ...[208, 4413, 207].map(
    (number) =>
      [
        `a broken view, ${number}`,
        { object: view, anchor: { number, message: 'words' }, selecting: { number, message: 'words' } },
        {},
        {
          table: ['fail', `the view cannot be selected from (${number})`],
          anchor: ['fail', `cannot be selected from (${number})`],
        },
      ] as const,
  ),
  [
    'a view over a table that this account may not read',
    { object: view, selecting: { number: 229, message: 'The SELECT permission was denied' } },
    {},
    { table: ['fail', 'the view cannot be selected from (229)'] },
  ],
  [
    'a view when the service is busy',
    { object: view, selecting: { number: 40_501, message: 'The service is currently busy' } },
    {},
    { table: ['unknown', 'could not be selected from now'] },
  ],
  [
    'an anchor whose name the host cannot carry',
    {
      columns: [...plain, columnRow(['odd.name', 'nvarchar(9)', 'not null'])],
      indexes: [indexRow(1, 'PK', 'odd.name', 'primary')],
    },
    { target: { anchor: 'odd.name' } },
    { anchor: ['fail', 'odd.name: a name with a dot or bracket'] },
  ],
  [
    'a locked view',
    { object: view, selecting: { number: 1222, message: 'Lock request time out' } },
    {},
    { table: ['unknown', 'could not be selected from now'] },
  ],
  ['a history', { object: objectLike({ temporal: 1 }) }, {}, { table: ['fail', 'it is a history table'] }],
  ['a ledger history', { traits: { ledger: 1 } }, {}, { table: ['fail', 'it is a history table'] }],
  ['append-only', { traits: { ledger: 3 } }, {}, { table: ['fail', 'it is an append-only ledger table'] }],
  ['an updatable ledger', { traits: { ledger: 2 } }, {}, { table: ['pass', /^table/] }],
  ['an external table', { traits: { external: 1 } }, {}, { table: ['fail', 'it is an external table'] }],
  ['an edge', { traits: { edge: 1 } }, {}, { table: ['fail', 'it is an edge table of a graph'] }],
  ['a node', { traits: { node: 1 } }, {}, { table: ['warn', 'a node table of a graph'] }],
  [
    'a node, with the columns that the server adds',
    {
      traits: { node: 1 },
      columns: [
        ...plain,
        columnRow(['graph_id_B2B7D28A4F4B4F3C9B9B7A0E3B6D1C2F', 'bigint', 'not null']),
        columnRow(['$node_id_2A6B1E7C0D3F4A5B8C9D0E1F2A3B4C5D', 'nvarchar(1000)', 'not null']),
      ],
      indexes: keyed,
    },
    { target: { attributes: ['FirstName'] }, writeTest: true },
    { 'required-columns': ['pass', '2 mandatory, all mapped'], write: ['pass', /^added/] },
  ],
  ['memory', { traits: { memory: 1 } }, {}, { table: ['warn', 'memory-optimised'] }],
  [
    'a read-only filegroup',
    { traits: { readOnly: 1 } },
    {},
    { table: ['fail', 'it lies on a read-only filegroup'] },
  ],
  [
    'read-only partitions',
    { traits: { readOnlyParts: 2 } },
    {},
    { table: ['warn', '2 partitions are read-only'] },
  ],
  [
    'hidden rows',
    { security: { filters: 1, blocks: 0 } },
    {},
    {
      table: ['warn', 'row-level security hides rows'],
      anchor: ['unknown', 'row-level security hides rows'],
    },
  ],
  [
    'rows that are hidden by a policy which is not shown',
    { object: objectLike({ rows: 900n }), anchor: { rows: 12n, filled: 12n, different: 12n } },
    {},
    { anchor: ['unknown', '12 of about 900 rows are shown'] },
  ],
  ...(
    [
      ['and an anchor that is the key', {}, 'unknown', '12 of about 900 rows are shown'],
      ['and an account that would be shown one', { traits: { sees: 1 } }, 'pass', /unique by index/],
      [
        'of a policy that is shown',
        { traits: { sees: 1 }, security: { filters: 1, blocks: 0 } },
        'unknown',
        '12 of about 900 rows are shown',
      ],
    ] as const
  ).map(
    ([name, more, status, message]) =>
      [
        `hidden rows, ${name}`,
        {
          ...{ object: objectLike({ rows: 900n }), columns: plain, indexes: keyed },
          ...{ anchor: { rows: 12n, filled: 12n, different: 12n }, ...more },
        },
        {},
        { anchor: [status, message] },
      ] as const,
  ),
  [
    'a few rows less than the server counts',
    { object: objectLike({ rows: 30n }), anchor: { rows: 25n, filled: 25n, different: 25n } },
    {},
    { anchor: ['warn', /^ContosoLogin: nullable/] },
  ],
  [
    'a DN column is part of the mapping',
    { columns: [...plain, columnRow(['Dn', 'nvarchar(200)', 'not null'])], indexes: keyed },
    { target: { dn: 'Dn', attributes: ['FirstName'] }, writeTest: true },
    { 'required-columns': ['pass', '3 mandatory, all mapped'], write: ['pass', /added/] },
  ],
  [
    'hidden rows, duplicates among the others',
    { security: { filters: 1, blocks: 0 }, anchor: { rows: 7n, filled: 7n, different: 6n } },
    {},
    { anchor: ['fail', '1 value stands twice'] },
  ],
  [
    'four parts',
    { object: undefined },
    { target: { table: 'LINKED.CONTOSO.dbo.Employees' } },
    { table: ['fail', 'LINKED.CONTOSO.dbo.Employees is not of this database'] },
  ],
  [
    'a denied column of the mapping',
    {
      columnRights: { columns: 7, SELECT: 7, UPDATE: 6 },
      refused: [{ name: 'FirstName', SELECT: 1, UPDATE: 0 }],
    },
    { target: { attributes: ['FirstName', 'LastName'] } },
    { rights: ['fail', 'may not UPDATE FirstName'] },
  ],
  [
    'a denied column beside the mapping',
    {
      columnRights: { columns: 7, SELECT: 6, UPDATE: 7 },
      refused: [{ name: 'Salary', SELECT: 0, UPDATE: 1 }],
    },
    { target: { attributes: ['FirstName', 'LastName'] } },
    { rights: ['warn', 'not all columns: Salary'] },
  ],
  [
    'column grants that leave out the mapping',
    {
      rights: rightsLike({ UPDATE: 0 }),
      columnRights: { columns: 7, SELECT: 7, UPDATE: 1 },
      refused: [{ name: 'LastName', SELECT: 1, UPDATE: 0 }],
    },
    { target: { attributes: ['FirstName', 'LastName'] } },
    { rights: ['fail', 'may not UPDATE LastName'] },
  ],
  [
    'a trigger that makes the row',
    { object: objectLike({ insteadTriggers: 1 }) },
    { target: { attributes: ['FirstName'] } },
    { 'required-columns': ['unknown', 'not mapped: LastName; a trigger may fill them'] },
  ],
  ...(
    [
      ['RESTORING', 'database is restoring'],
      ['RECOVERING', 'database is recovering'],
      ['SUSPECT', 'database is suspect'],
      ['OFFLINE', 'database is offline'],
      ['COPYING', 'database is copying'],
      ['OFFLINE_SECONDARY', 'database is an offline secondary'],
    ] as const
  ).map(
    ([state, message]) =>
      [
        `a database that is ${state}`,
        { database: databaseLike({ state }) },
        {},
        { database: ['fail', message] },
      ] as const,
  ),
  [
    'a restricted database',
    { database: databaseLike({ access: 'RESTRICTED_USER' }) },
    {},
    { database: ['warn', 'open to its owners only'] },
  ],
  [
    'four procedures, and EXECUTE alone',
    {
      object: undefined,
      columns: [],
      rights: rightsLike({ SELECT: 0, INSERT: 0, UPDATE: 0, DELETE: 0 }),
      procedure: { id: 5, EXECUTE: 1 },
      parameters: { '[dbo].[a]': both, '[dbo].[u]': both, '[dbo].[d]': [{ name: '@ContosoLogin' }] },
    },
    {
      target: {
        procedures: { read: 'dbo.r', add: 'dbo.a', update: 'dbo.u', delete: 'dbo.d' },
        attributes: ['FirstName'],
      },
      writeTest: true,
    },
    {
      table: ['pass', 'reached through procedures'],
      rights: ['pass', 'EXECUTE on read, add, update, delete'],
      'required-columns': ['pass', 'every mapped attribute is a parameter'],
      anchor: ['unknown', 'its rows come from a procedure'],
      write: ['unknown', 'not tried: procedures do the work'],
    },
  ],
  [
    'procedures that take more than the mapping gives',
    {
      procedure: { id: 5, EXECUTE: 1 },
      parameters: { '[dbo].[a]': [...both, { name: '@Site' }], '[dbo].[u]': both, '[dbo].[d]': both },
    },
    byProcedures,
    { 'required-columns': ['warn', 'more parameters than the mapping: add: Site; delete: FirstName'] },
  ],
  [
    'procedures whose parameters have names of their own',
    { procedure: { id: 5, EXECUTE: 1 }, parameters: [{ name: '@Login' }, { name: '@GivenName' }] },
    byProcedures,
    { 'required-columns': ['unknown', /^other names: add: ContosoLogin, FirstName; update: /] },
  ],
  [
    'a procedure that deletes by another name',
    {
      procedure: { id: 5, EXECUTE: 1 },
      parameters: {
        '[dbo].[a]': both,
        '[dbo].[u]': both,
        '[dbo].[d]': [{ name: '@Login' }],
        '[dbo].[r]': [{ name: '@StartIndex' }, { name: '@EndIndex' }],
      },
    },
    byProcedures,
    { 'required-columns': ['unknown', 'other names: delete: ContosoLogin'] },
  ],
  [
    'a procedure that deletes, whose parameters are not shown',
    { procedure: { id: 5, EXECUTE: 1 }, parameters: { '[dbo].[a]': both, '[dbo].[u]': both } },
    byProcedures,
    { 'required-columns': ['unknown', 'parameters are not shown'] },
  ],
  [
    'a mapped column that the driver encrypts',
    { columns: [...plain, columnRow(['Salary', 'int', 'encrypted'])], indexes: keyed },
    { ...mapped('Salary'), writeTest: true },
    {
      table: ['warn', 'encrypted by the driver: Salary'],
      'required-columns': ['unknown', 'encrypted by the driver: Salary'],
      write: ['unknown', 'no test row can be made'],
    },
  ],
  [
    'an encrypted column that nobody maps',
    { columns: [...plain, columnRow(['Salary', 'int', 'encrypted'])], indexes: keyed },
    { target: { attributes: ['FirstName'] }, writeTest: true },
    {
      'required-columns': ['pass', '2 mandatory, all mapped'],
      write: ['pass', 'added, read, changed, deleted'],
    },
  ],
  [
    'a masked column',
    { columns: [...plain, columnRow(['Email', 'nvarchar(50)', 'masked'])], indexes: keyed },
    {},
    { table: ['warn', 'masked for this account: Email'], anchor: ['pass', 'ContosoLogin, unique by index'] },
  ],
  [
    'a masked anchor',
    { columns: [columnRow(['ContosoLogin', 'nvarchar(50)', 'not null', 'masked'])], indexes: keyed },
    {},
    { anchor: ['fail', 'ContosoLogin is masked for this account'] },
  ],
  [
    'procedures that lack a parameter',
    { procedure: { id: 5, EXECUTE: 1 }, parameters: [{ name: '@ContosoLogin' }] },
    {
      target: {
        procedures: { read: 'dbo.r', add: 'dbo.a', update: 'dbo.u', delete: 'dbo.d' },
        attributes: ['FirstName'],
      },
    },
    { 'required-columns': ['fail', 'no parameter for add: FirstName; update: FirstName'] },
  ],
];
