import { describe, expect, it } from 'vitest';
import { defined } from '../../../src/base/defined.ts';
import type { WindowsRecord } from '../../../src/platform/windows/recorded.ts';
import { hostPortProbe } from '../../../src/probes/host/port.ts';
import { judgeFacts, probeFrom, settingsFrom } from '../context.ts';
import { look, said, server } from '../server/servers.ts';

const probe = probeFrom(hostPortProbe);
const service = {
  displayName: 'Microsoft ECMA2Host',
  state: 'running',
  pid: 4711,
  start: 'automatic',
} as const;
const stopped = { ...service, state: 'stopped', pid: 0 } as const;
const listens = (pid: number, image?: string): NonNullable<WindowsRecord['listeners']> => [
  { address: '0.0.0.0', port: 8585, pid, ...defined({ image }) },
];

describe('host.port', () => {
  it.each<[string, WindowsRecord, string]>([
    ['free', {}, 'pass: 8585 is free'],
    ['taken', { listeners: listens(77, 'C:\\Tools\\proxy.exe') }, 'warn: 8585 is taken by proxy.exe (77)'],
    ['taken by nobody that may be seen', { listeners: listens(77) }, 'warn: 8585 is taken by process 77'],
    ['taken by process 0', { listeners: listens(0) }, 'warn: 8585 is taken by an unknown program'],
    [
      'HTTP.sys before installation',
      { listeners: listens(4) },
      "warn: 8585 is taken by Windows' HTTP service",
    ],
    ['reserved range', { ports: { '8585': 'reserved' } }, 'warn: 8585 is reserved by Windows'],
    ['in use, but by nobody', { ports: { '8585': 'in-use' } }, 'warn: 8585 is in use'],
    ['a reserved URL', { urlReservations: ['https://+:8585/other/'] }, 'warn: 8585 is free, but promised'],
    ['another URL', { urlReservations: ['https://+:85855/x/'] }, 'pass: 8585 is free'],
    [
      "the host's",
      { services: { ECMA2Host: service }, listeners: listens(4711) },
      "pass: 8585 is the host's",
    ],
    [
      "the host's by HTTP.sys",
      { services: { 'Microsoft ECMA2Host': service }, listeners: listens(4) },
      "pass: 8585 answers, by Windows' HTTP service",
    ],
    [
      'installed, taken',
      { services: { ECMA2Host: service }, listeners: listens(9) },
      'warn: 8585 is taken by process 9',
    ],
    [
      'installed, stopped, HTTP.sys',
      { services: { ECMA2Host: stopped }, listeners: listens(4) },
      "warn: 8585 is taken by Windows' HTTP service",
    ],
    ['installed, silent', { services: { ECMA2Host: service } }, 'warn: nothing listens on 8585'],
    ['installed, stopped', { services: { ECMA2Host: stopped } }, 'pass: 8585 is free, the host is stopped'],
  ])('%s', async (_name, changes, expected) => {
    expect(await said(probe, server('server-2022', changes))).toBe(expected);
  });

  it('looks at the port of .ecmarc', async () => {
    const settings = settingsFrom({ host: { port: 9000 } });
    const listeners = [{ address: '::', port: 9000, pid: 12 }];
    expect(await said(probe, server('server-2022', { listeners }), { settings })).toBe(
      'warn: 9000 is taken by process 12',
    );
  });

  it('still tries when the owners may not be seen', async () => {
    const { verdict, facts } = await look(probe, server('server-2022', { listeners: 'denied' }));
    expect(verdict).toMatchObject({ status: 'pass', message: '8585 is free' });
    expect(facts.notSeen).toEqual(['who listens on which port']);
  });

  it('does not take a host that may not be seen for none', async () => {
    const facts = {
      usable: true,
      port: 8585,
      owners: { state: 'seen', value: [] },
      service: { state: 'denied' },
      trial: { state: 'seen', value: 'free' },
      urls: [],
    };
    const verdict = judgeFacts(probe, facts);
    expect(verdict).toMatchObject({ status: 'unknown', message: 'not allowed to look' });
    expect(verdict.evidence).toContainEqual({ label: 'Connector host', value: 'not seen' });
    const owners = { state: 'seen', value: [{ address: '::', port: 8585, pid: 12, image: 'C:\\x.exe' }] };
    expect(judgeFacts(probe, { ...facts, owners })).toMatchObject({
      status: 'unknown',
      message: '8585 is taken by x.exe (12), perhaps the host',
    });
  });
});
