import { afterAll, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { type TcpReachFacts, tcpReachProbe } from '../../../src/probes/tcp/reach.ts';
import { startClosing, startSilent } from '../../beds/loopback.ts';
import { freePort } from '../../beds/program.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom, settingsFrom } from '../context.ts';

const beds: { stop(): Promise<void> }[] = [];

afterAll(async () => {
  for (const bed of beds) await bed.stop();
});

function probeFor(address: string) {
  const settings = settingsFrom({
    network: { proxy: 'http://127.0.0.1:9' },
    connectors: [{ name: 'Ticketing', library: 'C:\\connectors\\Ticketing.dll', target: { tcp: address } }],
  });
  const probe = probeFrom(tcpReachProbe, settings);
  return { probe, context: makeContext({ platform: createPlatform({}), settings }) };
}

describe('tcp.reach', () => {
  it('passes where connections are accepted, never by the proxy, and says nothing', async () => {
    for (const start of [startSilent, startClosing]) {
      const bed = await start();
      beds.push(bed);
      const { probe, context } = probeFor(`localhost:${bed.port}`);
      expect(probe).toMatchObject({ id: 'tcp.reach@Ticketing', lane: `localhost:${bed.port}` });
      const facts = await collectFacts<TcpReachFacts>(probe, context);
      expect(facts).toMatchObject({ usable: true, reached: { way: { kind: 'direct' } } });
      expect(judgeFacts(probe, facts)).toMatchObject({
        status: 'pass',
        message: expect.stringMatching(/^127\.0\.0\.1 in \d+ ms$/),
      });
      await bed.opened(0);
    }
  });

  it('fails where they are refused', async () => {
    const port = await freePort();
    const { probe, context } = probeFor(`127.0.0.1:${port}`);
    const facts = await collectFacts<TcpReachFacts>(probe, context);
    expect(facts.usable).toBe(false);
    const verdict = judgeFacts(probe, facts);
    expect(verdict).toMatchObject({ status: 'fail', message: `refused by 127.0.0.1:${port}` });
    expect(verdict.remedy?.steps[0]?.command).toBe(
      `powershell -Command "Test-NetConnection 127.0.0.1 -Port ${port}"`,
    );
  });

  it('takes an IPv6 literal', async () => {
    const { probe, context } = probeFor(`[::1]:${await freePort()}`);
    const facts = await collectFacts<TcpReachFacts>(probe, context);
    expect(facts.reached).toMatchObject({ host: '::1' });
    expect(facts.reached.steps[0]).toMatchObject({ layer: 'name', ok: true });
  });
});
