/**
 * What Windows can be asked, as plain JSON values: what a recorded server replays and what facts are made of.
 * Nothing here is localised text to be parsed: numbers, SIDs, names of keys, times in ISO 8601 (UTC).
 */

/** A system's own code (`5`, `1060`, `0xC0000022`, `ENOENT`) and what was being done. */
export type WindowsProblem = { readonly code: string; readonly text: string };

/** An answer of Windows. "Not there" and "not allowed to look" are different answers; neither is an exception. */
export type WindowsAnswer<T> =
  | { readonly state: 'seen'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'denied' }
  | { readonly state: 'failed'; readonly problem: WindowsProblem };

export type RegistryValue =
  | { readonly type: 'dword'; readonly data: number }
  /** Decimal digits: a 64-bit number does not fit JSON's. */
  | { readonly type: 'qword'; readonly data: string }
  | { readonly type: 'sz' | 'expand-sz'; readonly data: string }
  | { readonly type: 'multi-sz'; readonly data: readonly string[] }
  /** Hexadecimal digits. */
  | { readonly type: 'binary'; readonly data: string }
  /** A type that is none of these, or data too short for its type. */
  | { readonly type: 'other'; readonly code: number; readonly data: string };

/** A key: when it (one of its values, or a direct subkey's name) was last written, and the values asked for. */
export type RegistryKey = {
  readonly writtenAt: string;
  readonly values: { readonly [name: string]: RegistryValue };
};

/** The names below a key, values' data left out. */
export type RegistryNames = { readonly values: readonly string[]; readonly subkeys: readonly string[] };

export type ServiceState =
  | 'stopped'
  | 'start-pending'
  | 'stop-pending'
  | 'running'
  | 'continue-pending'
  | 'pause-pending'
  | 'paused'
  | 'unknown';

export type ServiceStart = 'boot' | 'system' | 'automatic' | 'manual' | 'disabled' | 'unknown';

export type Service = {
  readonly name: string;
  readonly displayName: string;
  readonly state: ServiceState;
  readonly start: ServiceStart;
  /** As configured: `LocalSystem`, `NT AUTHORITY\NetworkService`, `NT SERVICE\...`, `DOMAIN\gmsa$`. */
  readonly account: string;
  /** The command line that starts it. */
  readonly path: string;
  /** 0 when it does not run. */
  readonly pid: number;
  /** The Win32 exit code it last gave; 0 is none. */
  readonly exitCode: number;
};

export type ServiceName = Pick<Service, 'name' | 'displayName' | 'state' | 'pid'>;

export type StoreLocation = 'LocalMachine' | 'CurrentUser';
/**
 * `Root` in LocalMachine holds what services trust; in CurrentUser it shows the machine's as well. `AuthRoot`: the
 * public authorities of Windows' own programme that were needed here before.
 */
export type StoreName = 'Root' | 'AuthRoot' | 'My' | 'CA' | 'Disallowed';

export type StoreCertificate = {
  readonly pem: string;
  /** SHA-1 of the DER, upper-case hexadecimal: what Windows calls the thumbprint. */
  readonly thumbprint: string;
  /** Where Windows says the private key is; absent when the store knows of none. */
  readonly key?: { readonly container: string; readonly provider: string; readonly machine: boolean };
};

/** A listening TCP port. */
export type PortOwner = {
  readonly address: string;
  readonly port: number;
  /** 4 is the kernel: HTTP.sys listens there for whoever registered the URL. */
  readonly pid: number;
  /** Full path of the program; absent when it may not be seen. */
  readonly image?: string;
};

/** What happened when the doctor tried to listen on a port. `reserved`: Windows keeps it back (excluded range). */
export type PortTrial = 'free' | 'in-use' | 'reserved';

export type FileVersion = {
  /** Four numbers with dots, from the fixed part of the version resource. */
  readonly file: string;
  readonly product: string;
};

export type AccessEntry = {
  readonly kind: 'allow' | 'deny';
  readonly sid: string;
  /** Access mask as in winnt.h; generic rights are already mapped for files. */
  readonly mask: number;
  readonly inherited: boolean;
  /** Counts only for what is created below, not for the object itself. */
  readonly inheritOnly: boolean;
};

/** Owner and discretionary access list of a file or folder. `everyone` is true for a null list: no protection. */
export type AccessList = {
  readonly owner?: string;
  readonly everyone: boolean;
  readonly entries: readonly AccessEntry[];
};

/** Who the doctor runs as. */
export type Identity = {
  readonly user: string;
  readonly elevated: boolean;
  /** Of the group S-1-5-32-544: `deny-only` is an administrator without elevation. */
  readonly administrators: 'enabled' | 'deny-only' | 'absent';
  /** Every group of the token, deny-only ones left out. */
  readonly groups: readonly string[];
};

/** An account that is no built-in one. */
export type Account = {
  readonly sid: string;
  /** SIDs of every group that its logon has, nested ones too; `failed` where Windows cannot ask the domain. */
  readonly groups: WindowsAnswer<readonly string[]>;
};

/** Which events of a log; each member narrows. Names and numbers are the same in every language. */
export type EventQuery = {
  /** A channel: `System`, `ECMA2Host`. */
  readonly log: string;
  readonly providers?: readonly string[];
  readonly ids?: readonly number[];
  /** 1 critical, 2 error, 3 warning. */
  readonly levels: readonly number[];
  /** How old at most. */
  readonly days: number;
  /** How many at most, the newest. */
  readonly most: number;
};

export type EventTexts = {
  /** Each event as Windows renders it to XML, newest first; no message text of its provider is in there. */
  readonly xml: readonly string[];
  /** There are more: the number, the size or the time was used up. */
  readonly cut: boolean;
  /** Events that could not be rendered, or are far too large. */
  readonly lost: number;
};

export type Join = {
  readonly kind: 'domain' | 'workgroup' | 'none' | 'unknown';
  /** NetBIOS name of the domain, or the workgroup's. */
  readonly name: string;
};

export type Memory = {
  /** Bytes that the firmware says are installed; absent where it does not say. */
  readonly installed?: number;
  /** Bytes that Windows can use now. */
  readonly visible: number;
  readonly available: number;
  /** True on Hyper-V (also Azure): the host may give and take memory while the guest runs. */
  readonly hyperV: boolean;
  /** A driver that hands memory back to the host runs here: `dmvsc` (Hyper-V), `vmmemctl` (VMware), `balloon` (KVM). */
  readonly balloon?: string;
};

export type RestartMarker = 'component-servicing' | 'windows-update' | 'computer-rename' | 'file-renames';

export type Restart = {
  readonly bootedAt: string;
  /** What Windows itself says waits for a restart. `file-renames` alone is common and harmless. */
  readonly pending: readonly RestartMarker[];
  /** A place where such a mark could stand was refused to this account. */
  readonly refused?: true;
};

export type ProxyChoice = {
  /** `host:port`, or a list `http=...;https=...`, as written. */
  readonly proxy?: string;
  readonly bypass?: string;
  readonly autoConfigUrl?: string;
  readonly autoDetect?: boolean;
};

/** Where Windows keeps proxies. An empty choice is "direct". */
export type WindowsProxySettings = {
  /** `netsh winhttp show proxy`: the whole machine, for programs that use WinHTTP. */
  readonly winHttp: WindowsAnswer<ProxyChoice>;
  /** This user's Internet settings (policies included). */
  readonly user: WindowsAnswer<ProxyChoice>;
  /** Internet settings of the machine; used instead of the users' when `perMachine`. */
  readonly machine: WindowsAnswer<ProxyChoice>;
  readonly perMachine: boolean;
  /** Why it is not known whose settings count. */
  readonly perMachineUnread?: WindowsProblem;
  /** Environment of the machine that every service gets: `HTTPS_PROXY` and its kin. */
  readonly environment: { readonly [name: string]: string };
  readonly environmentUnread?: WindowsProblem;
};

/** `SeServiceLogonRight` and `SeDenyServiceLogonRight`: SIDs of the accounts that hold them. */
export type LogonRight = 'SeServiceLogonRight' | 'SeDenyServiceLogonRight';

export type ConsoleState = {
  /** The old console (`ForceV2` off): no escape sequences, sixteen colours, raster fonts. */
  readonly legacy: boolean;
  readonly quickEdit: boolean;
  readonly codePage: number;
  readonly outputCodePage: number;
  readonly buffer: { readonly columns: number; readonly rows: number };
  readonly window: { readonly columns: number; readonly rows: number };
  /** Escape sequences are understood: Node switches that on when it opens the console, where it can. */
  readonly escapes?: boolean;
  /**
   * False for a raster font, which has the OEM code page's glyphs only. Absent when it cannot be told: behind a
   * pseudo-console (Windows Terminal, SSH) nobody knows the font.
   */
  readonly trueType?: boolean;
};

/** The console while the doctor holds it. */
export interface ConsoleHold {
  /** Puts QuickEdit back as it was; synchronous, harmless when called twice. */
  restore(): void;
  /** The window now, in cells; the buffer behind it may be wider. Undefined when there is no console. */
  window(): ConsoleState['window'] | undefined;
  /** Where Windows' own programs lie (`C:\\Windows\\system32`); undefined when Windows does not say. */
  systemFolder(): string | undefined;
}

/** The one PowerShell of a run. */
export interface PowerShell {
  /**
   * Runs `script` and gives what it wrote as its one JSON value. No PowerShell, an empty answer, a policy that
   * forbids it or a script that throws are `failed`. Ends with the signal. `ready` is called once it takes questions:
   * starting it may take long, and is no part of the answer's time.
   */
  ask(script: string, signal: AbortSignal, ready?: () => void): Promise<WindowsAnswer<unknown>>;
}

/** Where Windows lies, by its own word. */
export type WindowsFolders = {
  /** `C:\\Windows\\system32` */
  readonly system: string;
  /** `C:\\Windows` */
  readonly windows: string;
  /** The other folders, by the variables that programs know them by: `ProgramFiles`, `ProgramData`, ... */
  readonly others?: Readonly<Record<string, string>>;
};

/** How Windows is asked. No call throws for what Windows may answer. */
export interface WindowsReader {
  folders(): WindowsAnswer<WindowsFolders>;
  /** The named values of a key (`HKLM\SOFTWARE\...`, `HKCU\...`), always in the 64-bit view. */
  registry(path: string, names: readonly string[]): Promise<WindowsAnswer<RegistryKey>>;
  registryNames(path: string): Promise<WindowsAnswer<RegistryNames>>;
  service(name: string): Promise<WindowsAnswer<Service>>;
  services(): Promise<WindowsAnswer<readonly ServiceName[]>>;
  certificates(
    location: StoreLocation,
    store: StoreName,
  ): Promise<WindowsAnswer<readonly StoreCertificate[]>>;
  /** Who may use the private key of a certificate in the machine's own store, by its SHA-1; `absent`: no key. */
  keyAccess(thumbprint: string): Promise<WindowsAnswer<AccessList>>;
  /** Listening TCP ports, IPv4 and IPv6. */
  listeners(): Promise<WindowsAnswer<readonly PortOwner[]>>;
  tryPort(port: number): Promise<WindowsAnswer<PortTrial>>;
  /** URLs reserved in HTTP.sys: `https://+:8585/`. */
  urlReservations(): Promise<WindowsAnswer<readonly string[]>>;
  fileVersion(path: string): Promise<WindowsAnswer<FileVersion>>;
  access(path: string): Promise<WindowsAnswer<AccessList>>;
  identity(): Promise<WindowsAnswer<Identity>>;
  /** By its name, as a service is configured with; `absent`: nobody has that name. May ask the domain. */
  account(name: string): Promise<WindowsAnswer<Account>>;
  /** Needs elevation: `denied` without. `seen` with an empty list: Windows says nobody holds it. */
  accountsWithRight(right: LogonRight): Promise<WindowsAnswer<readonly string[]>>;
  /** `absent`: there is no such log. Reading takes a few seconds at most and ends with the signal. */
  events(query: EventQuery, signal: AbortSignal): Promise<WindowsAnswer<EventTexts>>;
  join(): Promise<WindowsAnswer<Join>>;
  memory(): Promise<WindowsAnswer<Memory>>;
  restart(): Promise<WindowsAnswer<Restart>>;
  proxies(): Promise<WindowsProxySettings>;
  remoteSession(): Promise<WindowsAnswer<boolean>>;
  /** `absent` when the process has no console (a service, a redirected run). */
  console(): WindowsAnswer<ConsoleState>;
  /** Switches QuickEdit off, so that a click does not stop the whole program. */
  holdConsole(): ConsoleHold;
  readonly powershell: PowerShell;
  /** Ends what was started (the PowerShell). */
  close(): Promise<void>;
}
