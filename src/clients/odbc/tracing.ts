import type { Platform } from '../../platform/types.ts';
import { textIn } from '../../platform/windows/registry-value.ts';
import { managerFile } from './manager-file.ts';

const traceKeys = ['HKCU', 'HKLM'].map((root) => `${root}\\SOFTWARE\\ODBC\\ODBC.INI\\ODBC`);

/** Is the driver manager's own trace on? It writes every call down, with what the connection string holds. */
export async function tracing(platform: Platform, signal: AbortSignal): Promise<readonly string[]> {
  const windows = await platform.windows?.();
  if (windows === undefined) {
    const { sections } = await managerFile(platform, signal);
    const on = /^(1|yes|on|true)$/i.test(sections.get('ODBC')?.get('TRACE') ?? '');
    return on ? ['Trace of the driver manager'] : [];
  }
  const values = await Promise.all(
    traceKeys.map(async (key) => textIn(await windows.registry(key, ['Trace']), 'Trace')),
  );
  return values.includes('1') ? ['Trace of the driver manager'] : [];
}
