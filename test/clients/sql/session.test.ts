import { afterEach, describe, expect, it } from 'vitest';
import { startTds, type TdsBed, type TdsScript } from '../../beds/tds/server.ts';
import { rememberingCredentials } from '../../probes/context.ts';
import { answers, catalogue } from '../../probes/sql/catalogues.ts';
import { runSite, secretText } from '../../probes/sql/site.ts';

const beds: TdsBed[] = [];

async function bedOf(script: TdsScript): Promise<TdsBed> {
  const bed = await startTds({ encryption: 'none', answer: answers(catalogue()), ...script });
  beds.push(bed);
  return bed;
}

afterEach(async () => {
  for (const bed of beds.splice(0)) await bed.stop();
});

describe('a run of all rows of a database', () => {
  it('logs in once, asks everything over that connection, and leaves none open', async () => {
    const bed = await bedOf({});
    const run = await runSite({ port: bed.port, writeTest: true });
    expect(bed.logins).toHaveLength(1);
    expect(bed.logins[0]).toMatchObject({
      user: 'ecma',
      password: secretText,
      database: 'CONTOSO',
      application: 'ecma-doctor',
    });
    await bed.opened(0);
    for (const name of [
      'reach',
      'login',
      'server-kind',
      'database',
      'table',
      'rights',
      'required-columns',
      'delta',
      'write',
    ])
      expect(`${name}: ${run.verdict(`sql.${name}`).status}`).toBe(`${name}: pass`);
    // Microsoft's own sample has a nullable anchor without an index.
    expect(run.verdict('sql.anchor').status).toBe('warn');
    expect(bed.begun).toBe(1);
    expect(bed.rolledBack).toBe(1);
    expect(bed.committed).toBe(0);
  });

  it('shows no secret in any facts', async () => {
    const bed = await bedOf({ login: () => [{ number: 18456, message: `Login failed with ${secretText}` }] });
    const run = await runSite({ port: bed.port });
    expect(JSON.stringify(run.facts('sql.login'))).not.toContain(secretText);
    expect(JSON.stringify(run.facts('sql.login'))).toContain('[secret]');
  });

  it('does not ask again over a connection that was lost', async () => {
    const bed = await bedOf({ answer: () => 'cut' });
    const run = await runSite({ port: bed.port });
    expect(bed.logins).toHaveLength(1);
    expect(run.verdict('sql.database')).toMatchObject({ status: 'unknown', message: 'connection was lost' });
    await bed.opened(0);
  });

  it('closes everything when it is cancelled in the middle of a question', async () => {
    const asked = Promise.withResolvers<void>();
    const bed = await bedOf({
      answer: () => {
        asked.resolve();
        return 'silent';
      },
    });
    let stopped = Number.NaN;
    const run = await runSite({
      port: bed.port,
      during: async (scheduler) => {
        await asked.promise;
        stopped = performance.now();
        scheduler.stop(() => ({ kind: 'cancelled', why: 'test' }));
      },
    });
    await bed.opened(0);
    expect(run.outcome('sql.server-kind')).toBe('cancelled');
    expect(performance.now() - stopped).toBeLessThan(10_000);
  });

  it.each(['silent'] as const)('closes everything when it is cancelled during a %s login', async (login) => {
    const asked = Promise.withResolvers<void>();
    const bed = await bedOf({
      login: () => {
        asked.resolve();
        return login;
      },
    });
    const run = await runSite({
      port: bed.port,
      during: async (scheduler) => {
        await asked.promise;
        scheduler.stop(() => ({ kind: 'cancelled', why: 'test' }));
      },
    });
    await bed.opened(0);
    expect(run.outcome('sql.login')).toBe('cancelled');
    expect(bed.logins).toHaveLength(1);
  });
});

describe('a refused password', () => {
  const refusal = { number: 18456, state: 1, message: "Login failed for user 'ecma'." };

  it('is sent exactly once, and not by the next run', async () => {
    const bed = await bedOf({ login: () => [refusal] });
    const credentials = rememberingCredentials();
    const first = await runSite({ port: bed.port, credentials });
    expect(first.facts('sql.login')).toMatchObject({
      outcome: 'refused',
      usable: false,
      refusal: { target: `sql 127.0.0.1:${bed.port}`, account: 'ecma' },
    });
    const second = await runSite({ port: bed.port, credentials });
    expect(second.facts('sql.login')).toMatchObject({
      outcome: 'remembered',
      refusal: { target: `sql 127.0.0.1:${bed.port}`, account: 'ecma', at: expect.any(String) },
    });
    expect(second.verdict('sql.login')).toMatchObject({
      status: 'fail',
      message: 'refused before, not tried again',
    });
    expect(bed.logins).toHaveLength(1);
    await bed.opened(0);
  });

  it('is not what a missing database means, though 18456 follows', async () => {
    const bed = await bedOf({
      login: () => [{ number: 4060, class: 11, message: 'Cannot open database "X".' }, refusal],
    });
    const credentials = rememberingCredentials();
    const run = await runSite({ port: bed.port, credentials });
    expect(credentials.refusals).toEqual([]);
    expect(bed.logins).toHaveLength(1);
    expect(run.verdict('sql.login')).toMatchObject({
      status: 'fail',
      message: 'database cannot be opened (4060)',
    });
  });
});
