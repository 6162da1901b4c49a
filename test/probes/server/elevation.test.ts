import { describe, expect, it } from 'vitest';
import { hostLogonRightProbe } from '../../../src/probes/host/logon-right.ts';
import { definitions } from '../../../src/probes/index.ts';
import { serverElevationProbe } from '../../../src/probes/server/elevation.ts';
import { probeFrom, settingsFrom } from '../context.ts';
import { look, said, server } from './servers.ts';

const serverElevation = probeFrom(serverElevationProbe, settingsFrom({}), { writeTest: false }, definitions);

const logonRight = probeFrom(hostLogonRightProbe);

describe('server.elevation', () => {
  it('passes elevated', async () => {
    expect(await said(serverElevation, server('server-2022'))).toBe('pass: administrator, elevated');
  });

  it('lists what was refused to an administrator without elevation', async () => {
    const record = server('server-2022-not-elevated');
    const { facts } = await look(logonRight, record);
    const { verdict } = await look(serverElevation, record, { uses: { [logonRight.id]: facts } });
    expect(verdict).toMatchObject({ status: 'warn', message: 'administrator, not elevated' });
    expect(verdict.found).toBe('not seen: who may log on as a service');
    expect(verdict.evidence).toContainEqual({ label: 'Not seen', value: 'who may log on as a service' });
  });

  it('tells an ordinary account that it cannot install', async () => {
    const identity = {
      user: 'S-1-5-21-1-2-3-1001',
      elevated: false,
      administrators: 'absent',
      groups: [],
    } as const;
    const { verdict } = await look(serverElevation, server('server-2022', { identity }));
    expect(verdict).toMatchObject({ status: 'warn', message: 'not an administrator' });
    expect(verdict.found).toContain('cannot install');
  });

  it('says how much was refused although elevated', async () => {
    const uses = { 'host.cache-rights': { usable: true, notSeen: ['the rights on the cache'] } };
    expect(await said(serverElevation, server('server-2022'), { uses })).toBe(
      'pass: elevated, but 1 refused',
    );
  });

  it('keeps the groups of the person out of the facts', async () => {
    const { facts } = await look(serverElevation, server('server-2022'));
    expect(JSON.stringify(facts)).not.toContain('groups');
  });
});
