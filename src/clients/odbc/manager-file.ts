import type { Platform } from '../../platform/types.ts';

/** unixODBC's list of drivers: a section each, keywords in capitals. */
export interface ManagerFile {
  readonly path: string;
  /** False: there is no such file, so no driver manager that could find a driver. */
  readonly there: boolean;
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const mostBytes = 256 * 1024;

export async function managerFile(platform: Platform, signal: AbortSignal): Promise<ManagerFile> {
  const { ODBCSYSINI, ODBCINSTINI = 'odbcinst.ini' } = platform.env();
  const path = ODBCINSTINI.startsWith('/') ? ODBCINSTINI : `${ODBCSYSINI ?? '/etc'}/${ODBCINSTINI}`;
  const file = await platform.files.read(path, mostBytes, signal);
  if (!file.ok) return { path, there: false, sections: new Map() };
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const raw of new TextDecoder().decode(file.bytes).split(/\r?\n/)) {
    const line = raw.trim();
    const name = /^\[([^\]]*)\]$/.exec(line)?.[1]?.trim();
    if (name !== undefined) {
      current = sections.get(name) ?? new Map();
      sections.set(name, current);
      continue;
    }
    const at = line.indexOf('=');
    if (current === undefined || at <= 0 || line.startsWith(';') || line.startsWith('#')) continue;
    const key = line.slice(0, at).trim().toUpperCase();
    if (!current.has(key)) current.set(key, line.slice(at + 1).trim());
  }
  return { path, there: true, sections };
}

/** The drivers of the list, in its order. */
export function driversOf({ sections }: ManagerFile): readonly string[] {
  return [...sections.keys()].filter((name) => name !== 'ODBC' && name !== 'ODBC Drivers');
}
