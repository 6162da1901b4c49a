import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Watches } from '../../src/doctor/watch.ts';
import { byOk, ecma, Site, says, until, useless } from './kit.ts';

describe('pauses', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('grow from 3 s to 30 s, one timer at a time, and end when told', () => {
    const pauses: number[] = [];
    let last = Date.now();
    const watches: Watches = new Watches((id) => {
      pauses.push(Date.now() - last);
      last = Date.now();
      watches.again(id);
    });
    watches.add('network.dns');
    expect(watches.next('network.dns')).toBeUndefined();
    watches.again('network.dns');
    watches.again('network.dns');
    expect(watches.next('network.dns')).toBe(Date.now() + 3_000);
    vi.advanceTimersByTime(200_000);
    expect(pauses.slice(0, 3)).toEqual([3_000, 4_500, 6_750]);
    expect(new Set(pauses.slice(6))).toEqual(new Set([30_000]));
    watches.remove('network.dns');
    expect(vi.getTimerCount()).toBe(0);
    watches.again('network.dns');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('w', () => {
  let site: Site;
  beforeEach(() => {
    site = new Site();
    site.write('{}');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await site.end();
  });

  /** Lets every pause of the doctor's watches pass at once. */
  const withoutPauses = () => {
    const real = setTimeout;
    return vi
      .spyOn(globalThis, 'setTimeout')
      .mockImplementation(((work: () => void, ms?: number) =>
        real(work, ms !== undefined && ms >= 3_000 && ms < 5_000 ? 1 : ms)) as typeof setTimeout);
  };

  test('tries quietly until it passes, and ends with the pass', async () => {
    withoutPauses();
    let tries = 0;
    const bench = await site.doctor(() => [
      ecma('network.dns', {
        collect: async () => {
          tries += 1;
          return { usable: true, ok: tries >= 3 };
        },
        judge: byOk,
      }),
    ]);
    await bench.run();
    bench.doctor.watch('network.dns');
    expect(bench.row('network.dns').watched).toEqual({});
    await until(bench, () => bench.status('network.dns') === 'pass');
    await bench.doctor.settled();
    expect(bench.row('network.dns').watched).toBeUndefined();
    expect(tries).toBe(3);
  });

  test('a second press ends it; between tries the row says when', async () => {
    const bench = await site.doctor(() => [ecma('network.dns', { judge: says('fail', 'no') })]);
    await bench.run();
    await bench.after((doctor) => doctor.watch('network.dns'));
    const next = bench.row('network.dns').watched?.next ?? '';
    expect(Date.parse(next)).toBeGreaterThan(Date.now());
    expect(bench.doctor.view().busy).toBe(false);
    bench.doctor.watch('network.dns');
    expect(bench.row('network.dns').watched).toBeUndefined();
    expect(bench.begun('network.dns')).toBe(2);
  });

  test('goes on where the row got no try: blocked by another', async () => {
    withoutPauses();
    let up = false;
    const bench = await site.doctor(() => [
      ecma('network.proxy', { collect: async () => ({ usable: up, ok: up }), judge: byOk }),
      ecma('network.dns', { needs: ['network.proxy'] }),
    ]);
    await bench.run();
    bench.doctor.watch('network.dns');
    await until(bench, () => bench.begun('network.proxy') >= 3);
    up = true;
    await until(bench, () => bench.status('network.dns') === 'pass');
    await bench.doctor.settled();
    expect(bench.row('network.dns').watched).toBeUndefined();
  });

  test('goes on through an .ecmarc that does not read for a while', async () => {
    withoutPauses();
    let ok = false;
    const bench = await site.doctor(() => [
      ecma('network.dns', { collect: async () => ({ usable: true, ok }), judge: byOk }),
    ]);
    await bench.run();
    site.write('{ half');
    bench.doctor.watch('network.dns');
    await until(bench, () => bench.notices().startsWith('error'));
    ok = true;
    site.write('{}');
    await until(bench, () => bench.status('network.dns') === 'pass');
  });

  test('never for what changes something at each try, nor on once a person has answered', async () => {
    withoutPauses();
    const asks = { text: 'Write?', effects: [] };
    const bench = await site.doctor(() => [
      ecma('ldap.write@D', { asks, judge: says('fail', 'no') }),
      ecma('tenant.licence', { answerable: true, judge: says('unknown', 'who knows') }),
    ]);
    await bench.run();
    expect(bench.doctor.watch('ldap.write@D')).toMatch(/is not watched: each try changes something/);
    expect(bench.row('ldap.write@D').watched).toBeUndefined();
    bench.doctor.watch('tenant.licence');
    expect(bench.row('tenant.licence').watched).toBeDefined();
    bench.doctor.confirm('tenant.licence');
    await until(bench, () => bench.row('tenant.licence').watched === undefined);
  });

  test('never for what could lock an account, nor for what that blocks', async () => {
    const bench = await site.doctor(() => [
      ecma('ldap.bind@D', { lockout: true, collect: async () => useless, judge: says('fail', 'refused') }),
      ecma('ldap.users@D', { needs: ['ldap.bind@D'] }),
    ]);
    await bench.run();
    const why = ['ldap.bind@D', 'ldap.users@D'].map((id) => bench.doctor.watch(id));
    for (const id of ['ldap.bind@D', 'ldap.users@D']) expect(bench.row(id).watched).toBeUndefined();
    expect(bench.begun('ldap.bind@D')).toBe(1);
    expect(why).toEqual([
      'Title of ldap.bind@D is not watched: repeating it could lock an account. Press r.',
      'Title of ldap.users@D is not watched: repeating "Title of ldap.bind@D" could lock an account. Press r.',
    ]);
  });
});
