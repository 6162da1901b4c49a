import { expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { deferred, moment, probe, rig, type TestContext, until, usable } from './kit.ts';

const news = { code: 'ABCD-EFGH', address: 'https://login.example/device', expiresAt: moment };

/** A probe that tells at once and ends when the test says so; each attempt's context is kept. */
function teller(deadlineMs = 5_000) {
  const contexts: TestContext[] = [];
  const ends: ReturnType<typeof deferred<Facts>>[] = [];
  const made = rig([
    probe('a.it', {
      deadlineMs,
      collect: (context) => {
        const end = deferred<Facts>();
        contexts.push(context);
        ends.push(end);
        if (contexts.length === 1) context.tell(news);
        return end.promise;
      },
    }),
  ]);
  return { made, contexts, ends };
}

test('what an attempt tells is in its row at once: no listener waits for the next batch', async () => {
  const { made, ends, contexts } = teller();
  const ran = made.runAll();
  await until(() => made.ledger.get('a.it').told !== undefined, 'its news');
  expect(made.row('a.it').running?.told).toEqual(news);
  let heard = 0;
  made.ledger.subscribe(() => {
    heard += 1;
  });
  contexts[0]?.tell({ ...news, code: 'second' });
  expect(heard).toBe(1);
  expect(made.row('a.it').running?.told?.code).toBe('second');
  ends[0]?.resolve(usable);
  await ran;
});

test('it is gone when the attempt ends, however it ends, and is in nothing that stays', async () => {
  const { made, ends } = teller();
  const ran = made.runAll();
  await until(() => made.ledger.get('a.it').told !== undefined, 'its news');
  ends[0]?.resolve(usable);
  await ran;
  expect(made.ledger.get('a.it')).not.toHaveProperty('told');
  expect(JSON.stringify([made.ledger.get('a.it'), made.row('a.it'), made.events])).not.toContain('ABCD');

  const late = teller(30);
  await late.made.runAll();
  expect(late.made.status('a.it')).toBe('timed-out');
  expect(JSON.stringify([late.made.ledger.get('a.it'), late.made.row('a.it')])).not.toContain('ABCD');
  const { version } = late.made.ledger;
  late.contexts[0]?.tell(news);
  expect(late.made.ledger.version).toBe(version);

  const stopped = teller();
  const stopping = stopped.made.runAll();
  await until(() => stopped.made.ledger.get('a.it').told !== undefined, 'its news');
  stopped.made.scheduler.stop(() => ({ kind: 'cancelled', why: 'by the person' }));
  await stopping;
  expect(stopped.made.ledger.get('a.it')).not.toHaveProperty('told');
});

test('an attempt begins with nothing told', async () => {
  const { made, ends, contexts } = teller();
  const ran = made.runAll();
  await until(() => made.ledger.get('a.it').told !== undefined, 'its news');
  made.scheduler.retry('a.it');
  await until(() => contexts.length === 2, 'the second attempt');
  expect(made.row('a.it').status).toBe('running');
  expect(made.row('a.it').running).not.toHaveProperty('told');
  ends[1]?.resolve(usable);
  await ran;
});
