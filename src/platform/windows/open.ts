import { setTerminate } from '../process-exit.ts';
import { setImageOf } from '../process-image.ts';
import { readAccount } from './accounts.ts';
import { failed, seen } from './answer.ts';
import { readCertificates } from './certificates.ts';
import { holdConsole, readConsole } from './console.ts';
import { readEvents } from './events.ts';
import { readAccess, readFileVersion } from './files.ts';
import { environmentFor, readFolders, trustWindowsAlone } from './folders.ts';
import { readIdentity } from './identity.ts';
import { readKeyAccess } from './key-access.ts';
import { imageOf, readListeners } from './listeners.ts';
import { loadNative, type NativeCalls } from './native.ts';
import { tryPort } from './port-trial.ts';
import { noPowerShell, OnePowerShell, windowsPowerShell } from './powershell.ts';
import { readProxies } from './proxies.ts';
import { readRegistry, readRegistryNames } from './registry.ts';
import { readAccountsWithRight } from './rights.ts';
import { readService, readServices } from './services.ts';
import { readJoin, readMemory, readRemoteSession, readRestart, urlReservationsKey } from './system.ts';
import type { WindowsAnswer, WindowsReader } from './types.ts';
import { unreadableWindows } from './unreadable.ts';

const terminate = 'int TerminateProcess(intptr_t process, uint32_t code)';
/** What GetCurrentProcess gives. */
const thisProcess = -1;

/**
 * Windows, asked by direct calls. Where the native module cannot be loaded (missing, or refused by a policy) every
 * answer is `failed` with the reason, and nothing is started: where Windows' own programs lie is then not known. `koffiFile` names the module when it lies elsewhere, or unpacks it from one file.
 */
export async function openWindows(koffiFile?: string | (() => Promise<string>)): Promise<WindowsReader> {
  try {
    const file = typeof koffiFile === 'function' ? await koffiFile() : koffiFile;
    const native = loadNative(file);
    setTerminate((code) => native.call('kernel32.dll', terminate, thisProcess, code));
    setImageOf((pid) => imageOf(native, pid));
    const folders = readFolders(native);
    trustWindowsAlone(native, folders);
    const command = windowsPowerShell(folders.system);
    return new DirectWindows(native, new OnePowerShell(command, environmentFor(folders, process.env)));
  } catch (error) {
    const reason = failed(error);
    return unreadableWindows(reason, noPowerShell(reason));
  }
}

class DirectWindows implements WindowsReader {
  readonly #native: NativeCalls;
  readonly powershell: OnePowerShell;

  constructor(native: NativeCalls, powershell: OnePowerShell) {
    this.#native = native;
    this.powershell = powershell;
  }

  folders: WindowsReader['folders'] = () => this.#try((native) => seen(readFolders(native)));

  registry: WindowsReader['registry'] = async (path, names) =>
    this.#try((native) => readRegistry(native, path, names));

  registryNames: WindowsReader['registryNames'] = async (path) =>
    this.#try((native) => readRegistryNames(native, path));

  service: WindowsReader['service'] = async (name) => this.#try((native) => readService(native, name));

  services: WindowsReader['services'] = async () => this.#try(readServices);

  certificates: WindowsReader['certificates'] = async (location, store) =>
    this.#tryAsync((native) => readCertificates(native, location, store));

  keyAccess: WindowsReader['keyAccess'] = async (thumbprint) =>
    this.#tryAsync((native) => readKeyAccess(native, thumbprint));

  listeners: WindowsReader['listeners'] = async () => this.#try(readListeners);

  tryPort: WindowsReader['tryPort'] = tryPort;

  urlReservations: WindowsReader['urlReservations'] = async () =>
    this.#try((native) => {
      const names = readRegistryNames(native, urlReservationsKey);
      return names.state === 'seen' ? seen(names.value.values) : names;
    });

  fileVersion: WindowsReader['fileVersion'] = async (path) =>
    this.#try((native) => readFileVersion(native, path));

  access: WindowsReader['access'] = async (path) => this.#try((native) => readAccess(native, path));

  identity: WindowsReader['identity'] = async () => this.#try(readIdentity);

  account: WindowsReader['account'] = async (name) => this.#tryAsync((native) => readAccount(native, name));

  accountsWithRight: WindowsReader['accountsWithRight'] = async (right) =>
    this.#tryAsync((native) => readAccountsWithRight(native, right));

  events: WindowsReader['events'] = async (query, signal) => {
    const read = await this.#tryAsync((native) => readEvents(native, query, signal));
    signal.throwIfAborted();
    return read;
  };

  join: WindowsReader['join'] = async () => this.#tryAsync(readJoin);

  memory: WindowsReader['memory'] = async () =>
    this.#try((native) =>
      readMemory(native, (name) => {
        const driver = readService(native, name);
        return driver.state === 'seen' && driver.value.state === 'running';
      }),
    );

  restart: WindowsReader['restart'] = async () => this.#try((native) => readRestart(native, new Date()));

  proxies: WindowsReader['proxies'] = async () => readProxies(this.#native);

  remoteSession: WindowsReader['remoteSession'] = async () => this.#try(readRemoteSession);

  console: WindowsReader['console'] = () => this.#try(readConsole);

  holdConsole: WindowsReader['holdConsole'] = () => holdConsole(this.#native);

  close(): Promise<void> {
    return this.powershell.close();
  }

  /** A function that this Windows lacks is an answer too: koffi throws when it cannot bind it. */
  #try<T>(read: (native: NativeCalls) => WindowsAnswer<T>): WindowsAnswer<T> {
    try {
      return read(this.#native);
    } catch (error) {
      return failed(error);
    }
  }

  async #tryAsync<T>(read: (native: NativeCalls) => Promise<WindowsAnswer<T>>): Promise<WindowsAnswer<T>> {
    try {
      return await read(this.#native);
    } catch (error) {
      return failed(error);
    }
  }
}
