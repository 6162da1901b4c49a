import { afterEach, describe, expect, it } from 'vitest';
import { sqlWriteProbe } from '../../../src/probes/sql/write/index.ts';
import { type Statement, startTds, type TdsBed } from '../../beds/tds/server.ts';
import { judgeFacts } from '../context.ts';
import {
  answers,
  type Catalogue,
  catalogue,
  columnRow,
  indexRow,
  isTryOut,
  objectLike,
  stepsIn,
} from './catalogues.ts';
import { type RunOptions, rowOf, runSite, siteOf } from './site.ts';

const beds: TdsBed[] = [];
afterEach(async () => {
  for (const bed of beds.splice(0)) {
    await bed.opened(0);
    await bed.stop();
  }
});

async function write(changes: Partial<Catalogue>, options: RunOptions = {}) {
  const statements: Statement[] = [];
  const given = answers(catalogue(changes));
  const bed = await startTds({
    encryption: 'none',
    answer: (statement) => {
      if (isTryOut(statement.text)) statements.push(statement);
      return given(statement);
    },
  });
  beds.push(bed);
  const run = await runSite({ port: bed.port, writeTest: true, ...options });
  return {
    bed,
    run,
    verdict: run.verdict('sql.write'),
    statements,
    steps: statements.flatMap(({ text }) => stepsIn(text)),
  };
}

const identity = [columnRow(['Id', 'int', 'identity']), columnRow(['Name', 'nvarchar(8)', 'not null'])];

describe('a test row', () => {
  it('is added, seen, changed, deleted and rolled back', async () => {
    const { bed, verdict, steps, statements } = await write({}, { target: { attributes: ['Email'] } });
    expect(steps).toEqual(['insert', 'count', 'update', 'delete', 'count']);
    expect(verdict).toMatchObject({ status: 'pass', message: 'added, read, changed, deleted' });
    expect([bed.begun, bed.rolledBack, bed.committed, bed.abandoned]).toEqual([1, 1, 0, 0]);
    const [insert] = statements;
    expect(statements).toHaveLength(1);
    expect(insert?.text).toContain('SET XACT_ABORT ON; SET LOCK_TIMEOUT 1000;');
    expect(insert?.text).toMatch(/BEGIN TRANSACTION;[\s\S]*ROLLBACK TRANSACTION;/);
    expect(insert?.text).toContain(
      '([FirstName], [LastName], [ContosoLogin], [Email]) VALUES (@p0, @p1, @p2, @p3)',
    );
    for (const value of Object.values(insert?.parameters ?? {}))
      expect(value).toMatch(/^ecma-doctor-[0-9a-f]{16}$/);
  });

  it('is found again by its identity number, which is used up', async () => {
    const { verdict, statements } = await write(
      { columns: identity, write: { insert: { rows: 1, identity: '4711' } } },
      { target: { anchor: 'Id' } },
    );
    expect(verdict.found).toContain('one number of Id that was used up');
    expect(statements[0]?.parameters).not.toHaveProperty('key');
    expect(statements[0]?.text).toMatch(
      /SET @key = CAST\(SCOPE_IDENTITY\(\)[\s\S]*@key nvarchar\(4000\) OUTPUT/,
    );
    expect(statements[0]?.text).toContain('([Name]) VALUES (@p0)');
    expect(String(statements[0]?.parameters.p0)).toHaveLength(8);
  });

  it('changes every column of the mapping, so that the right to each is asked', async () => {
    const { statements } = await write(
      {
        columns: [
          columnRow(['ContosoLogin', 'nvarchar(50)']),
          columnRow(['Email', 'nvarchar(50)']),
          columnRow(['Age', 'int']),
        ],
      },
      { target: { attributes: ['Email', 'Age', 'ContosoLogin'] } },
    );
    expect(statements[0]?.text).toContain('SET [Email] = @value, [Age] = [Age] WHERE [ContosoLogin] = @key;');
  });

  it('keeps to lists and bounds of CHECK, and leaves the values of foreign keys to the server', async () => {
    const { statements, verdict } = await write(
      {
        columns: [
          columnRow(['ContosoLogin', 'int']),
          columnRow(['Kind', 'nvarchar(9)', 'not null']),
          columnRow(['Age', 'tinyint', 'not null']),
          columnRow(['Site', 'int', 'not null']),
          columnRow(['Boss', 'int']),
        ],
        checks: [
          { name: 'CK1', column: 'Kind', definition: "([Kind]='it''s' OR [Kind]='B')" },
          { name: 'CK2', column: 'Age', definition: '([Age]>=(18) AND [Age]<(99))' },
        ],
        keys: [
          { name: 'FK1', column: 'Site', schema: 'dbo', table: 'Si]tes', referenced: 'Id' },
          { name: 'FK2', column: 'Boss', schema: 'dbo', table: 'Employees', referenced: 'Id' },
        ],
      },
      { target: { attributes: ['Boss'] } },
    );
    expect(verdict.status).toBe('pass');
    expect(statements[0]?.parameters).toMatchObject({ p0: "it's", p1: 18 });
    expect(statements[0]?.text).toContain('(SELECT TOP (1) [Id] FROM [dbo].[Si]]tes] ORDER BY [Id])');
    expect(statements[0]?.text).not.toContain('Boss');
  });

  it('is looked for in the type of its key, so that an index serves', async () => {
    const { statements } = await write({ columns: [columnRow(['ContosoLogin', 'varchar(40)'])] });
    expect(statements[0]?.text).toContain('WHERE [ContosoLogin] = CAST(@key AS varchar(8000))');
    const plain = await write({});
    expect(plain.statements[0]?.text).toContain('WHERE [ContosoLogin] = @key');
  });

  it('is not looked for by a type that cannot be compared', async () => {
    const { bed, verdict } = await write(
      { columns: [columnRow(['Note', 'ntext', 'not null'])] },
      { target: { anchor: 'gone' } },
    );
    expect(verdict).toMatchObject({ status: 'unknown', message: 'no test row can be made' });
    expect(bed.begun).toBe(0);
  });

  it('has a value of every type', async () => {
    const types = [
      'char(3)',
      'varchar(max)',
      'ntext',
      'smallint',
      'bigint',
      'decimal(5,2)',
      'numeric(3,3)',
      'money',
      'float',
      'real',
      'bit',
      'date',
      'datetime',
      'datetime2',
      'datetimeoffset',
      'smalldatetime',
      'time',
      'uniqueidentifier',
      'xml',
      'sql_variant',
      'varbinary(9)',
    ];
    const columns = [
      columnRow(['ContosoLogin', 'nvarchar(40)']),
      ...types.map((type, at) => columnRow([`C${at}`, type, 'not null'])),
    ];
    const { verdict, statements } = await write({ columns });
    expect(verdict.status).toBe('pass');
    const values = Object.keys(statements[0]?.parameters ?? {}).filter((name) => /^p\d/.test(name));
    expect(values.length).toBe(types.length);
  });
});

describe('what is left of it', () => {
  const settings = siteOf({ port: 1, writeTest: true });
  const probe = sqlWriteProbe.make({
    settings,
    connector: settings.connectors[0],
    options: { writeTest: true },
    all: [],
  });
  const done = (['insert', 'select', 'update', 'delete'] as const).map((step) => ({ step, rows: 1 }));
  const lost = { code: 'ESOCKET', text: 'the connection is lost' };

  it.each([
    ['counted', { left: 0 }, 'pass', 'nothing of it is left: rolled back'],
    ['counted, whatever the roll-back says', { left: 0, rollback: lost }, 'pass', 'nothing of it is left'],
    ['not counted', {}, 'pass', 'rolled back; whether a row is left was not seen: it could not be counted'],
    ['neither counted nor told', { rollback: lost }, 'unknown', 'could not be counted'],
  ] as const)('is said as it was seen: %s', (_, facts, status, found) => {
    const verdict = judgeFacts(probe, { usable: true, table: 'T', steps: done, ...facts }, { settings });
    expect(verdict).toMatchObject({ status, found: expect.stringContaining(found) });
  });
});

describe('a table on which it is not tried', () => {
  const large = objectLike({ rows: 5_000_000n });

  it.each<[string, Partial<Catalogue>, string]>([
    ['triggers', { object: objectLike({ insteadTriggers: 1 }) }, 'not tried: triggers'],
    [
      'triggers that this account is not shown',
      { traits: { hasTriggers: 1, sees: 0 } },
      'not tried: triggers',
    ],
    ['children without an index', { children: [{ schema: 'hr', name: 'Badges' }] }, 'not tried: children'],
    [
      'a view over triggers',
      { object: objectLike({ kind: 'V', rows: null }), below: { seen: 2, elsewhere: 0, triggers: 1 } },
      'not tried: triggers',
    ],
    [
      'a view whose tables cannot be seen',
      { object: objectLike({ kind: 'V', rows: null }), below: { seen: 0, elsewhere: 0, triggers: 0 } },
      'not tried: triggers',
    ],
    ['many rows and no index', { object: large }, 'not tried: size'],
    [
      'a view over many rows',
      {
        object: objectLike({ kind: 'V', rows: null }),
        below: { seen: 1, elsewhere: 0, triggers: 0, rows: 5_000_000n },
      },
      'not tried: size',
    ],
    [
      'all of it',
      { object: objectLike({ rows: 5_000_000n, triggers: 1, temporal: 2, cdc: 1 }) },
      'not tried: triggers, size',
    ],
  ])('%s', async (_name, changes, message) => {
    const { bed, verdict, steps } = await write(changes);
    expect(verdict).toMatchObject({ status: 'unknown', message });
    expect(verdict.remedy?.steps[0]?.command).toBe(`writeTest: { despite: [${message.slice(11)}] }`);
    expect(steps).toEqual([]);
    expect(bed.begun).toBe(0);
  });

  it('is not tried on tables of other places, whatever despite says', async () => {
    const view = {
      object: objectLike({ kind: 'V', rows: null }),
      below: { seen: 2, elsewhere: 1, triggers: 0 },
    };
    const { bed, verdict } = await write(view, { connector: { writeTest: { despite: ['triggers'] } } });
    expect(verdict).toMatchObject({ status: 'unknown', message: 'not tried: elsewhere' });
    expect(JSON.stringify(verdict.remedy)).not.toContain('despite');
    expect(bed.begun).toBe(0);
  });

  it('is tried on a temporal or captured table, with a note', async () => {
    const { verdict } = await write({ object: objectLike({ temporal: 2, cdc: 1 }) });
    expect(verdict).toMatchObject({ status: 'pass' });
    expect(verdict.found).toMatch(/history.*captured/);
  });

  it('is tried under SNAPSHOT where the table is memory-optimised', async () => {
    const { verdict, statements } = await write({ traits: { memory: 1 } });
    expect(verdict.status).toBe('pass');
    expect(statements[0]?.text).toContain('INSERT INTO [dbo].[Employees] WITH (SNAPSHOT) (');
  });

  it('is tried where despite says so, and where an index leads', async () => {
    const despite = await write(
      { object: objectLike({ triggers: 1, cdc: 1 }) },
      { connector: { writeTest: { despite: ['triggers', 'cdc'] } } },
    );
    expect(despite.verdict.status).toBe('pass');
    const half = await write(
      { object: objectLike({ triggers: 1 }), children: [{ schema: 'hr', name: 'Badges' }] },
      { connector: { writeTest: { despite: ['triggers'] } } },
    );
    expect(half.verdict).toMatchObject({ status: 'unknown', message: 'not tried: children' });
    expect(half.verdict.found).toContain('hr.Badges');
    const led = await write({ object: large, indexes: [indexRow(2, 'IX', 'ContosoLogin')] });
    expect(led.verdict.status).toBe('pass');
  });

  it.each<[string, Partial<Catalogue>, string]>([
    [
      'a type without a value',
      {
        columns: [
          columnRow(['ContosoLogin', 'nvarchar(9)']),
          columnRow(['Place', 'geography', 'base ', 'not null']),
        ],
      },
      'no value can be made for Place (geography)',
    ],
    [
      'nothing to find it by',
      { columns: [columnRow(['ContosoLogin', 'nvarchar(9)', 'computed'])] },
      'no column is there by which the new row could be found again',
    ],
  ])('%s', async (_name, changes, found) => {
    const { bed, verdict } = await write(changes);
    expect(verdict).toMatchObject({ status: 'unknown', message: 'no test row can be made', found });
    expect(bed.begun).toBe(0);
  });
});

describe('a step that fails', () => {
  const denied = (what: string) => ({
    number: 229,
    message: `The ${what} permission was denied on the object 'Employees'.`,
  });

  it.each<[string, Catalogue['write'], string, string]>([
    ['INSERT denied', { insert: denied('INSERT') }, 'fail', 'may not INSERT (229)'],
    ['UPDATE denied', { update: denied('UPDATE') }, 'fail', 'may not UPDATE (229)'],
    [
      'a column denied',
      { update: { number: 230, message: 'denied on the column' } },
      'fail',
      'may not UPDATE (230)',
    ],
    ['DELETE denied', { delete: denied('DELETE') }, 'fail', 'may not DELETE (229)'],
    [
      'NULL',
      { insert: { number: 515, class: 16, message: 'Cannot insert the value NULL' } },
      'fail',
      'a mandatory column was not filled (515)',
    ],
    [
      'CHECK',
      { insert: { number: 547, class: 16, message: 'conflicted with the CHECK constraint' } },
      'unknown',
      'made-up values do not fit (547)',
    ],
    [
      'lock',
      { update: { number: 1222, class: 16, message: 'Lock request time out' } },
      'unknown',
      'table is locked by others',
    ],
    [
      'view',
      { insert: { number: 4406, class: 16, message: 'derived or constant field' } },
      'fail',
      'the view cannot be written (4406)',
    ],
    [
      'read-only',
      { insert: { number: 3906, class: 16, message: 'read-only' } },
      'fail',
      'database is read-only (3906)',
    ],
    ['full', { insert: { number: 9002, class: 17, message: 'log full' } }, 'fail', 'no space (9002)'],
    [
      'trigger',
      { insert: { number: 50000, class: 16, message: 'no' } },
      'unknown',
      'a trigger refuses it (50000)',
    ],
    [
      'a trigger that rolls back',
      { update: { number: 3609, class: 16, message: 'The transaction ended in the trigger.' } },
      'unknown',
      'a trigger ended it (3609)',
    ],
    [
      'CHECK OPTION',
      { insert: { number: 550, class: 16, message: 'WITH CHECK OPTION' } },
      'unknown',
      'the CHECK OPTION of the view refuses it (550)',
    ],
    [
      'a policy',
      { insert: { number: 33504, class: 16, message: 'conflicts with a block predicate' } },
      'unknown',
      'row-level security refuses it (33504)',
    ],
    [
      'typed XML',
      { insert: { number: 6913, class: 16, message: 'XML Validation' } },
      'unknown',
      'its XML schema refuses it (6913)',
    ],
    [
      'memory',
      { insert: { number: 41368, class: 16, message: 'READ COMMITTED isolation level' } },
      'unknown',
      'memory-optimised: the isolation is refused (41368)',
    ],
    [
      'a sequence behind a default',
      {
        insert: {
          number: 229,
          message: "The UPDATE permission was denied on the object 'Numbers', database 'C', schema 'hr'.",
        },
      },
      'unknown',
      'hr.Numbers: no right to UPDATE (229)',
    ],
    [
      'the table of the same name in another schema',
      {
        insert: {
          number: 229,
          message:
            "The INSERT permission was denied on the object 'Employees', database 'C', schema 'audit'.",
        },
      },
      'unknown',
      'audit.Employees: no right to INSERT (229)',
    ],
    [
      'the table of the same name in another database',
      {
        insert: {
          number: 229,
          message:
            "The INSERT permission was denied on the object 'Employees', database 'AUDIT', schema 'dbo'.",
        },
      },
      'unknown',
      'dbo.Employees: no right to INSERT (229)',
    ],
    [
      'a column of the table of the same name in another schema',
      {
        insert: {
          number: 515,
          message: "Cannot insert the value NULL into column 'X', table 'CONTOSO.audit.Employees'",
        },
      },
      'unknown',
      'CONTOSO.audit.Employees wants a value for X (515)',
    ],
    [
      'a type of the database',
      {
        insert: {
          number: 229,
          message:
            "The EXECUTE permission was denied on the xml schema collection 'Papers', database 'C', schema 'hr'.",
        },
      },
      'unknown',
      'hr.Papers: no right to EXECUTE (229)',
    ],
    [
      'another database',
      {
        insert: {
          number: 916,
          message:
            'The server principal "ecma" is not able to access the database "Audit" under the current security context.',
          procedure: 'dbo.tr_audit',
        },
      },
      'unknown',
      'Audit lets the account not in (916)',
    ],
    ...([262, 297, 300, 15247] as const).map((number): [string, Catalogue['write'], string, string] => [
      `a right on the server that a trigger wants, ${number}`,
      { insert: { number, message: 'The user does not have permission.', procedure: 'dbo.tr_audit' } },
      'unknown',
      `dbo.tr_audit wants a right that the account lacks (${number})`,
    ]),
    [
      'a trigger by its name',
      { insert: { number: 51000, message: 'only on Mondays', procedure: 'hr.tr_monday' } },
      'unknown',
      'hr.tr_monday refuses it (51000)',
    ],
    [
      'the procedure of the statements themselves is none',
      { insert: { number: 50000, message: 'no', procedure: 'sp_executesql' } },
      'unknown',
      'a trigger refuses it (50000)',
    ],
    [
      'a constraint by its name',
      { insert: { number: 547, message: 'conflicted with the CHECK constraint "CK_Age". The conflict' } },
      'unknown',
      'made-up values do not fit: CK_Age (547)',
    ],
    [
      'a unique index by its name',
      {
        insert: {
          number: 2601,
          message: "Cannot insert duplicate key row in object 'dbo.Employees' with unique index 'UX_Kind'.",
        },
      },
      'unknown',
      'made-up values do not fit: UX_Kind (2601)',
    ],
    [
      'an object that is gone',
      { insert: { number: 208, message: "Invalid object name 'dbo.Audit'.", procedure: 'dbo.tr_audit' } },
      'unknown',
      'something that it calls is not there: dbo.Audit (208)',
    ],
    [
      'another server',
      { insert: { number: 7202, message: "Could not find server 'HQ' in sys.servers." } },
      'unknown',
      'it goes to another server: HQ (7202)',
    ],
    [
      'another account',
      {
        insert: {
          number: 15517,
          message: 'Cannot execute as the database principal because the principal "dbo" does not exist',
        },
      },
      'unknown',
      'it is to run as another account: dbo (15517)',
    ],
    [
      'an identity that is used up',
      {
        insert: { number: 8115, message: 'Arithmetic overflow error converting IDENTITY to data type int.' },
      },
      'fail',
      'the numbers of the identity column are used up (8115)',
    ],
    [
      'a sequence that is used up',
      { insert: { number: 11728, message: "The sequence object 'S' has reached its maximum value." } },
      'fail',
      'the numbers of a sequence are used up (11728)',
    ],
    [
      'a column of the server',
      { insert: { number: 271, class: 16, message: 'The column "X" cannot be modified' } },
      'fail',
      'a column takes no value (271)',
    ],
    [
      'a number that nobody listed',
      { delete: { number: 12345, class: 16, message: 'words' } },
      'unknown',
      'DELETE was refused (12345)',
    ],
    ['hidden row', { update: { rows: 0 } }, 'fail', 'UPDATE: 0 rows in place of 1'],
    ['left behind', { count: { rows: 1 } }, 'fail', 'the test row is still there'],
  ])('%s', async (_name, steps, status, message) => {
    const { bed, verdict } = await write({ write: steps });
    expect(verdict).toMatchObject({ status, message });
    expect([bed.begun, bed.rolledBack, bed.committed]).toEqual([1, 1, 0]);
    if (message.startsWith('may not'))
      expect(verdict.remedy?.steps[0]?.command).toMatch(
        /^GRANT (INSERT|UPDATE|DELETE) ON \[dbo\]\.\[Employees\] TO \[ecma\];$/,
      );
  });

  it('names the triggers of the table where the server does not say which ended it', async () => {
    const { verdict } = await write(
      {
        object: objectLike({ triggers: 1 }),
        triggers: [{ schema: 'dbo', name: 'tr_badges' }],
        write: { insert: { number: 3609, message: 'The transaction ended in the trigger.' } },
      },
      { connector: { writeTest: { despite: ['triggers'] } } },
    );
    expect(verdict).toMatchObject({ status: 'unknown', message: 'a trigger ended it: dbo.tr_badges (3609)' });
  });

  const pointing = {
    columns: [columnRow(['ContosoLogin', 'nvarchar(50)']), columnRow(['Site', 'int', 'not null'])],
    keys: [{ name: 'FK1', column: 'Site', schema: 'dbo', table: 'Sites', referenced: 'Id' }],
  };

  it.each<[string, Catalogue['write'], string]>([
    [
      'is empty',
      {
        insert: {
          number: 515,
          message: "Cannot insert the value NULL into column 'Site', table 'CONTOSO.dbo.Employees'",
        },
      },
      'no row to point at in dbo.Sites (515)',
    ],
    [
      'may not be read',
      {
        insert: {
          number: 229,
          message: "The SELECT permission was denied on the object 'Sites', database 'C', schema 'dbo'.",
        },
      },
      "a foreign key's table cannot be read: dbo.Sites",
    ],
  ])('is no fault of the account where the table of a foreign key %s', async (_name, steps, message) => {
    const { verdict } = await write({ ...pointing, write: steps });
    expect(verdict).toMatchObject({ status: 'unknown', message });
    expect(JSON.stringify(verdict)).not.toContain('GRANT INSERT');
  });

  it('is not begun where the table of a mandatory foreign key is hidden', async () => {
    const { verdict, steps } = await write({
      ...pointing,
      keys: [{ name: 'FK1', column: 'Site', schema: null, table: null, referenced: null }],
    });
    expect(verdict).toMatchObject({ status: 'unknown', message: 'no test row can be made' });
    expect(verdict.found).toContain(
      'Site must point at a row of a table that this account may not see (FK1)',
    );
    expect(steps).toEqual([]);
  });

  it('says which columns of the mapping it left empty', async () => {
    const { verdict } = await write(
      {
        columns: [columnRow(['ContosoLogin', 'nvarchar(50)']), columnRow(['Boss', 'int'])],
        keys: [{ ...pointing.keys[0], column: 'Boss' }],
      },
      { target: { attributes: ['Boss'] } },
    );
    expect(verdict).toMatchObject({ status: 'pass', found: expect.stringContaining('left empty') });
    expect(verdict.found).toContain('Boss');
  });

  it('leaves it to the server to roll back what a cut connection left open', async () => {
    const { bed, verdict } = await write({ write: { update: 'cut' } });
    expect(verdict.status).toBe('unknown');
    await bed.opened(0);
    expect([bed.begun, bed.rolledBack + bed.abandoned, bed.committed]).toEqual([1, 1, 0]);
  });

  it('is rolled back by the server when the doctor is stopped in the middle', async () => {
    const inside = Promise.withResolvers<void>();
    const given = answers(catalogue({}));
    const bed = await startTds({
      encryption: 'none',
      answer: (statement) => {
        if (!isTryOut(statement.text)) return given(statement);
        inside.resolve();
        return 'silent';
      },
    });
    beds.push(bed);
    const run = await runSite({
      port: bed.port,
      writeTest: true,
      during: async (scheduler) => {
        await inside.promise;
        scheduler.stop(() => ({ kind: 'cancelled', why: 'test' }));
      },
    });
    expect(run.outcome('sql.write')).toBe('cancelled');
    await bed.opened(0);
    expect([bed.begun, bed.rolledBack + bed.abandoned, bed.committed]).toEqual([1, 1, 0]);
  });
});

describe('a write test that is off', () => {
  it('does not touch the table', async () => {
    const bed = await startTds({ encryption: 'none', answer: answers(catalogue()) });
    beds.push(bed);
    const run = await runSite({ port: bed.port });
    expect(run.outcome('sql.write')).toBe('none');
    expect(bed.begun).toBe(0);
  });
});

describe('the question before the write test', () => {
  it('tells its effects', () => {
    const { asks } = rowOf('sql.write', siteOf({}));
    expect(asks?.text).toBe('Write a test row into dbo.Employees and roll it back?');
    const effects = asks?.effects ?? [];
    expect(effects).toHaveLength(4);
    expect(rowOf('sql.write', siteOf({ target: { engine: 'other' } })).asks).toEqual(asks);
    expect(effects.join(' ')).toMatch(/dbo\.Employees.*rolled back.*used up.*locks.*Triggers/);
    for (const one of effects) expect(one).toMatch(/^[\x20-\x7e]+$/);
  });
});
