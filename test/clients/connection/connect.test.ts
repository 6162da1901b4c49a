import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectAll } from '../../../src/clients/connection/connect.ts';
import { directly } from '../../../src/clients/connection/route.ts';
import type { Authority } from '../../beds/certificates.ts';
import { type Cloud, startSilent } from '../../beds/loopback.ts';
import { makeContext } from '../../probes/context.ts';
import { makeBeds, site } from '../../probes/network/bed.ts';

const { keep, start, stop } = makeBeds();
let authority: Authority;
let cloud: Cloud;

beforeAll(async () => {
  ({ authority, cloud } = await start());
});
afterAll(stop);

describe('several hosts in a row', () => {
  it('a silent one is bounded by itself, the others stand', async () => {
    const silent = keep(await startSilent());
    const at = site({ port: cloud.port, roots: [authority.cert] });
    const destinations = [silent.port, cloud.port].map((port) => ({ host: 'localhost', port, tls: true }));
    const [first, second] = await connectAll(
      makeContext(at),
      destinations,
      directly,
      4,
      new AbortController().signal,
    );
    expect(first?.steps.map((step) => step.layer)).toEqual(['name', 'connection', 'tls']);
    expect(first?.steps.at(-1)).toMatchObject({
      ok: false,
      problem: { code: 'NO_ANSWER', text: 'no answer within 4 s' },
    });
    expect(second?.tls?.trustedBy).toBe('machine');
    await silent.opened(0);
  });

  it('ends with the attempt', async () => {
    const silent = keep(await startSilent());
    const at = site({ port: silent.port });
    const end = new AbortController();
    const destinations = [{ host: 'localhost', port: silent.port, tls: true }];
    const waiting = connectAll(makeContext(at), destinations, directly, 30, end.signal);
    await silent.opened(1);
    end.abort(new Error('deadline'));
    await expect(waiting).rejects.toThrow('deadline');
    await silent.opened(0);
  });
});
