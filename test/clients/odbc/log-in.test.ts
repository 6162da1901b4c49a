import { describe, expect, it } from 'vitest';
import { logInByDsn } from '../../../src/clients/odbc/log-in.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import { recordedWindows } from '../../../src/platform/windows/recorded.ts';
import { settingsSchema } from '../../../src/settings/schema.ts';
import { makeContext } from '../../probes/context.ts';

describe('the path of a file DSN on Windows', () => {
  it.each([
    ['C:\\hr;DRIVER=C:\\x.dll;.dsn', { outcome: 'no-file', problem: { code: 'SEMICOLON' } }],
    ['C:\\{hr}.dsn', { outcome: 'no-file', problem: { code: 'ENOENT' } }],
  ])('%s', async (dsn, expected) => {
    const platform = { ...createPlatform({}), windows: async () => recordedWindows({}) };
    const sql = { server: 'x', database: 'D', user: 'u', password: 'planted', table: 't', anchor: 'a' };
    const settings = settingsSchema.parse({
      connectors: [{ name: 'HR', library: 'generic-sql', target: { sql: { ...sql, engine: 'other', dsn } } }],
    });
    const [connector] = settings.connectors;
    if (connector?.target === undefined || !('sql' in connector.target)) throw new Error('no target');
    const context = makeContext({ platform, settings });
    const opened = await logInByDsn(context, connector.target.sql, new AbortController().signal);
    expect(opened.login).toMatchObject(expected);
    expect(opened.conversation).toBeUndefined();
  });
});
