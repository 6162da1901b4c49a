import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { isLinkLocal } from '../../src/platform/addresses.ts';
import { pemBlocks, readCertificate, shortName } from '../../src/platform/certificates.ts';
import { sumModules } from '../../src/platform/memory.ts';
import { createPlatform } from '../../src/platform/node.ts';
import { noteRefusals } from '../../src/platform/noted-refusals.ts';
import { toProblem } from '../../src/platform/problem.ts';

const idle = new AbortController().signal;

describe('this machine', () => {
  const platform = createPlatform({});

  it('names itself', () => {
    expect(platform.machine()).toMatchObject({
      platform: process.platform,
      hostName: expect.stringMatching(/./),
    });
  });

  it('gives a copy of the environment', () => {
    const env: Record<string, string | undefined> = platform.env();
    env.ECMA_TEST_ONLY = 'x';
    expect(platform.env()).not.toHaveProperty('ECMA_TEST_ONLY');
    expect(process.env).not.toHaveProperty('ECMA_TEST_ONLY');
  });

  it('has memory', async () => {
    const memory = await platform.memory(idle);
    expect(memory.visible).toBeGreaterThan(2 ** 26);
    if (memory.modules !== null) expect(memory.modules.bytes).toBeGreaterThanOrEqual(memory.visible * 0.5);
  });

  it('knows its addresses without a packet leaving', async () => {
    const { local, routes } = await platform.addresses(idle);
    for (const one of local) expect(one.address).not.toMatch(/^127\.|^::1$/);
    for (const route of [routes.ipv4, routes.ipv6]) {
      if (route !== null) expect(local.map((one) => one.address)).toContain(route);
    }
    const sockets = () => process.getActiveResourcesInfo().filter((one) => one === 'UDPWrap');
    await expect.poll(sockets).toEqual([]);
  });

  it('says why its addresses are not known, and still what leaves it', async () => {
    const answer = vi.spyOn(os, 'networkInterfaces').mockImplementation(() => {
      throw Object.assign(new Error('the system did not answer'), { code: 'ERR_SYSTEM_ERROR' });
    });
    syncBuiltinESMExports();
    try {
      const noted = noteRefusals(platform);
      const unread = { code: 'ERR_SYSTEM_ERROR', text: 'the system did not answer' };
      expect(await noted.platform.addresses(idle)).toEqual({ local: [], unread, routes: expect.anything() });
      expect(noted.broken()).toEqual(['the addresses of this server']);
    } finally {
      answer.mockRestore();
      syncBuiltinESMExports();
    }
  });

  it('ends with its signal', async () => {
    await expect(platform.addresses(AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
    await expect(platform.memory(AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });
});

describe('memory modules', () => {
  const module = (size: number, type: string) => ({ size, type, formFactor: '', partNum: '' });

  it.each([
    ['none', [], null],
    ['a made-up one of the visible size', [module(100, '')], null],
    ['empty slots', [module(0, 'DDR4')], null],
    ['two', [module(2048, 'DDR4'), module(0, ''), module(2048, 'DDR4')], 4096],
    ['an unknown kind', [module(200, '')], 200],
    ['nonsense', [module(Number.NaN, 'DDR4')], null],
  ])('%s', (_, found, bytes) => expect(sumModules(found, 100)?.bytes ?? null).toBe(bytes));
});

describe('small readers', () => {
  it.each([
    ['169.254.1.1', true],
    ['fe80::1', true],
    ['febf::1', true],
    ['fec0::1', false],
    ['10.0.0.1', false],
  ])('%s is link-local: %s', (address, expected) => expect(isLinkLocal(address)).toBe(expected));

  it.each([
    ['C=US, O=Contoso, CN=Contoso TLS Inspection CA', 'Contoso TLS Inspection CA'],
    ['O=Only Organisation', 'Only Organisation'],
    ['', ''],
  ])('%j is known as %j', (name, expected) => expect(shortName(name)).toBe(expected));

  it('what is no certificate is none', () => {
    expect(readCertificate(Buffer.from('no'))).toBeUndefined();
    expect(pemBlocks('-----BEGIN CERTIFICATE-----\nx')).toEqual([]);
  });

  it.each([
    [Object.assign(new Error('t'), { code: 'ECONNREFUSED' }), { code: 'ECONNREFUSED', text: 't' }],
    [new AggregateError([Object.assign(new Error('in'), { code: 'EX' })]), { code: 'EX', text: 'in' }],
    [new TypeError('bad'), { code: 'TypeError', text: 'bad' }],
    ['text', { code: 'ERROR', text: 'text' }],
  ])('%s is a problem', (error, expected) => expect(toProblem(error)).toEqual(expected));
});
