import { ChildConversation } from '../../src/clients/child/conversation.ts';
import { SocketDirectory } from '../../src/clients/ldap/directory.ts';
import { OdbcConversation } from '../../src/clients/odbc/conversation.ts';
import { MssqlConnection } from '../../src/clients/sql/tds/mssql-connection.ts';
import type { Answer, Files, Network, OpenFile, Platform } from '../../src/platform/types.ts';
import type { WindowsReader } from '../../src/platform/windows/types.ts';
import type { Between } from '../probes/refusing-platform.ts';
import { answerFor, type FaultKind, type Layer } from './faults.ts';
import type { World } from './world.ts';

/** A call that a probe made: `registry HKLM\SOFTWARE`, and which of those of that name it was, from 0. */
export interface Call {
  readonly layer: Layer;
  readonly name: string;
  /** Calls that are made side by side come in another order each time: which it was is told by these two. */
  readonly key: string;
  readonly turn: number;
}

/** What is drawn anew in each run is no part of what a call is. */
const keyOf = (layer: Layer, name: string): string =>
  `${layer} ${name.replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi, '*')}`;

/** Counts what is asked, and answers one of it in another way. */
export class Meddler {
  readonly calls: Call[] = [];
  /** Resolves when the call that is never answered, or cut, was made. */
  readonly reached = Promise.withResolvers<void>();
  /** The call was made this time too. */
  made = false;
  /** False: the call cannot end so. */
  applied = false;
  readonly #at: Call | undefined;
  readonly kind: FaultKind | undefined;
  #aside = 0;
  /** Files and sockets that were handed out. */
  readonly #open = new Set<() => boolean>();

  constructor(fault?: { readonly at: Call; readonly kind: FaultKind }) {
    this.#at = fault?.at;
    this.kind = fault?.kind;
  }

  /** Those that are still open. */
  left(): number {
    return [...this.#open].filter((isOpen) => isOpen()).length;
  }

  /** What this asks is neither counted nor answered otherwise. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    this.#aside += 1;
    try {
      return await work();
    } finally {
      this.#aside -= 1;
    }
  }

  opened(isOpen: () => boolean): void {
    this.#open.add(isOpen);
  }

  async ask<T>(
    layer: Layer,
    name: string,
    signal: AbortSignal | undefined,
    ask: () => Promise<T>,
  ): Promise<T> {
    if (this.#aside > 0) return ask();
    const key = keyOf(layer, name);
    const turn = this.calls.filter((one) => one.key === key).length;
    this.calls.push({ layer, name, key, turn });
    if (key !== this.#at?.key || turn !== this.#at.turn || this.kind === undefined) return ask();
    this.made = true;
    this.applied = true;
    if (this.kind === 'late') {
      this.reached.resolve();
      return new Promise<T>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    }
    if (this.kind === 'stopped') {
      const asked = ask();
      this.reached.resolve();
      return asked;
    }
    if (this.kind === 'thrown') throw new Error('a call that broke');
    const real = this.kind === 'odd' ? await ask() : undefined;
    const answer = answerFor(layer, name, this.kind, real);
    this.applied = answer !== undefined;
    return (answer?.value ?? real ?? (await ask())) as T;
  }
}

const signalIn = (args: readonly unknown[]): AbortSignal | undefined =>
  args.find((one): one is AbortSignal => one instanceof AbortSignal);

/** Texts and numbers among the arguments, and whom a network's call goes to: what tells one call from another. */
function named(name: string, args: readonly unknown[]): string {
  const said = args.flatMap((arg) => {
    if (typeof arg === 'string' || typeof arg === 'number') return [arg];
    if (typeof arg !== 'object' || arg === null || arg instanceof AbortSignal) return [];
    const { host, port, target } = arg as Readonly<Record<string, unknown>>;
    return [host, port, target].filter((one) => typeof one === 'string' || typeof one === 'number');
  });
  return [name, ...said].join(' ');
}

type Method = (...args: never[]) => Promise<unknown>;

/** The object, whose methods of these names go by the meddler. */
function meddled<T extends object>(
  layer: Layer,
  of: T,
  names: readonly (keyof T & string)[],
  meddler: Meddler,
  taken: (name: string, answer: unknown) => unknown = (_, answer) => answer,
): T {
  const ways = names.map((name) => {
    const method = of[name] as Method;
    const way = async (...args: never[]) =>
      taken(name, await meddler.ask(layer, named(name, args), signalIn(args), () => method.apply(of, args)));
    return [name, way] as const;
  });
  return Object.defineProperties(
    Object.create(of),
    Object.fromEntries(ways.map(([name, value]) => [name, { value, enumerable: true }])),
  );
}

const windowsCalls: readonly (keyof WindowsReader & string)[] = [
  ...([
    'registry',
    'registryNames',
    'service',
    'services',
    'certificates',
    'keyAccess',
    'listeners',
  ] as const),
  ...(['tryPort', 'urlReservations', 'fileVersion', 'access', 'identity', 'account'] as const),
  ...(['accountsWithRight', 'events', 'join', 'proxies', 'memory', 'restart', 'remoteSession'] as const),
];

/** All that a probe asks of the machine and the network, through this meddler. */
export function meddledPlatform({ platform, itself }: World, meddler: Meddler): Platform {
  const { windows } = platform;
  const files = meddled<Files>(
    'files',
    platform.files,
    ['stat', 'open', 'read', 'list', 'sha256', 'stream'],
    meddler,
    (name, answer) => (name === 'open' ? watchedFile(answer, meddler) : answer),
  );
  const network = meddled<Network>(
    'network',
    platform.network,
    ['lookup', 'aliases', 'connect', 'secure', 'tunnel', 'get', 'trust', 'datagram'],
    meddler,
    (_, answer) => {
      watchSocket(answer, meddler);
      return answer;
    },
  );
  const own = itself?.(betweenBy(meddler)) ?? platform;
  const telling = {
    addresses: platform.addresses,
    memory: own.memory,
    windowsProxySources: own.windowsProxySources,
  };
  const whole = meddled('platform', telling, ['memory', 'addresses', 'windowsProxySources'], meddler);
  return {
    machine: () => platform.machine(),
    now: () => platform.now(),
    env: () => platform.env(),
    memory: (signal) => whole.memory(signal),
    addresses: (signal) => whole.addresses(signal),
    windowsProxySources: (signal) => whole.windowsProxySources(signal),
    files,
    network,
    ...(windows && { windows: async () => meddledWindows(await windows(), meddler) }),
    ...(platform.program && { program: platform.program }),
  };
}

/** What the platform asks by itself goes by the meddler too. */
function betweenBy(meddler: Meddler): Between {
  return {
    windows: (reader) => meddledWindows(reader, meddler),
    async read(file, real) {
      const ask = () => real().then((bytes) => ({ ok: true, bytes }) as const, failedAs);
      const answer = await meddler.ask<Answer<{ bytes: Buffer }>>(
        'files',
        `readFile ${file}`,
        undefined,
        ask,
      );
      if (answer.ok) return answer.bytes;
      throw Object.assign(new Error(answer.problem.text), { code: answer.problem.code });
    },
  };
}

function failedAs(error: NodeJS.ErrnoException) {
  return { ok: false, problem: { code: error.code ?? '', text: error.message } } as const;
}

function meddledWindows(reader: WindowsReader, meddler: Meddler): WindowsReader {
  const powershell = meddled('windows', reader.powershell, ['ask'], meddler);
  return Object.defineProperty(meddled('windows', reader, windowsCalls, meddler), 'powershell', {
    value: powershell,
  });
}

function watchSocket(answer: unknown, meddler: Meddler): void {
  if (typeof answer !== 'object' || answer === null || !('socket' in answer)) return;
  const { socket } = answer;
  if (typeof socket === 'object' && socket !== null && 'destroyed' in socket)
    meddler.opened(() => socket.destroyed !== true);
}

function watchedFile(answer: unknown, meddler: Meddler): unknown {
  if (typeof answer !== 'object' || answer === null || !('file' in answer)) return answer;
  const file = answer.file as OpenFile;
  let open = true;
  meddler.opened(() => open);
  return {
    ok: true,
    file: {
      size: file.size,
      read: (offset, length, signal) =>
        meddler.ask('files', `range ${offset} ${length}`, signal, () => file.read(offset, length, signal)),
      close() {
        open = false;
        return file.close();
      },
    } satisfies OpenFile,
  };
}

let current: Meddler | undefined;

/** From now on conversations with directories and databases go by this meddler; undefined: by none. */
export function meddleWithConversations(meddler: Meddler | undefined): void {
  current = meddler;
}

type Prototype = Record<string, Method>;

let standing = false;

/** Puts itself before the conversations' methods, whoever made the conversation. */
export function standBeforeConversations(): void {
  if (standing) return;
  standing = true;
  const before = (
    layer: Layer | ((of: unknown) => Layer),
    prototype: object,
    name: string,
    say: (args: readonly unknown[]) => string,
  ) => {
    const methods = prototype as Prototype;
    const method = methods[name];
    if (method === undefined) throw new Error(`no ${name} any more`);
    methods[name] = function (this: unknown, ...args: never[]) {
      const ask = () => method.apply(this, args);
      return current === undefined
        ? ask()
        : current.ask(
            typeof layer === 'function' ? layer(this) : layer,
            (name === 'ask' ? say(args) : `${name} ${say(args)}`).trim(),
            signalIn(args),
            ask,
          );
    };
  };
  for (const name of ['bind', 'add', 'replace', 'delete', 'whoAmI'])
    before('ldap', SocketDirectory.prototype, name, ([dn]) => (typeof dn === 'string' ? dn : ''));
  before('ldap', SocketDirectory.prototype, 'search', ([search]) =>
    searchText(search as Readonly<Record<string, unknown>>),
  );
  const { pages } = SocketDirectory.prototype;
  SocketDirectory.prototype.pages = async function* (search, pageSize, signal) {
    const all = pages.call(this, search, pageSize, signal);
    try {
      for (let number = 1; ; number += 1) {
        const next = async () => (await all.next()).value ?? undefined;
        const page = await (current === undefined
          ? next()
          : current.ask(
              'ldap',
              `page ${number} ${search.base} ${search.attributes?.join(',')}`,
              signal,
              next,
            ));
        if (page === undefined) return;
        yield page;
        if (!page.ok) return;
      }
    } finally {
      // Who left it between two pages gives its turn back.
      await all.return(undefined);
    }
  };
  before('sql', MssqlConnection.prototype, 'run', ([statement]) =>
    String((statement as { text: string }).text)
      .replaceAll(/\s+/g, ' ')
      .slice(0, 80),
  );
  before(
    (of) => (of instanceof OdbcConversation ? 'odbc' : 'wldap32'),
    ChildConversation.prototype,
    'ask',
    ([request]) => childRequest(request as Readonly<Record<string, unknown>>),
  );
}

/** Base, scope, filter and attributes: Windows' client has the scope as a number. */
function searchText({ base, scope, filter, attributes }: Readonly<Record<string, unknown>>): string {
  const wide = typeof scope === 'number' ? ['base', 'one', 'sub'][scope] : scope;
  return `${base} ${wide} ${String(filter)} ${Array.isArray(attributes) ? attributes.join(',') : ''}`;
}

/** What tells one request of a child from another; its connection string holds a secret. */
function childRequest(request: Readonly<Record<string, unknown>>): string {
  const { kind, text, table, steps, dn } = request;
  if (kind === 'search') return `search ${searchText(request)}`;
  const said = Array.isArray(steps) ? steps.map((step: { text: string }) => step.text).join('; ') : '';
  const all = [kind, text, table, said, dn].filter((one) => typeof one === 'string' && one !== '');
  return all.join(' ').replaceAll(/\s+/g, ' ').slice(0, 120);
}
