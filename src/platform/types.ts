import type { Socket } from 'node:net';
import type { DefaultProxy } from '../formats/dotnet-config/default-proxy.ts';
import type { PeerCertificate } from './certificates.ts';
import type { ProxyChoice, WindowsReader } from './windows/types.ts';

/**
 * How this machine and the network are asked: one injectable interface, so that a recorded server can stand in.
 * Expected failures are values (`Problem`), never exceptions. Every call ends when its signal does: it then
 * rejects with the signal's reason, and what it had opened is closed. Types that become facts are type aliases:
 * only these fit `Json`.
 */

/** A failed I/O step: the system's or library's own code (`ECONNREFUSED`, `CERT_HAS_EXPIRED`) and its text. */
export type Problem = {
  readonly code: string;
  readonly text: string;
};

/** A step's result and how long it took, in milliseconds. */
export type Step<T> = (({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Problem }) & {
  readonly ms: number;
};

export interface Machine {
  /** `os.hostname()`. */
  readonly hostName: string;
  /** `process.platform`: `win32`, `linux`, … */
  readonly platform: string;
  /** `os.version()` and `os.release()`: "Windows Server 2019 Standard", "10.0.17763". */
  readonly osName: string;
  readonly osRelease: string;
  readonly user: string;
}

/** Bytes. `modules` is null where the firmware's list of memory modules cannot be read. */
export type Memory = {
  /** What the operating system can use; a little less than what is installed. */
  readonly visible: number;
  readonly visibleSource: string;
  readonly modules: { readonly count: number | null; readonly bytes: number; readonly source: string } | null;
  /** A driver that hands memory back to a virtual machine's host: what is visible may grow and shrink. */
  readonly balloon?: string;
  /** Why Windows did not tell by itself. */
  readonly unread?: Problem;
};

export type Family = 4 | 6;

export type Address = {
  readonly address: string;
  readonly family: Family;
};

/** An address of an interface that is up, loopback left out. */
export type LocalAddress = Address & {
  readonly interface: string;
  /** 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291): no router forwards it. */
  readonly linkLocal: boolean;
};

export type Addresses = {
  readonly local: readonly LocalAddress[];
  /** Why the system did not list them: `local` is empty then. */
  readonly unread?: Problem;
  /** Per family the local address that a packet to the internet would leave from; null: no route. */
  readonly routes: { readonly ipv4: string | null; readonly ipv6: string | null };
};

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** One address that was tried, and why it failed. */
export type FailedAddress = Address & {
  readonly problem: Problem;
};

export interface Connected {
  readonly socket: Socket;
  readonly address: string;
  /** Addresses that failed before this one answered. */
  readonly tried: readonly FailedAddress[];
}

/** Which authorities are trusted: the machine's, and those of an extra file. */
export interface Trust {
  /** "the machine's store" and the like: where the roots came from. */
  readonly source: string;
  readonly roots: number;
  /** Present when the extra file was asked for and could not be used. */
  readonly extraProblem?: Problem;
}

/** What a handshake showed: read before anything is sent. `chain` is as presented, completed by known roots. */
export type Secured = {
  readonly protocol: string;
  readonly cipher: string;
  readonly chain: readonly PeerCertificate[];
  /** Whose root it ends in. `extra`: only the extra file's; `user`: only this user's. Null when it is not trusted. */
  readonly trustedBy: 'machine' | 'extra' | 'user' | null;
  /** Its root, or what signed its top, stands in the extra file, wherever else it is trusted too. */
  readonly extraRoot?: boolean;
  /** Not trusted, and the certificate that issued its top was not sent: who signs in the end cannot be told. */
  readonly incomplete?: boolean;
  /** Where its own certificate says that its revocation list is, by HTTP; only where that was asked for. */
  readonly revocation?: readonly string[];
  /** Where the certificate of its issuer is to be had, where it is incomplete. */
  readonly issuersAt?: string;
  /** Does it end in an authority of the public list that Node brings? False also when something opens TLS. */
  readonly publicRoot?: boolean;
};

/**
 * A failed handshake. When the peer's certificate is what failed, `seen` is what was shown; the socket was then
 * closed with nothing sent.
 */
export type SecureStep =
  | ({ readonly ok: true; readonly ms: number; readonly socket: Socket } & Secured)
  | {
      readonly ok: false;
      readonly ms: number;
      readonly problem: Problem;
      readonly seen?: Secured;
      /** The root (DER) that ends the chain, where the peer sent one that signed itself: it goes into no facts. */
      readonly root?: Uint8Array;
    };

/** A certificate of our own with its key. The password is asked for at the moment of use. */
export interface ClientCertificate {
  readonly bytes: Uint8Array;
  password(): string | undefined;
}

/** An HTTP answer, its body bounded. Header names are lower case; a repeated header is joined by a comma. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** True when the body was longer than asked for and the rest was dropped. */
  readonly cut: boolean;
}

/** More of a request than its address. Asked for at the moment of writing, as there may be secrets in it. */
export interface HttpContent {
  headers(): Readonly<Record<string, string>>;
  /** Makes it a POST. */
  body?(): string;
}

export interface BasicCredentials {
  readonly user: string;
  /** Called once, at the moment of writing. */
  reveal(): string;
}

/** An open tunnel, or the proxy's own answer: its status and the ways of signing in that it offers. */
export type TunnelStep = Step<
  | { readonly opened: true; readonly status: number; readonly socket: Socket }
  | { readonly opened: false; readonly status: number; readonly headers: HttpAnswer['headers'] }
>;

export interface Network {
  /** All addresses of a name, by the system's resolver, in its order. A literal address is its own answer. */
  lookup(host: string, signal: AbortSignal): Promise<Step<{ readonly addresses: readonly Address[] }>>;
  /** The names that a name is an alias of (CNAME), in their order, as far as the name servers tell. */
  aliases(name: string, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Connects to the first address that answers (a new one is tried every 250 ms, RFC 8305). The socket belongs to
   * the caller and is destroyed when the signal ends.
   */
  connect(
    to: { readonly addresses: readonly Address[]; readonly port: number },
    signal: AbortSignal,
  ): Promise<Step<Connected> & { readonly tried?: readonly FailedAddress[] }>;
  /**
   * TLS over a connected socket. Hands over a socket only when the peer's chain and name are trusted. An untrusted
   * peer may be asked something `anonymously`, with nothing secret in it: its socket is closed when that returns.
   */
  secure(
    socket: Socket,
    peer: {
      readonly host: string;
      readonly extraCaFile?: string;
      /** True: what only this user trusts counts as well, and is told apart (`trustedBy`). */
      readonly ofUser?: boolean;
      readonly alpn?: readonly string[];
      readonly anonymously?: (socket: Socket) => Promise<void>;
      /** TLS 1.2 at most: whether it is offered at all. Whom to trust does not count then. */
      readonly upToTls12?: boolean;
      /**
       * By Schannel's rules in place of OpenSSL's. `suites`: only what it offers by default in TLS 1.2, to see whether
       * that is enough; whom to trust does not count then.
       */
      readonly schannel?: 'permissive' | 'suites';
      /** Certificates (DER) that may stand between the peer's and a trusted root. */
      readonly between?: readonly Uint8Array[];
      /** Shown where the peer asks for one: a .pfx, or PEM with its key. */
      readonly clientCertificate?: ClientCertificate;
      /** True: `revocation` is looked for in its certificate. */
      readonly revocation?: boolean;
    },
    signal: AbortSignal,
  ): Promise<SecureStep>;
  /** HTTP CONNECT (RFC 9110, 9.3.6). A refused tunnel's socket is closed. */
  tunnel(
    socket: Socket,
    to: Endpoint,
    credentials: BasicCredentials | undefined,
    signal: AbortSignal,
  ): Promise<TunnelStep>;
  /** One GET (with a body: one POST) over a connected socket, no redirect followed; the socket is closed afterwards. */
  get(
    socket: Socket,
    request: {
      /** What goes to the `Host` header. */
      readonly host: string;
      /** The request target: a path, or a whole address when asking a proxy. */
      readonly target: string;
      readonly maxBytes: number;
      /** The body is no text: a character for each byte. */
      readonly binary?: boolean;
      readonly credentials?: BasicCredentials;
      readonly content?: HttpContent;
    },
    signal: AbortSignal,
  ): Promise<Step<HttpAnswer>>;
  trust(extraCaFile: string | undefined, signal: AbortSignal): Promise<Trust>;
  /** One datagram and the first answer of that address; `NO_ANSWER` when none came to `tries` of them. */
  datagram(
    to: {
      readonly address: Address;
      readonly port: number;
      readonly bytes: Buffer;
      readonly tries: number;
      readonly answerWithinMs: number;
    },
    signal: AbortSignal,
  ): Promise<Step<{ readonly bytes: Buffer }>>;
}

/** What a .config file of .NET says of its program's way out, or why that is not known. */
export interface DotnetConfigSource {
  readonly file: string;
  readonly says?: DefaultProxy;
  readonly unread?: Problem;
}

/** A program beside the agent that goes out by a file of its own. */
export interface NeighbourSource extends DotnetConfigSource {
  readonly program: 'updater' | 'wizard';
}

/** Windows' Internet settings for the account that the services run as. */
export interface ServicesSettings {
  /** `NT AUTHORITY\NETWORK SERVICE`, `DOMAIN\gmsa$`. */
  readonly account: string;
  /** `machine`: a policy makes those of the machine everybody's. */
  readonly from: 'account' | 'machine';
  readonly choice?: ProxyChoice;
  readonly unread?: Problem;
}

/** Addresses as they stand in their source: with or without a scheme, WinINET's `https=host:port;…` too. */
export interface ProxySources {
  /** The agent's `.exe.config`; `installed` without `says`: there is no such file. */
  readonly agent?: Partial<DotnetConfigSource> & { readonly installed: boolean };
  /** Programs that the agent's setup brings along and that have such a file. */
  readonly neighbours?: readonly NeighbourSource[];
  /** .NET's own machine.config: it counts where the agent's file has no `defaultProxy`. */
  readonly machineConfig?: DotnetConfigSource;
  /** `network.proxy`: explicit, so nothing goes round it, this machine's own names included. */
  readonly settings?: { readonly address: string; readonly user?: string };
  readonly services?: ServicesSettings;
  /** `netsh winhttp show proxy`: for downloads of revocation lists, never for .NET's own requests. */
  readonly winHttp?: { readonly address: string; readonly bypass?: string };
  readonly winHttpUnread?: Problem;
  /** Why Windows did not tell this user's proxy. */
  readonly userUnread?: Problem;
  /** WinINET of the person who runs the doctor. */
  readonly user?: {
    readonly address?: string;
    readonly bypass?: string;
    readonly pac?: string;
    readonly autoDetect?: boolean;
  };
  /** Did automatic detection find something, where somebody goes by it? Absent: not looked for. */
  readonly detected?: boolean;
  /** This computer's primary DNS suffix. */
  readonly suffix?: string;
  readonly suffixUnread?: Problem;
  /** HTTP_PROXY and its kin in the environment of the whole machine (HKLM), which each new process starts with. */
  readonly machineEnv?: Readonly<Record<string, string | undefined>>;
  readonly machineEnvUnread?: Problem;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The proxy settings of Windows itself (.NET's files, the services' account, WinHTTP, this user's). */
export type WindowsProxySources = Omit<ProxySources, 'settings' | 'env' | 'detected'>;

/** The result of a look, or why there is none. */
export type Answer<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Problem };

export type FileEntry = { readonly name: string; readonly folder: boolean };

/** A file that is open for reading. Offsets and lengths are bytes. */
export interface OpenFile {
  /** When it was opened. */
  readonly size: number;
  /** One range; fewer bytes only where the file ends. The bytes are the caller's. */
  read(offset: number, length: number, signal: AbortSignal): Promise<Answer<{ readonly bytes: Uint8Array }>>;
  close(): Promise<void>;
}

/** Files and folders by absolute path. Nothing is ever written; pipes and devices are never opened. */
export interface Files {
  /** `changedAt` is ISO 8601. */
  stat(
    path: string,
    signal: AbortSignal,
  ): Promise<
    Answer<{
      readonly kind: 'file' | 'folder' | 'other';
      readonly bytes: number;
      readonly changedAt: string;
    }>
  >;
  /** For reading ranges of a large file: the caller closes it. */
  open(path: string, signal: AbortSignal): Promise<Answer<{ readonly file: OpenFile }>>;
  /** From its start, `maxBytes` at most; `cut` when there is more. */
  read(
    path: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Answer<{ readonly bytes: Uint8Array; readonly cut: boolean }>>;
  /** The names in a folder, in no order; `cut` when there are very many. */
  list(
    folder: string,
    signal: AbortSignal,
  ): Promise<Answer<{ readonly entries: readonly FileEntry[]; readonly cut: boolean }>>;
  /** Lower-case hexadecimal. */
  sha256(path: string, signal: AbortSignal): Promise<Answer<{ readonly digest: string }>>;
  /** An NTFS alternate stream (`Zone.Identifier`); code ENOENT where there is none. */
  stream(
    path: string,
    name: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Answer<{ readonly bytes: Uint8Array; readonly cut: boolean }>>;
}

/** A program and what stands before its own arguments. */
export interface ProgramCommand {
  readonly file: string;
  readonly args: readonly string[];
}

export interface Platform {
  /** How this very program is started once more; absent where it is not known. */
  readonly program?: ProgramCommand;
  machine(): Machine;
  /** The wall clock. */
  now(): Date;
  /** A copy of the environment. */
  env(): Readonly<Record<string, string | undefined>>;
  memory(signal: AbortSignal): Promise<Memory>;
  addresses(signal: AbortSignal): Promise<Addresses>;
  readonly network: Network;
  readonly files: Files;
  /** How Windows is asked; absent off Windows. Loaded at first use. */
  readonly windows?: () => Promise<WindowsReader>;
  /** Nothing off Windows. */
  windowsProxySources(signal: AbortSignal): Promise<WindowsProxySources>;
}
