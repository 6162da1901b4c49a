import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { LoginFacts } from '../../../src/clients/sql/login-facts.ts';
import { probesFor } from '../../../src/probes/index.ts';
import { startTds, type TdsBed, type TdsScript } from '../../beds/tds/server.ts';
import { collectFacts, makeContext, rememberingCredentials, settingsFrom } from '../../probes/context.ts';
import { answers, catalogue, columnRow, isTryOut, objectLike } from '../../probes/sql/catalogues.ts';
import { platformTrusting, runSite, secretText } from '../../probes/sql/site.ts';

const beds: TdsBed[] = [];
async function bedOf(script: TdsScript): Promise<TdsBed> {
  const bed = await startTds({ encryption: 'none', answer: answers(catalogue()), ...script });
  beds.push(bed);
  return bed;
}
afterEach(async () => {
  for (const bed of beds.splice(0)) {
    await bed.opened(0);
    await bed.stop();
  }
});

const names = ['server-kind', 'database', 'table', 'rights', 'anchor', 'required-columns', 'delta', 'write'];

describe('a server', () => {
  it('may be slow', async () => {
    const bed = await bedOf({ slow: true });
    const run = await runSite({ port: bed.port, writeTest: true });
    for (const name of names.filter((one) => one !== 'anchor'))
      expect.soft(`${name} ${run.verdict(`sql.${name}`).status}`).toBe(`${name} pass`);
    expect(bed.logins).toHaveLength(1);
  });

  it('may answer other columns than it was asked for', async () => {
    const bed = await bedOf({ answer: () => ({ sets: [{ rows: [{ nothing: 'x', more: null }] }] }) });
    const run = await runSite({ port: bed.port, writeTest: true });
    for (const name of names.slice(0, 3)) expect.soft(run.verdict(`sql.${name}`).status).not.toBe('pass');
  });

  it('may answer nothing at all', async () => {
    const bed = await bedOf({ answer: () => ({ sets: [] }) });
    const run = await runSite({ port: bed.port });
    expect(run.verdict('sql.server-kind').status).toBe('unknown');
    expect(run.verdict('sql.database').status).toBe('unknown');
    expect(run.verdict('sql.table').status).toBe('fail');
  });

  it('may send rows without end', async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => ({ name: `n${at}` }));
    const bed = await bedOf({ answer: () => ({ sets: [{ rows }] }) });
    const run = await runSite({ port: bed.port, only: ['reach', 'login', 'database'] });
    expect(run.facts('sql.database')).toMatchObject({ unasked: { code: 'TOO_MANY_ROWS' } });
    expect(bed.attentions).toBe(1);
  });

  it('may name things with control characters', async () => {
    const evil = '\u001b[2J\u0007\u202eabc\ud800';
    const bed = await bedOf({
      answer: answers(
        catalogue({
          object: objectLike({ name: evil }),
          columns: [columnRow([evil, 'nvarchar(9)', 'not null'])],
        }),
      ),
    });
    const run = await runSite({ port: bed.port, target: { anchor: 'x' } });
    expect(run.verdict('sql.table').status).toBe('warn');
    expect(run.outcome('sql.anchor')).toBe('facts');
  });

  it.each(['cut', 'garbage'] as const)('may be %s at the first word', async (prelogin) => {
    const bed = await bedOf({ prelogin });
    const run = await runSite({ port: bed.port, only: ['reach', 'login'] });
    expect(run.facts('sql.reach').usable).toBe(false);
    expect(run.outcome('sql.login')).toBe('none');
    expect(bed.logins).toHaveLength(0);
  });
});

describe('one account in two connectors', () => {
  it('sends a wrong password once, however near they start', async () => {
    const bed = await bedOf({ login: () => [{ number: 18456, message: 'Login failed.' }] });
    const sql = {
      server: '127.0.0.1',
      port: bed.port,
      database: 'C',
      table: 't',
      user: 'ecma',
      password: { env: 'P' },
      encrypt: false,
    };
    const settings = settingsFrom({
      connectors: ['A', 'B'].map((name) => ({ name, library: 'generic-sql', target: { sql } })),
    });
    const context = makeContext({
      platform: platformTrusting(),
      settings,
      credentials: rememberingCredentials(),
      secrets: { P: secretText },
    });
    const logins = probesFor(settings, { writeTest: false }).filter(({ id }) => id.startsWith('sql.login@'));
    const facts = await Promise.all(logins.map((probe) => collectFacts<LoginFacts>(probe, context)));
    expect(facts.map(({ outcome }) => outcome)).toEqual(['refused', 'remembered']);
    expect(bed.logins).toHaveLength(1);
  });
});

describe('a doctor that is killed in its write test', () => {
  it('leaves a transaction that the server rolls back', async () => {
    const inside = Promise.withResolvers<void>();
    const given = answers(catalogue());
    const bed = await bedOf({
      answer: (statement) => {
        if (!isTryOut(statement.text)) return given(statement);
        inside.resolve();
        return 'silent';
      },
    });
    const script = join(import.meta.dirname, 'children/write-until-killed.ts');
    const child = spawn(process.execPath, [script, String(bed.port)], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await inside.promise;
    expect([bed.begun, bed.rolledBack, bed.abandoned]).toEqual([1, 0, 0]);
    child.kill('SIGKILL');
    await ended;
    await bed.opened(0);
    expect([bed.begun, bed.rolledBack, bed.abandoned, bed.committed]).toEqual([1, 0, 1, 0]);
  });
});

describe('the client library', () => {
  it('is not loaded before a database is asked', async () => {
    const script = join(import.meta.dirname, 'children/load-list.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    const { rows, loaded } = JSON.parse(stdout) as {
      readonly rows: number;
      readonly loaded: readonly string[];
    };
    expect(rows).toBeGreaterThan(40);
    expect(loaded).toEqual([]);
  });
});
