import type { NativeCalls } from './native.ts';
import { readRegistry } from './registry.ts';
import { textIn } from './registry-value.ts';
import type { WindowsFolders } from './types.ts';

/** LOAD_LIBRARY_SEARCH_SYSTEM32 (libloaderapi.h). */
const systemOnly = 0x800;

/** Asked of Windows, once: a variable of the environment can be set by anybody. Throws where Windows does not say. */
export function readFolders(native: NativeCalls): WindowsFolders {
  const [system, windows] = [native.systemFolder(), native.systemFolder('GetSystemWindowsDirectoryW')];
  return { system, windows, others: readOthers(native, windows) };
}

const machine = 'HKLM\\SOFTWARE\\Microsoft\\Windows';

/** Where Windows itself has these variables from, for each process; only administrators may write there. */
const sources: readonly (readonly [key: string, Readonly<Record<string, readonly string[]>>])[] = [
  [
    `${machine}\\CurrentVersion`,
    {
      ProgramFilesDir: ['ProgramFiles', 'ProgramW6432'],
      'ProgramFilesDir (x86)': ['ProgramFiles(x86)'],
      CommonFilesDir: ['CommonProgramFiles', 'CommonProgramW6432'],
      'CommonFilesDir (x86)': ['CommonProgramFiles(x86)'],
    },
  ],
  [
    `${machine} NT\\CurrentVersion\\ProfileList`,
    { ProgramData: ['ProgramData', 'ALLUSERSPROFILE'], Public: ['PUBLIC'] },
  ],
];

/** What is not told there is left out. */
function readOthers(native: NativeCalls, windows: string): Readonly<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const [path, variables] of sources) {
    const key = readRegistry(native, path, Object.keys(variables));
    for (const [value, names] of Object.entries(variables)) {
      const folder = textIn(key, value)?.replace(/^%SystemDrive%/i, windows.slice(0, 2));
      if (folder !== undefined && /^[a-z]:\\[^%]+$/i.test(folder))
        for (const name of names) told[name] = folder;
    }
  }
  return told;
}

/** The variables by which Windows' own libraries and programs find each other, as Windows has them. */
function variablesOf({ system, windows, others }: WindowsFolders): Readonly<Record<string, string>> {
  return {
    ...others,
    SystemRoot: windows,
    windir: windows,
    SystemDrive: windows.slice(0, 2),
    ComSpec: `${system}\\cmd.exe`,
    PATHEXT: '.COM;.EXE;.BAT;.CMD',
    Path: [system, windows, `${system}\\Wbem`, `${system}\\WindowsPowerShell\\v1.0`].join(';'),
  };
}

/** An environment for a program of Windows: what says where programs and libraries lie is Windows' own. */
export function environmentFor(
  folders: WindowsFolders,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const own = variablesOf(folders);
  const names = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const others = Object.entries(env).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(others), ...own };
}

/**
 * From here on this process takes libraries that are named without a folder from Windows' own alone, and programs that
 * it starts find each other there: neither the current folder nor a path of the environment is searched.
 */
export function trustWindowsAlone(native: NativeCalls, folders: WindowsFolders): void {
  native.call('kernel32.dll', 'int SetDefaultDllDirectories(uint32_t flags)', systemOnly);
  for (const [name, value] of Object.entries(variablesOf(folders))) process.env[name] = value;
}

/** What drivers and their libraries read of the environment: some name files that name libraries (Kerberos' plug-ins). */
const read = [
  ...['KRB5_CONFIG', 'KRB5CCNAME', 'ODBCSYSINI', 'ODBCINSTINI', 'HOME'],
  ...['NLS_LANG', 'TNS_ADMIN', 'ORACLE_HOME', 'DB2INSTANCE', 'DB2CLIINIPATH'],
];

/**
 * For a process that loads other makers' drivers: they find their own libraries and settings as in a service, by the
 * machine's path and variables, never in the current folder or by what this user has put before it.
 */
export function searchAsServices(native: NativeCalls): void {
  if (process.platform !== 'win32') return;
  const folders = readFolders(native);
  Object.assign(process.env, variablesOf(folders));
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
  const machines = readRegistry(native, key, ['Path', ...read]);
  for (const name of ['Path', ...read]) {
    const text = textIn(machines, name);
    if (text !== undefined)
      process.env[name] = text.replace(
        /%([^%;]+)%/g,
        (whole, variable: string) => process.env[variable] ?? whole,
      );
    else if (name !== 'Path') delete process.env[name];
  }
  native.call('kernel32.dll', 'int SetDllDirectoryW(str16 folder)', '');
  // Where services are started: a relative path leads there too, and a driver may ask for the current folder itself.
  process.chdir(folders.system);
}
