import { afterAll, expect, it } from 'vitest';
import { connectAll, connectDirectly } from '../../../src/clients/connection/connect.ts';
import { RetryBudget, request } from '../../../src/clients/connection/request.ts';
import { directly } from '../../../src/clients/connection/route.ts';
import { patience } from '../../../src/clients/step-timeouts.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import { startSilent } from '../../beds/loopback.ts';
import type { Bed } from '../../beds/program.ts';
import { makeContext } from '../../probes/context.ts';

const beds: Bed[] = [];
afterAll(async () => {
  for (const bed of beds) await bed.stop();
});

const platform = createPlatform({ env: {}, roots: async () => ({ pems: [], source: 'the test' }) });
const idle = new AbortController().signal;
const silentIn = (layer: string) => [
  { ok: true },
  { ok: true },
  { layer, ok: false, problem: { code: 'NO_ANSWER' } },
];

it('a peer that says nothing is told with its layer, before the deadline of the row', async () => {
  const bed = await startSilent();
  beds.push(bed);
  const context = makeContext({ platform, deadlineMs: 2000 });
  const to = { host: '127.0.0.1', port: bed.port, get: '/' };
  const [plain, secured, all] = await Promise.all([
    connectDirectly(context, { ...to, tls: false }, idle),
    // As the tenant's rows and Graph ask.
    request(context, to, directly, new RetryBudget(), idle),
    connectAll(context, [{ ...to, tls: true }], directly, 15, idle),
  ]);
  expect(plain.steps).toMatchObject(silentIn('http'));
  expect(secured.trace.steps).toMatchObject(silentIn('tls'));
  expect(all[0]?.steps).toMatchObject(silentIn('tls'));
});

it.each([
  [undefined, 10],
  [60_000, 10],
  [10_000, 7],
  [2_000, 1.4],
])('with a deadline of %s ms a step waits %s s', (deadlineMs, seconds) => {
  expect(patience(deadlineMs === undefined ? {} : { deadlineMs }, 10)).toBe(seconds);
});
