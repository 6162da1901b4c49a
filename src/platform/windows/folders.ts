import type { NativeCalls } from './native.ts';
import { readRegistry } from './registry.ts';
import { textIn } from './registry-value.ts';
import type { WindowsFolders } from './types.ts';

/** LOAD_LIBRARY_SEARCH_SYSTEM32 (libloaderapi.h). */
const systemOnly = 0x800;

/** Asked of Windows, once: a variable of the environment can be set by anybody. Throws where Windows does not say. */
export function readFolders(native: NativeCalls): WindowsFolders {
  return { system: native.systemFolder(), windows: native.systemFolder('GetSystemWindowsDirectoryW') };
}

/** The variables by which Windows' own libraries and programs find each other, as Windows has them. */
function variablesOf({ system, windows }: WindowsFolders): Readonly<Record<string, string>> {
  return {
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

/**
 * For a process that loads other makers' drivers: they find their own libraries as in a service, by the machine's path,
 * never in the current folder or by what this user has put before it.
 */
export function searchAsServices(native: NativeCalls): void {
  if (process.platform !== 'win32') return;
  const folders = readFolders(native);
  Object.assign(process.env, variablesOf(folders));
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
  const path = textIn(readRegistry(native, key, ['Path']), 'Path');
  if (path !== undefined)
    process.env.Path = path.replace(/%([^%;]+)%/g, (whole, name: string) => process.env[name] ?? whole);
  native.call('kernel32.dll', 'int SetDllDirectoryW(str16 folder)', '');
  // Where services are started: a relative path leads there too, and a driver may ask for the current folder itself.
  process.chdir(folders.system);
}
