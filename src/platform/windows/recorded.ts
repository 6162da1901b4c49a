import { absent, denied, seen } from './answer.ts';
import type * as w from './types.ts';
import { unreadableWindows } from './unreadable.ts';

/** `'denied'` stands for an answer that Windows refuses; leaving something out, for one that is not there. */
type Maybe<T> = T | 'denied';

/** A server as JSON: what a test writes down, or what was read from a real one. */
export interface WindowsRecord {
  readonly folders?: w.WindowsFolders;
  /** By key; a key's `writtenAt` may be left out (long ago), its values may be short: numbers are REG_DWORD, texts REG_SZ. */
  readonly registry?: { readonly [path: string]: Maybe<RecordedKey> };
  readonly services?: { readonly [name: string]: Maybe<Partial<w.Service>> };
  readonly certificates?: { readonly [store: string]: readonly w.StoreCertificate[] };
  /** By thumbprint. */
  readonly keyAccess?: { readonly [thumbprint: string]: Maybe<w.AccessList> };
  readonly listeners?: Maybe<readonly w.PortOwner[]>;
  /** By port; `free` where nothing is said. */
  readonly ports?: { readonly [port: string]: w.PortTrial };
  readonly urlReservations?: Maybe<readonly string[]>;
  readonly fileVersions?: { readonly [path: string]: Maybe<w.FileVersion> };
  readonly access?: { readonly [path: string]: Maybe<w.AccessList> };
  readonly identity?: Maybe<w.Identity>;
  /** By name. */
  readonly accounts?: { readonly [name: string]: Maybe<w.Account> };
  readonly rights?: { readonly [right: string]: Maybe<readonly string[]> };
  /** By log, newest first, as XML. */
  readonly events?: { readonly [log: string]: Maybe<readonly string[]> };
  readonly join?: Maybe<w.Join>;
  readonly memory?: Maybe<w.Memory>;
  readonly restart?: Maybe<w.Restart>;
  readonly proxies?: Partial<w.WindowsProxySettings>;
  readonly remoteSession?: boolean;
  readonly console?: w.ConsoleState;
  /** Answers of the PowerShell, by script. */
  readonly powershell?: { readonly [script: string]: unknown };
}

export interface RecordedKey {
  readonly writtenAt?: string;
  readonly subkeys?: readonly string[];
  readonly values?: { readonly [name: string]: w.RegistryValue | number | string };
}

const longAgo = '2020-01-01T00:00:00.000Z';

/** Lets a recorded server stand in for Windows. Names are compared as Windows does, without regard to case. */
export function recordedWindows(record: WindowsRecord): w.WindowsReader {
  const keys = lowered(record.registry);
  const services = lowered(record.services);
  const versions = lowered(record.fileVersions);
  const access = lowered(record.access);
  const logs = lowered(record.events);
  const accounts = lowered(record.accounts);
  const nothing: w.PowerShell = { ask: async (script) => recorded(record.powershell?.[script]) };
  return {
    ...unreadableWindows(absent, nothing),
    folders: () => seen(record.folders ?? { system: 'C:\\Windows\\system32', windows: 'C:\\Windows' }),
    registry: async (path, names) => chosen(keys.get(path.toLowerCase()), names),
    registryNames: async (path) => {
      const key = keys.get(path.toLowerCase());
      if (key === undefined || key === 'denied') return key ? denied : absent;
      return seen({ values: Object.keys(key.values ?? {}), subkeys: key.subkeys ?? [] });
    },
    service: async (name) => {
      const found = services.get(name.toLowerCase());
      if (found === undefined) return absent;
      return found === 'denied' ? denied : seen({ ...stopped, name, ...found });
    },
    services: async () =>
      seen(
        Object.entries(record.services ?? {}).map(([name, found]) => ({
          ...stopped,
          name,
          ...(found === 'denied' ? {} : found),
        })),
      ),
    certificates: async (location, store) => seen(record.certificates?.[`${location}\\${store}`] ?? []),
    keyAccess: async (thumbprint) => recorded(record.keyAccess?.[thumbprint]),
    listeners: async () => recorded(record.listeners ?? []),
    tryPort: async (port) => seen(record.ports?.[port] ?? 'free'),
    urlReservations: async () => recorded(record.urlReservations),
    fileVersion: async (path) => recorded(versions.get(path.toLowerCase())),
    access: async (path) => recorded(access.get(path.toLowerCase())),
    identity: async () => recorded(record.identity),
    account: async (name) => recorded(accounts.get(name.toLowerCase())),
    accountsWithRight: async (right) => recorded(record.rights?.[right]),
    events: async (query) => chosenEvents(logs.get(query.log.toLowerCase()), query),
    join: async () => recorded(record.join),
    memory: async () => recorded(record.memory),
    restart: async () => recorded(record.restart),
    proxies: async () => ({ ...direct, ...record.proxies }),
    remoteSession: async () => seen(record.remoteSession ?? false),
    console: () => recorded(record.console),
  };
}

const stopped: w.Service = {
  name: '',
  displayName: '',
  state: 'stopped',
  start: 'manual',
  account: 'LocalSystem',
  path: '',
  pid: 0,
  exitCode: 0,
};

const direct: w.WindowsProxySettings = {
  winHttp: seen({}),
  user: seen({}),
  machine: seen({}),
  perMachine: false,
  environment: {},
};

function lowered<T>(given: { readonly [name: string]: T } | undefined): ReadonlyMap<string, T> {
  return new Map(Object.entries(given ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function recorded<T>(value: Maybe<T> | undefined): w.WindowsAnswer<T> {
  if (value === undefined) return absent;
  return value === 'denied' ? denied : seen(value);
}

function chosen(
  key: Maybe<RecordedKey> | undefined,
  names: readonly string[],
): w.WindowsAnswer<w.RegistryKey> {
  if (key === undefined || key === 'denied') return recorded<w.RegistryKey>(key);
  const values: Record<string, w.RegistryValue> = {};
  for (const [name, value] of Object.entries(key.values ?? {}))
    if (names.some((wanted) => wanted.toLowerCase() === name.toLowerCase())) values[name] = whole(value);
  return seen({ writtenAt: key.writtenAt ?? longAgo, values });
}

function whole(value: w.RegistryValue | number | string): w.RegistryValue {
  if (typeof value === 'number') return { type: 'dword', data: value };
  return typeof value === 'string' ? { type: 'sz', data: value } : value;
}

/** As Windows would choose them; how old they are is left to the record. */
function chosenEvents(
  log: Maybe<readonly string[]> | undefined,
  query: w.EventQuery,
): w.WindowsAnswer<w.EventTexts> {
  if (log === undefined || log === 'denied') return recorded<w.EventTexts>(log);
  const { providers, ids, levels, most } = query;
  const fitting = log.filter((xml) => {
    const provider = /<Provider Name=['"]([^'"]*)/.exec(xml)?.[1]?.toLowerCase();
    const number = (name: string) => Number(new RegExp(`<${name}[^>]*>(\\d+)<`).exec(xml)?.[1]);
    if (providers !== undefined && !providers.some((name) => name.toLowerCase() === provider)) return false;
    return (ids === undefined || ids.includes(number('EventID'))) && levels.includes(number('Level'));
  });
  return seen({ xml: fitting.slice(0, most), cut: fitting.length > most, lost: 0 });
}
