import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files as realFiles } from '../../src/platform/files.ts';
import { createPlatform } from '../../src/platform/node.ts';
import type { Answer, Files, Network, Platform, Problem } from '../../src/platform/types.ts';
import { agentSourceBy } from '../../src/platform/windows/agent-source.ts';
import { denied } from '../../src/platform/windows/answer.ts';
import { recordedWindows, type WindowsRecord } from '../../src/platform/windows/recorded.ts';
import type { WindowsProxySettings, WindowsReader } from '../../src/platform/windows/types.ts';

/** A recorded Windows with files of its own, which notes what it is asked and refuses one thing of it. */
export interface RefusingPlatform {
  readonly platform: Platform;
  /** What was asked so far, each once: `registry HKLM\...`, `read C:\...`. */
  readonly asked: ReadonlySet<string>;
}

/** Windows' paths lie below a folder of this machine. */
export interface Drive {
  put(path: string, content: string | Uint8Array): Promise<void>;
  local(path: string): string;
  remove(): Promise<void>;
}

export async function makeDrive(): Promise<Drive> {
  const folder = await mkdtemp(join(tmpdir(), 'ecma-drive-'));
  const local = (path: string) => join(folder, ...path.replace(/^([A-Z]):/, '$1').split('\\'));
  return {
    local,
    async put(path, content) {
      await mkdir(dirname(local(path)), { recursive: true });
      await writeFile(local(path), content);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const machine = {
  hostName: 'SRV01',
  platform: 'win32',
  osName: 'Windows Server 2022 Standard',
  osRelease: '10.0.20348',
  user: 'admin',
} as const;

const noAccess: Problem = { code: 'EACCES', text: 'permission denied' };

/** What stands between the platform and what it asks by itself, for its memory and its proxies. */
export interface Between {
  windows(reader: WindowsReader): WindowsReader;
  /** As Node's `readFile`, which rejects. */
  read(file: string, real: () => Promise<Buffer>): Promise<Buffer>;
}

const nothingBetween: Between = { windows: (reader) => reader, read: (_, real) => real() };

/** `refused` as in `asked`; nothing is reached on the network. */
export function refusingPlatform(
  record: WindowsRecord,
  drive: Drive,
  refused: string | undefined,
  between: Between = nothingBetween,
): RefusingPlatform {
  const asked = new Set<string>();
  const refuses = (what: string): boolean => {
    asked.add(what);
    return what === refused;
  };
  const reader = between.windows(readerThat(refuses, recordedWindows(record)));
  const files = filesThat(refuses, drive);
  const platform = createPlatform({
    env: { WINDIR: 'C:\\Windows' },
    windows: async () => reader,
    windowsProxySources: () =>
      agentSourceBy(reader, async (file) => {
        if (refuses(`read ${file}`)) throw Object.assign(new Error(noAccess.text), { code: noAccess.code });
        return between.read(file, () => readFile(drive.local(file)));
      }),
  });
  return { asked, platform: { ...platform, machine: () => machine, files, network } };
}

function readerThat(refuses: (what: string) => boolean, reader: WindowsReader): WindowsReader {
  const said = (args: readonly unknown[]) =>
    args.filter((arg) => typeof arg === 'string' || typeof arg === 'number').join(' ');
  const one =
    <A extends readonly unknown[], R>(name: string, ask: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R | typeof denied> =>
      refuses(`${name} ${said(args)}`.trim()) ? denied : ask(...args);
  return {
    ...reader,
    registry: one('registry', reader.registry),
    registryNames: one('registryNames', reader.registryNames),
    service: one('service', reader.service),
    services: one('services', reader.services),
    certificates: one('certificates', reader.certificates),
    keyAccess: one('keyAccess', reader.keyAccess),
    listeners: one('listeners', reader.listeners),
    tryPort: one('tryPort', reader.tryPort),
    urlReservations: one('urlReservations', reader.urlReservations),
    fileVersion: one('fileVersion', reader.fileVersion),
    access: one('access', reader.access),
    identity: one('identity', reader.identity),
    account: one('account', reader.account),
    accountsWithRight: one('accountsWithRight', reader.accountsWithRight),
    events: (query, signal) => one(`events ${query.log}`, () => reader.events(query, signal))(),
    join: one('join', reader.join),
    memory: one('memory', reader.memory),
    restart: one('restart', reader.restart),
    remoteSession: one('remoteSession', reader.remoteSession),
    async proxies(): Promise<WindowsProxySettings> {
      const sources = await reader.proxies();
      const of = <T>(name: string, answer: T) => (refuses(`proxies ${name}`) ? denied : answer);
      return {
        ...sources,
        winHttp: of('winHttp', sources.winHttp),
        user: of('user', sources.user),
      };
    },
  };
}

function filesThat(refuses: (what: string) => boolean, drive: Drive): Files {
  const one =
    <A extends readonly unknown[], T>(name: string, ask: (path: string, ...args: A) => Promise<Answer<T>>) =>
    async (path: string, ...args: A): Promise<Answer<T>> =>
      refuses(`${name} ${path}`) ? { ok: false, problem: noAccess } : ask(drive.local(path), ...args);
  return {
    stat: one('stat', realFiles.stat),
    open: one('open', realFiles.open),
    read: one('read', realFiles.read),
    list: one('list', realFiles.list),
    sha256: one('sha256', realFiles.sha256),
    stream: one('stream', realFiles.stream),
  };
}

const nowhere: Problem = { code: 'ENOTFOUND', text: 'no such host' };
const never = () => {
  throw new Error('nothing is reached in this test');
};

/** No name is found, so no step behind it is taken. */
const network: Network = {
  lookup: async () => ({ ok: false, problem: nowhere, ms: 1 }),
  aliases: async () => [],
  connect: async () => ({ ok: false, problem: { code: 'ECONNREFUSED', text: 'refused' }, ms: 1 }),
  secure: never,
  tunnel: never,
  get: never,
  trust: async () => ({ source: 'this test', roots: 1 }),
  datagram: async () => ({ ok: false, problem: nowhere, ms: 1 }),
};
