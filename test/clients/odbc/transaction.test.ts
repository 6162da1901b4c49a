import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionString } from '../../../src/clients/odbc/connection-string.ts';
import { OdbcConversation } from '../../../src/clients/odbc/conversation.ts';
import { postgresql } from '../../../src/clients/odbc/dialects/postgresql.ts';
import { hasOdbc, program } from '../../beds/odbc/drivers.ts';
import { type DatabaseBed, hasPostgresql, startPostgresql } from '../../beds/odbc/postgresql.ts';
import { secretText } from '../../probes/sql/site.ts';

/** What the write test begins in a real PostgreSQL ends, however its child ends. */
describe.runIf(hasOdbc && hasPostgresql)('a transaction in the child', () => {
  let bed: DatabaseBed;
  const { signal } = new AbortController();
  beforeAll(async () => {
    bed = await startPostgresql();
    await bed.sql(
      'CREATE TABLE t (a text); CREATE TABLE d (a text PRIMARY KEY, b text REFERENCES d DEFERRABLE INITIALLY DEFERRED); GRANT ALL ON t, d TO ecma;',
      'CONTOSO',
    );
  });
  afterAll(() => bed?.stop());

  async function connected(): Promise<OdbcConversation> {
    const conversation = new OdbcConversation(program, process.env);
    const string = connectionString([
      ['DRIVER', 'PostgreSQL Unicode'],
      ['UID', 'ecma'],
      ['PWD', secretText],
      ['SERVER', '127.0.0.1'],
      ['PORT', String(bed.port)],
      ['DATABASE', 'CONTOSO'],
    ]);
    const reply = await conversation.ask({ kind: 'connect', string, seconds: 10 }, 30, signal);
    expect(reply).toMatchObject({ ok: true });
    return conversation;
  }

  const step = (text: string, parameters: readonly string[] = []) => ({ text, parameters, maxRows: 5 });
  const transaction = (seconds: number, ...texts: readonly string[]) =>
    ({
      kind: 'transaction',
      limits: postgresql.writing.set,
      undo: [],
      steps: texts.map((text) => step(text)),
      seconds,
    }) as const;
  const sleeping = async () =>
    (
      await bed.sql(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()",
      )
    ).trim();
  const rows = async () => (await bed.sql('SELECT count(*) FROM t', 'CONTOSO')).trim();

  it('is rolled back, and its settings with it', async () => {
    const conversation = await connected();
    const reply = await conversation.ask(
      transaction(5, "INSERT INTO t VALUES ('x')", 'SHOW statement_timeout'),
      20,
      signal,
    );
    expect(reply).toMatchObject({
      ok: true,
      steps: [{ changed: 1 }, { rows: [{ statement_timeout: '4s' }] }],
    });
    const after = await conversation.ask(
      { kind: 'run', text: 'SHOW statement_timeout', parameters: [], maxRows: 1 },
      20,
      signal,
    );
    expect(after).toMatchObject({ ok: true, rows: [{ statement_timeout: '0' }] });
    await conversation.close();
    expect(await rows()).toBe('0');
  });

  it('ends with the first error', async () => {
    const conversation = await connected();
    const reply = await conversation.ask(
      transaction(5, "INSERT INTO t VALUES ('x')", 'SELEC 1', "INSERT INTO t VALUES ('y')"),
      20,
      signal,
    );
    await conversation.close();
    expect(reply).toMatchObject({ ok: true, steps: [{ changed: 1 }, { broken: [{ state: '42601' }] }] });
    expect(await rows()).toBe('0');
  });

  it('is ended by the child itself when its time is over', async () => {
    const conversation = await connected();
    const reply = await conversation.ask(
      transaction(1, "INSERT INTO t VALUES ('x')", 'SELECT pg_sleep(60)'),
      20,
      signal,
    );
    expect(reply).toMatchObject({ ok: false, cutOff: 1 });
    await conversation.close();
    await until(async () => (await sleeping()) === '0');
    expect(await rows()).toBe('0');
  });

  it("is ended by the server's own limit when the child is killed", async () => {
    const conversation = await connected();
    const asked = conversation.ask(
      transaction(60, "INSERT INTO t VALUES ('x')", 'SELECT pg_sleep(60)'),
      80,
      signal,
    );
    await until(async () => (await sleeping()) === '1');
    conversation.kill();
    expect(await asked).toMatchObject({ ok: false, ended: { how: 'crashed' } });
    await until(async () => (await sleeping()) === '0');
    expect(await rows()).toBe('0');
  });

  it('lets rows that share a connection wait for one another', async () => {
    const conversation = await connected();
    const replies = await Promise.all(
      ['1', '2', '3'].map((text) =>
        conversation.ask({ kind: 'run', text: 'SELECT ? AS n', parameters: [text], maxRows: 1 }, 20, signal),
      ),
    );
    await conversation.close();
    expect(replies).toMatchObject([{ rows: [{ n: '1' }] }, { rows: [{ n: '2' }] }, { rows: [{ n: '3' }] }]);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
