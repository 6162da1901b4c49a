import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoted } from '../../../src/clients/sql/sqlserver/names.ts';
import { proceduresShown, tablesShown } from '../../../src/clients/sql/sqlserver/queries/listing.ts';
import { type Answer, type Statement, startTds, type TdsBed } from '../../beds/tds/server.ts';
import type { Row } from '../../beds/tds/tokens.ts';
import { closedTables } from './catalogue-closed.ts';
import { keyed, solid, tables } from './catalogue-tables.ts';
import { answers, type Catalogue, catalogue, columnRow, objectLike, rightsLike } from './catalogues.ts';
import { type Run, type RunOptions, runSite } from './site.ts';

/** Each catalogue is asked through the real client, then judged. */
let bed: TdsBed;
let answer: (statement: Statement) => Answer;

beforeAll(async () => {
  bed = await startTds({ encryption: 'none', answer: (statement) => answer(statement) });
});
afterAll(async () => {
  await bed.opened(0);
  await bed.stop();
});

async function see(changes: Partial<Catalogue>, options: RunOptions = {}): Promise<Run> {
  answer = answers(catalogue(changes));
  return runSite({ port: bed.port, ...options });
}

describe.each([...tables, ...closedTables])('%s', (_name, changes, options, expected) => {
  it('is judged as the requirements say', async () => {
    const run = await see(changes, { secret: 'x', ...options });
    for (const [name, [status, message]] of Object.entries(expected)) {
      const verdict = run.verdict(`sql.${name}`);
      expect.soft({ name, status: verdict.status }).toEqual({ name, status });
      expect
        .soft(verdict.message)
        .toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
      if (verdict.status === 'fail') expect.soft(verdict.remedy?.steps.length).toBeGreaterThan(0);
    }
    await bed.opened(0);
  });
});

it('lists what SQL Server shows, with rights as it grants them', async () => {
  const known = answers(catalogue({}));
  answer = (statement) => {
    if (statement.text === tablesShown.text)
      return {
        sets: [
          {
            rows: [
              {
                schema: 'dbo',
                name: 'Employees',
                kind: 'U',
                rows: 1284,
                SELECT: 1,
                INSERT: 1,
                UPDATE: 1,
                DELETE: 0,
              },
              {
                schema: 'hr',
                name: 'Staff',
                kind: 'V',
                rows: null,
                SELECT: 1,
                INSERT: 0,
                UPDATE: 0,
                DELETE: 0,
              },
            ],
          },
        ],
      };
    if (statement.text === proceduresShown.text) return { sets: [{ rows: [{ schema: 'hr', name: 'Add' }] }] };
    return known(statement);
  };
  const run = await runSite({ port: bed.port, secret: 'x', only: ['reach', 'login', 'database', 'tables'] });
  expect(run.facts('sql.tables')).toMatchObject({
    tables: [
      { schema: 'dbo', name: 'Employees', view: false, rows: 1284, may: ['SELECT', 'INSERT', 'UPDATE'] },
      { schema: 'hr', name: 'Staff', view: true, rows: null, may: ['SELECT'] },
    ],
    procedures: ['hr.Add'],
  });
  await bed.opened(0);
});

describe('what is asked for', () => {
  it('is a user of its own for who comes in as guest, and no right for everybody', async () => {
    const run = await see({ rights: rightsLike({ user: 'guest', INSERT: 0 }) });
    const commands = run.verdict('sql.rights').remedy?.steps.map(({ command }) => command);
    expect(commands?.slice(0, 2)).toEqual([
      'CREATE USER [ecma] FOR LOGIN [ecma];',
      'GRANT INSERT ON [dbo].[Employees] TO [ecma];',
    ]);
    expect(commands?.join('\n')).not.toContain('[guest]');
  });

  it('is the exact GRANT', async () => {
    const run = await see({
      rights: rightsLike({ user: 'ec]ma', UPDATE: 0, DELETE: 0 }),
      columnRights: { columns: 7, SELECT: 7, UPDATE: 0 },
    });
    const commands = run.verdict('sql.rights').remedy?.steps.map(({ command }) => command);
    expect(commands?.slice(0, 2)).toEqual([
      'GRANT UPDATE, DELETE ON [dbo].[Employees] TO [ec]]ma];',
      'ALTER ROLE db_datareader ADD MEMBER [ec]]ma];\nALTER ROLE db_datawriter ADD MEMBER [ec]]ma];',
    ]);
  });

  it('names the account, also with its domain', async () => {
    const gone = { object: undefined, tracking: { database: 1, table: 1, allowed: 0 } };
    const commands = (run: Run, name: string) =>
      (run.verdict(`sql.${name}`).remedy?.steps ?? []).flatMap(({ command }) => command ?? []).join('\n');
    expect(commands(await see(gone), 'table')).toContain('TO [ecma];');
    const ntlm = { authentication: 'ntlm', domain: 'CONTOSO' };
    expect(commands(await see(gone, { target: ntlm }), 'table')).toContain('TO [CONTOSO\\ecma];');
    expect(commands(await see({ tracking: gone.tracking }), 'delta')).toContain(
      'GRANT VIEW CHANGE TRACKING ON [dbo].[Employees] TO [ecma];',
    );
  });

  it('of a view is asked of the table below it', async () => {
    const run = await see({ object: objectLike({ kind: 'V', rows: null }) });
    const steps = run.verdict('sql.anchor').remedy?.steps ?? [];
    expect(steps[0]?.text).toContain('the table below the view');
    expect(steps.flatMap(({ command }) => command ?? []).join('\n')).not.toMatch(/CREATE|ALTER/);
  });

  it('declares an alias type, a collation and a scale as a statement takes them', async () => {
    const commandFor = async (column: Row) => {
      const run = await see({ columns: [{ ...column, nullable: 1 }], indexes: [] });
      const steps = run.verdict('sql.anchor').remedy?.steps ?? [];
      return steps.flatMap(({ command }) => command ?? []).find((one) => one.startsWith('ALTER TABLE'));
    };
    const column = columnRow(['ContosoLogin', 'LoginName(20)', 'base nvarchar']);
    expect(await commandFor({ ...column, typeSchema: 'dbo' })).toBe(
      'ALTER TABLE [dbo].[Employees] ALTER COLUMN [ContosoLogin] [dbo].[LoginName] NOT NULL;',
    );
    expect(
      await commandFor({ ...columnRow(['ContosoLogin', 'nvarchar(20)']), collation: 'Latin1_General_CI_AS' }),
    ).toBe(
      'ALTER TABLE [dbo].[Employees] ALTER COLUMN [ContosoLogin] nvarchar(20) COLLATE Latin1_General_CI_AS NOT NULL;',
    );
    expect(await commandFor(columnRow(['ContosoLogin', 'datetime2(7,3)']))).toContain(
      'datetime2(3) NOT NULL',
    );
  });

  it('names what the table could be instead', async () => {
    const run = await see({ object: undefined, alike: [{ schema: 'hr', name: 'employees' }] });
    expect(run.verdict('sql.table')).toMatchObject({
      status: 'fail',
      found: 'nearly so named: hr.employees',
    });
    expect(run.facts('sql.table').usable).toBe(false);
  });

  it('stays open where the server answers with an error, and shows the question', async () => {
    answer = ({ text }) =>
      text.includes('sys.columns')
        ? { error: { number: 297, message: 'The user does not have permission to perform this action.' } }
        : answers(catalogue())({ text, parameters: {} });
    const run = await runSite({ port: bed.port });
    const verdict = run.verdict('sql.table');
    expect(verdict).toMatchObject({ status: 'unknown', message: 'no answer: error 297' });
    expect(verdict.remedy?.steps[0]?.command).toMatch(
      /^DECLARE @table nvarchar\(4000\) = N'\[dbo\]\.\[Employees\]';\nSELECT c\.name/,
    );
  });

  it('does not fall over bytes that are no TDS', async () => {
    answer = () => 'garbage';
    const run = await runSite({ port: bed.port });
    expect(run.verdict('sql.database').status).toBe('unknown');
    await bed.opened(0);
  });

  it('counts no row where the catalogue settles the anchor', async () => {
    const texts: string[] = [];
    const given = answers(catalogue({ columns: solid, indexes: keyed }));
    answer = (statement) => {
      texts.push(statement.text);
      return given(statement);
    };
    await runSite({ port: bed.port });
    expect(texts.filter((text) => /FROM \[dbo\]/.test(text))).toEqual([]);
  });
});

describe('names that hold T-SQL', () => {
  const evil = 'x]; DROP TABLE y--';

  it('go as data, or in doubled brackets', async () => {
    const seen: Statement[] = [];
    const given = answers(
      catalogue({
        object: objectLike({ name: evil }),
        columns: [
          columnRow(["a]; DROP TABLE y--'", 'nvarchar(50)']),
          columnRow([evil, 'nvarchar(50)', 'not null']),
        ],
      }),
    );
    answer = (statement) => {
      seen.push(statement);
      return given(statement);
    };
    const target = { table: evil, anchor: "a]; DROP TABLE y--'", attributes: [evil], procedures: [evil] };
    const run = await runSite({ port: bed.port, target, writeTest: true, secret: 'x' });
    expect(run.verdict('sql.write').status).toBe('pass');
    expect(seen.length).toBeGreaterThan(15);
    for (const { text } of seen) {
      const name = quoted("a]; DROP TABLE y--'");
      // Within the batch of the write test statements are literals, with their quotes doubled.
      const outside = [quoted(evil), name, name.replaceAll("'", "''")].reduce(
        (rest, one) => rest.replaceAll(one, ''),
        text,
      );
      expect(outside).not.toContain('DROP');
    }
    expect(seen.map(({ parameters }) => parameters.table).filter((one) => one !== undefined)).toContain(
      '[x]]; DROP TABLE y--]',
    );
    await bed.opened(0);
  });
});
