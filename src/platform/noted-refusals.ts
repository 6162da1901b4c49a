import { defined } from '../base/defined.ts';
import { isRefusal } from './problem.ts';
import type { Answer, Files, Platform, Problem } from './types.ts';
import type { LogonRight, WindowsAnswer, WindowsReader } from './windows/types.ts';

/** A platform that notes what the system refused to this account, and what it could not read, in words, each once. */
export interface NotedRefusals {
  readonly platform: Platform;
  refused(): readonly string[];
  /** Neither refused nor absent: reading it failed. */
  broken(): readonly string[];
}

/** Whoever reads through it may fold its answers as he likes: what was refused or failed is known all the same. */
export function noteRefusals(platform: Platform): NotedRefusals {
  const refused = new Set<string>();
  const broken = new Set<string>();
  const note: Note = (label, problem) => void (isRefusal(problem) ? refused : broken).add(label);
  const { windows, program } = platform;
  return {
    refused: () => [...refused],
    broken: () => [...broken],
    platform: {
      machine: () => platform.machine(),
      now: () => platform.now(),
      env: () => platform.env(),
      async addresses(signal) {
        const addresses = await platform.addresses(signal);
        if (addresses.unread !== undefined) note('the addresses of this server', addresses.unread);
        return addresses;
      },
      get network() {
        return platform.network;
      },
      files: notingFiles(() => platform.files, note),
      ...defined({ program, windows: windows && (async () => notingReader(await windows(), note)) }),
      async memory(signal) {
        const memory = await platform.memory(signal);
        if (memory.unread !== undefined) note('the memory of this server', memory.unread);
        return memory;
      },
      async windowsProxySources(signal) {
        const sources = await platform.windowsProxySources(signal);
        const unread: Readonly<Record<string, Problem | undefined>> = {
          "the agent's configuration file": sources.agent?.unread,
          ".NET's machine.config": sources.machineConfig?.unread,
          "the Internet settings of the services' account": sources.services?.unread,
          "WinHTTP's proxy": sources.winHttpUnread,
          "this computer's DNS suffix": sources.suffixUnread,
          "this user's proxy": sources.userUnread,
        };
        for (const [label, problem] of Object.entries(unread))
          if (problem !== undefined) note(label, problem);
        for (const { program, unread } of sources.neighbours ?? [])
          if (unread !== undefined) note(`the ${program}'s configuration file`, unread);
        return sources;
      },
    },
  };
}

type Note = (label: string, problem: Problem) => void;

/** Readers that note, and how each does it. */
const notes = new WeakMap<WindowsReader, { readonly reader: WindowsReader; readonly note: Note }>();

/** The same reader, but what it is refused is called by this label. */
export function underLabel(windows: WindowsReader, label: string): WindowsReader {
  const known = notes.get(windows);
  return known === undefined
    ? windows
    : notingReader(known.reader, (_, problem) => known.note(label, problem));
}

const rights: Readonly<Record<LogonRight, string>> = {
  SeServiceLogonRight: 'who may log on as a service',
  SeDenyServiceLogonRight: 'who may log on as a service',
};

function notingReader(reader: WindowsReader, note: Note): WindowsReader {
  const noted = async <T>(label: string, asked: Promise<WindowsAnswer<T>>): Promise<WindowsAnswer<T>> => {
    const answer = await asked;
    if (answer.state === 'denied') note(label, accessDenied);
    if (answer.state === 'failed') note(label, answer.problem);
    return answer;
  };
  const noting: WindowsReader = {
    folders: () => reader.folders(),
    registry: (path, names) => noted(path, reader.registry(path, names)),
    registryNames: (path) => noted(path, reader.registryNames(path)),
    service: (name) => noted(`the service ${name}`, reader.service(name)),
    services: () => noted('the services', reader.services()),
    certificates: (location, store) =>
      noted(`the certificates of ${location}\\${store}`, reader.certificates(location, store)),
    keyAccess: (thumbprint) => noted('who may use the private key', reader.keyAccess(thumbprint)),
    listeners: () => noted('who listens on which port', reader.listeners()),
    tryPort: (port) => noted(`port ${port}`, reader.tryPort(port)),
    urlReservations: () => noted('the URLs that Windows keeps for programs', reader.urlReservations()),
    fileVersion: (path) => noted(`the version of ${path}`, reader.fileVersion(path)),
    access: (path) => noted(`the rights on ${path}`, reader.access(path)),
    identity: () => noted('who runs the doctor', reader.identity()),
    account: (name) => noted(`who ${name} is`, reader.account(name)),
    accountsWithRight: (right) => noted(rights[right], reader.accountsWithRight(right)),
    events: (query, signal) => noted(`the event log ${query.log}`, reader.events(query, signal)),
    join: () => noted('membership of a domain', reader.join()),
    memory: () => noted('the memory of this server', reader.memory()),
    async restart() {
      const answer = await noted('when Windows last started', reader.restart());
      if (answer.state === 'seen' && answer.value.refused)
        note('whether Windows waits for a restart', accessDenied);
      return answer;
    },
    remoteSession: () => noted('whether this is a remote session', reader.remoteSession()),
    proxies: () => reader.proxies(),
    console: () => reader.console(),
    holdConsole: () => reader.holdConsole(),
    get powershell() {
      return reader.powershell;
    },
    close: () => reader.close(),
  };
  notes.set(noting, { reader, note });
  return noting;
}

const accessDenied: Problem = { code: 'EACCES', text: 'not allowed' };

/** There is no such file: that is an answer. */
const absent: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

function notingFiles(files: () => Files, note: Note): Files {
  const noted = async <T>(path: string, asked: Promise<Answer<T>>): Promise<Answer<T>> => {
    const answer = await asked;
    if (!answer.ok && !absent.has(answer.problem.code)) note(path, answer.problem);
    return answer;
  };
  return {
    stat: (path, ...rest) => noted(path, files().stat(path, ...rest)),
    open: (path, ...rest) => noted(path, files().open(path, ...rest)),
    read: (path, ...rest) => noted(path, files().read(path, ...rest)),
    list: (path, ...rest) => noted(path, files().list(path, ...rest)),
    sha256: (path, ...rest) => noted(path, files().sha256(path, ...rest)),
    stream: (path, ...rest) => noted(path, files().stream(path, ...rest)),
  };
}
