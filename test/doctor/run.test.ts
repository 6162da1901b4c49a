import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readReport } from '../../src/report/read.ts';
import { ledgerKey, stateFiles } from '../../src/state/state-folder.ts';
import { byOk, ecma, hang, Site, says, until, usable, useless } from './kit.ts';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.end());

const ledgerFile = () => stateFiles(site.state, ledgerKey(site.file, 'linux')).ledger;
const saved = () => {
  const stored = JSON.parse(readFileSync(ledgerFile(), 'utf8')) as { body: unknown };
  const reading = readReport(JSON.stringify(stored.body));
  if (!reading.ok) throw new Error(reading.message);
  return reading.document;
};

describe('a run', () => {
  test('starts all, settles, and says so', async () => {
    site.write('profile: ga\n');
    const bench = await site.doctor(() => [
      ecma('server.os', {}),
      ecma('server.memory', { needs: ['server.os'] }),
    ]);
    expect(bench.doctor.view()).toMatchObject({ busy: true, ready: false, exitCode: 3, profile: 'ga' });
    expect(bench.status('server.os')).toBe('pending');
    bench.doctor.start();
    expect(bench.doctor.view().busy).toBe(true);
    await bench.doctor.settled();
    const view = bench.doctor.view();
    expect(view).toMatchObject({
      busy: false,
      ready: true,
      exitCode: 0,
      words: 'Ready.',
      configPath: site.file,
    });
    expect(view.finishedAt).toBeDefined();
    expect(view.counts.pass).toBe(2);
    expect(bench.events.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'attempt-started server.os',
      'attempt-finished server.os',
      'attempt-started server.memory',
      'attempt-finished server.memory',
    ]);
  });

  test('keeps view and rows the same objects while nothing changes, and the other rows when one does', async () => {
    site.write('attest: { testDataOnly: true }\nprobes: { waive: [ { id: server.two, reason: known } ] }\n');
    const bench = await site.doctor(() => [
      ecma('server.one', {}),
      ecma('server.two', { judge: says('fail', 'no') }),
      ecma('attest.test-data', {
        judge: says('manual', '?'),
        attested: () => ({ value: 'yes', where: '.ecmarc' }),
      }),
      ecma('server.asks', { asks: { text: 'Do it?', effects: [] } }),
    ]);
    await bench.run();
    const before = bench.doctor.view();
    expect(bench.doctor.view()).toBe(before);
    await bench.after((doctor) => doctor.retry('server.one'));
    const after = bench.doctor.view();
    expect(after).not.toBe(before);
    for (const index of [1, 2, 3]) expect(after.rows[index]).toBe(before.rows[index]);
  });

  test('is saved after each attempt, as a report', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    site.write('tenant: { id: contoso.example }\n');
    const bench = await site.doctor(() => [
      ecma('server.quick', {}),
      ecma('server.slow', { collect: async () => held.then(() => usable) }),
    ]);
    bench.doctor.start();
    await until(bench, () => bench.status('server.quick') === 'pass');
    bench.doctor.saveNow();
    expect(saved().probes.map(({ id, status }) => [id, status])).toEqual([
      ['server.quick', 'pass'],
      ['server.slow', 'running'],
    ]);
    release();
    await bench.doctor.settled();
    await bench.doctor.close();
    const { probes, ready, settings } = saved();
    expect(probes.map(({ status }) => status)).toEqual(['pass', 'pass']);
    expect(ready).toBe(true);
    expect(settings).toMatchObject({ tenant: { id: 'contoso.example' } });
  });

  test('gives each exit code', async () => {
    const code = async (judge: ReturnType<typeof says>, failOn: 'fail' | 'warn' | 'never') => {
      const bench = await site.doctor(() => [ecma('server.os', { judge })], { failOn });
      await bench.run();
      return bench.doctor.view().exitCode;
    };
    site.write('{}');
    expect(await code(says('pass', ''), 'fail')).toBe(0);
    expect(await code(says('warn', ''), 'fail')).toBe(0);
    expect(await code(says('warn', ''), 'warn')).toBe(1);
    expect(await code(says('unknown', ''), 'fail')).toBe(1);
    expect(await code(says('fail', ''), 'never')).toBe(0);
    const crash = await site.doctor(() => [
      ecma('server.os', { collect: () => Promise.reject(new Error('a bug')) }),
    ]);
    expect((await crash.run()).doctor.view().exitCode).toBe(3);
  });

  test('judges again under the other profile with nothing asked', async () => {
    let asked = 0;
    site.write('{}');
    const bench = await site.doctor(() => [
      ecma('server.dotnet', {
        levels: { 'preview-2021': 'required', ga: 'info' },
        collect: async () => {
          asked += 1;
          return usable;
        },
        judge: says('fail', 'old'),
      }),
    ]);
    await bench.run();
    const { ready, readyByProfile } = bench.doctor.view();
    expect({ ready, readyByProfile }).toEqual({
      ready: false,
      readyByProfile: { 'preview-2021': false, ga: true },
    });
    expect(bench.row('server.dotnet').otherVerdict).toEqual({
      profile: 'ga',
      status: 'warn',
      message: 'old',
    });
    const told = { count: 0 };
    const end = bench.doctor.subscribe(() => {
      told.count += 1;
    });
    bench.doctor.setProfile('ga');
    end();
    expect(told.count).toBe(1);
    expect(bench.doctor.view()).toMatchObject({ profile: 'ga', ready: true, exitCode: 0, busy: false });
    expect(bench.status('server.dotnet')).toBe('warn');
    expect(asked).toBe(1);
  });
});

describe('an end before the end', () => {
  test('by cancel: statuses, 130, and nothing begins afterwards', async () => {
    site.write('{}');
    const bench = await site.doctor(() => [
      ecma('server.done', {}),
      ecma('server.slow', { collect: hang }),
      ecma('server.after', { needs: ['server.slow'] }),
    ]);
    bench.doctor.start();
    await until(bench, () => bench.status('server.done') === 'pass');
    bench.doctor.retryAll();
    const cancelled = bench.doctor.cancel('cancelled by SIGINT');
    expect(bench.doctor.view()).toMatchObject({ exitCode: 130, ready: false });
    await cancelled;
    await bench.doctor.settled();
    expect(bench.status('server.slow')).toBe('cancelled');
    expect(bench.row('server.slow').message).toBe('cancelled by SIGINT');
    expect(bench.doctor.view().words).toMatch(/^Cancelled: /);
    expect(bench.begun('server.done')).toBe(1);
    await bench.after((doctor) => doctor.retry('server.slow'));
    expect(bench.begun('server.slow')).toBe(1);
    bench.doctor.saveNow();
    expect(saved().exitCode).toBe(130);
  });

  test('waits for what is cleaning up, but not for ever', async () => {
    let cleaned = false;
    site.write('{}');
    const bench = await site.doctor(() => [
      ecma('server.write', {
        collect: async (_, signal) => {
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
          await new Promise((resolve) => setImmediate(resolve));
          cleaned = true;
          return usable;
        },
      }),
    ]);
    bench.doctor.start();
    await until(bench, () => bench.status('server.write') === 'running');
    await bench.doctor.cancel('stop');
    expect(cleaned).toBe(true);
    expect(bench.status('server.write')).toBe('cancelled');
  });

  test('close waits for what --timeout cut', async () => {
    let cleaned = false;
    site.write('{}');
    const bench = await site.doctor(
      () => [
        ecma('server.write', {
          collect: async (_, signal) => {
            await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
            await new Promise((resolve) => setImmediate(resolve));
            cleaned = true;
            return usable;
          },
        }),
      ],
      { timeoutMs: 300 },
    );
    await bench.run();
    await bench.doctor.close();
    expect(cleaned).toBe(true);
  });

  test('by --timeout: timed-out, 3; what failed before counts more', async () => {
    site.write('{}');
    const slow = ecma('server.slow', {
      collect: (context, signal) => {
        context.waitingFor('ldap01:636');
        return hang(context, signal);
      },
    });
    const bench = await site.doctor(() => [slow, ecma('server.after', { needs: ['server.slow'] })], {
      timeoutMs: 300,
    });
    await bench.run();
    expect(bench.status('server.slow')).toBe('timed-out');
    expect(bench.row('server.slow').message).toMatch(/waiting for ldap01:636/);
    expect(bench.status('server.after')).toBe('blocked');
    expect(bench.doctor.view().exitCode).toBe(3);

    const failed = await site.doctor(() => [slow, ecma('server.bad', { judge: says('fail', 'bad') })], {
      timeoutMs: 300,
    });
    expect((await failed.run()).doctor.view().exitCode).toBe(1);
  });

  test('leaves no timer, socket or child behind', async () => {
    site.write('{}');
    const kinds = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    // The test's own runner may have a timer of its own, which ends meanwhile.
    const before = kinds();
    const bench = await site.doctor(
      () => [
        ecma('server.slow', { collect: hang }),
        ecma('server.off', { judge: byOk, collect: async () => useless }),
      ],
      { timeoutMs: 60_000 },
    );
    bench.doctor.start();
    await until(bench, () => bench.status('server.off') === 'fail');
    bench.doctor.watch('server.off');
    await bench.doctor.cancel('over');
    await bench.doctor.close();
    expect(kinds()).toBeLessThanOrEqual(before);
  });
});
