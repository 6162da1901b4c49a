import { describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { serverMemoryProbe } from '../../../src/probes/server/memory.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom } from '../context.ts';

const serverMemory = probeFrom(serverMemoryProbe);

const GiB = 2 ** 30;
const modules = (bytes: number) => ({ count: 2, bytes, source: 'the list' });
const facts = (visible: number, installed: number | null) => ({
  usable: true,
  visible,
  visibleSource: 'the test',
  modules: installed === null ? null : modules(installed),
});

describe('server.memory', () => {
  it.each([
    ['8 GB', 7.9 * GiB, 8 * GiB, 'pass', '8.0 GB'],
    ['modules unknown', 7.9 * GiB, null, 'pass', '7.9 GB'],
    ['2.9 visible counts as 3', 2.9 * GiB, null, 'pass', '2.9 GB'],
    ['2.8 visible does not', 2.8 * GiB, null, 'fail', '2.8 GB'],
    ['exactly 3 installed', 2.95 * GiB, 3 * GiB, 'pass', '3.0 GB'],
    ['2 installed', 1.9 * GiB, 2 * GiB, 'fail', '2.0 GB'],
    ['dynamic memory, less than 3 now', 2 * GiB, 16 * GiB, 'warn', '2.0 GB now, 16.0 GB installed'],
    ['a list that is less than what is visible is wrong', 8 * GiB, 1 * GiB, 'pass', '8.0 GB'],
  ])('%s', (_, visible, installed, status, message) => {
    const verdict = judgeFacts(serverMemory, facts(visible, installed));
    expect(verdict).toMatchObject({ status, message });
    expect(verdict.remedy === undefined).toBe(status === 'pass');
  });

  it.each([
    ['little, installed unknown', 2 * GiB, null, 'warn', '2.0 GB now, dynamic'],
    ['little, and so little in the list', 2 * GiB, 2 * GiB, 'warn', '2.0 GB now, dynamic'],
    ['enough', 8 * GiB, 8 * GiB, 'pass', '8.0 GB'],
  ])('dynamic memory: %s', (_, visible, installed, status, message) => {
    expect(judgeFacts(serverMemory, { ...facts(visible, installed), balloon: 'dmvsc' })).toMatchObject({
      status,
      message,
    });
  });

  it.each([-1, 0])('%s bytes are no number that can be', (visible) => {
    for (const installed of [null, 8 * GiB])
      expect(judgeFacts(serverMemory, facts(visible, installed))).toMatchObject({
        status: 'unknown',
        message: 'how much there is was not told',
      });
  });

  it('notes 3 to 4 GB', () => {
    expect(judgeFacts(serverMemory, facts(3.4 * GiB, 3.5 * GiB)).found).toContain('4 GB');
    expect(judgeFacts(serverMemory, facts(4 * GiB, 4 * GiB))).not.toHaveProperty('found');
  });

  it('is measured here', async () => {
    const seen = await collectFacts(serverMemory, makeContext({ platform: createPlatform({}) }));
    expect(seen).toMatchObject({ usable: true, visible: expect.any(Number) });
    expect(judgeFacts(serverMemory, seen).message).toMatch(/^\d+\.\d GB/);
  });
});
