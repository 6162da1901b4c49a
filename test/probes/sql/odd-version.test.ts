import { expect, it } from 'vitest';
import { sqlServerKindProbe } from '../../../src/probes/sql/server-kind.ts';
import { judgeFacts, probeFrom, settingsFrom } from '../context.ts';

const settings = settingsFrom({
  connectors: [
    {
      name: 'HR',
      library: 'generic-sql',
      target: { sql: { server: 'sql01', database: 'HR', table: 'dbo.E', user: 'ecma' } },
    },
  ],
});
const facts = (version: string) => ({
  version,
  level: 'RTM',
  edition: 'Standard Edition (64-bit)',
  engine: 2,
  windowsOnly: false,
  banner: 'Microsoft SQL Server',
  usable: true,
});
const probe = probeFrom(sqlServerKindProbe, settings);

it.each(['1e999.0', '0x10.0', '-16.0', '', 'none', '9'.repeat(400), '16e0.1'])(
  'the version %j tells nothing of a server',
  (version) => {
    expect(judgeFacts(probe, facts(version), { settings })).toMatchObject({
      status: 'unknown',
      message: 'it does not tell its version',
    });
  },
);

it('the version of a real one does', () => {
  expect(judgeFacts(probe, facts('16.0.1000.6'), { settings }).status).toBe('pass');
});
