import { expect, it } from 'vitest';
import { serverDomainProbe } from '../../../src/probes/server/domain.ts';
import { probeFrom } from '../context.ts';
import { said, server } from './servers.ts';

const serverDomain = probeFrom(serverDomainProbe);

it.each([
  ['server-2019', 'pass: member of CONTOSO'],
  ['server-2016-fresh', 'pass: stand-alone'],
  ['server-2019-german', 'pass: stand-alone'],
] as const)('server.domain on %s', async (name, expected) => {
  expect(await said(serverDomain, server(name))).toBe(expected);
});

it.each([
  [{ kind: 'unknown', name: '' }, 'unknown: Windows does not know'],
  [{ kind: 'none', name: '' }, 'pass: stand-alone'],
  ['denied', 'unknown: not allowed to look'],
] as const)('server.domain %o', async (join, expected) => {
  expect(await said(serverDomain, { join })).toBe(expected);
});
