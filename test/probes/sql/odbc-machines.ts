import { createPlatform } from '../../../src/platform/node.ts';
import { recordedWindows, type WindowsRecord } from '../../../src/platform/windows/recorded.ts';

/** Servers by their ODBC drivers, as Windows' registry would show them. */

export const odbc = 'HKLM\\SOFTWARE\\ODBC\\ODBCINST.INI';
const odbc32 = 'HKLM\\SOFTWARE\\WOW6432Node\\ODBC\\ODBCINST.INI\\ODBC Drivers';
const environment = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';

export function machine(
  names: readonly string[],
  names32: readonly string[] = [],
  more: { language?: string; gone?: boolean } = {},
): WindowsRecord {
  const installed = (list: readonly string[]) => ({
    values: Object.fromEntries(list.map((name) => [name, 'Installed'])),
  });
  const path = (name: string) => `C:\\Windows\\System32\\${name}.dll`;
  return {
    registry: {
      [`${odbc}\\ODBC Drivers`]: installed(names),
      [odbc32]: installed(names32),
      ...Object.fromEntries(names.map((name) => [`${odbc}\\${name}`, { values: { Driver: path(name) } }])),
      ...(more.language === undefined ? {} : { [environment]: { values: { NLS_LANG: more.language } } }),
    },
    fileVersions: more.gone
      ? {}
      : Object.fromEntries(names.map((name) => [path(name), { file: '2018.183.2.1', product: '18.3.2.1' }])),
  };
}

export const on = (record: WindowsRecord) => ({
  ...createPlatform({ env: { WINDIR: 'C:\\Windows' } }),
  windows: async () => recordedWindows(record),
});
export const driver18 = 'ODBC Driver 18 for SQL Server';
export const driver17 = 'ODBC Driver 17 for SQL Server';
