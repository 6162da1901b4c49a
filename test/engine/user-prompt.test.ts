import { expect, test } from 'vitest';
import type { Facts } from '../../src/engine/facts.ts';
import { deferred, moment, probe, rig, type TestContext, until, usable } from './kit.ts';

const prompt = { code: 'ABCD-EFGH', address: 'https://login.example/device', expiresAt: moment };

/** A probe that prompts at once and ends when the test says so; each attempt's context is kept. */
function prompting(deadlineMs = 5_000) {
  const contexts: TestContext[] = [];
  const ends: ReturnType<typeof deferred<Facts>>[] = [];
  const made = rig([
    probe('a.it', {
      deadlineMs,
      collect: (context) => {
        const end = deferred<Facts>();
        contexts.push(context);
        ends.push(end);
        if (contexts.length === 1) context.prompt(prompt);
        return end.promise;
      },
    }),
  ]);
  return { made, contexts, ends };
}

test('what an attempt prompts for is in its row at once: no listener waits for the next batch', async () => {
  const { made, ends, contexts } = prompting();
  const ran = made.runAll();
  await until(() => made.ledger.get('a.it').prompt !== undefined, 'its prompt');
  expect(made.row('a.it').running?.prompt).toEqual(prompt);
  let heard = 0;
  made.ledger.subscribe(() => {
    heard += 1;
  });
  contexts[0]?.prompt({ ...prompt, code: 'second' });
  expect(heard).toBe(1);
  expect(made.row('a.it').running?.prompt?.code).toBe('second');
  ends[0]?.resolve(usable);
  await ran;
});

test('it is gone when the attempt ends, however it ends, and is in nothing that stays', async () => {
  const { made, ends } = prompting();
  const ran = made.runAll();
  await until(() => made.ledger.get('a.it').prompt !== undefined, 'its prompt');
  ends[0]?.resolve(usable);
  await ran;
  expect(made.ledger.get('a.it')).not.toHaveProperty('prompt');
  expect(JSON.stringify([made.ledger.get('a.it'), made.row('a.it'), made.events])).not.toMatch(/ABCD-?EFGH/);

  const late = prompting(30);
  await late.made.runAll();
  expect(late.made.status('a.it')).toBe('timed-out');
  expect(JSON.stringify([late.made.ledger.get('a.it'), late.made.row('a.it')])).not.toMatch(/ABCD-?EFGH/);
  const { version } = late.made.ledger;
  late.contexts[0]?.prompt(prompt);
  expect(late.made.ledger.version).toBe(version);

  const stopped = prompting();
  const stopping = stopped.made.runAll();
  await until(() => stopped.made.ledger.get('a.it').prompt !== undefined, 'its prompt');
  stopped.made.scheduler.stop(() => ({ kind: 'cancelled', why: 'by the person' }));
  await stopping;
  expect(stopped.made.ledger.get('a.it')).not.toHaveProperty('prompt');
});

test('an attempt begins without a prompt', async () => {
  const { made, ends, contexts } = prompting();
  const ran = made.runAll();
  await until(() => made.ledger.get('a.it').prompt !== undefined, 'its prompt');
  made.scheduler.retry('a.it');
  await until(() => contexts.length === 2, 'the second attempt');
  expect(made.row('a.it').status).toBe('running');
  expect(made.row('a.it').running).not.toHaveProperty('prompt');
  ends[1]?.resolve(usable);
  await ran;
});
