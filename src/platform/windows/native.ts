import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { toNamespacedPath } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Numbers, handles and addresses as big integers, structures as Buffers, strings as UTF-16. */
export type NativeArgument = number | bigint | string | Buffer | null;

interface Bound {
  (...args: readonly NativeArgument[]): number | bigint;
  async(...args: readonly unknown[]): void;
}

/** The part of koffi's native module that is used here: its JavaScript wrapper adds nothing but deprecations. */
interface Koffi {
  load(library: string): { func(prototype: string): Bound };
  view(address: bigint, length: number): ArrayBuffer;
  address(value: Buffer): bigint;
  readonly decode: { string16(address: bigint): string };
}

/**
 * Calls into Windows' own libraries. Structures are Buffers that the callers lay out by hand, 64-bit offsets as in
 * the Windows SDK; handles and addresses are big integers.
 */
export class NativeCalls {
  readonly #koffi: Koffi;
  readonly #bound = new Map<string, Bound>();
  readonly #libraries = new Map<string, ReturnType<Koffi['load']>>();
  readonly #folders = new Map<string, string>();
  #kernel: ReturnType<Koffi['load']> | undefined;

  constructor(koffi: Koffi) {
    this.#koffi = koffi;
  }

  /** Calls `prototype` (a C declaration) of `library` (a system DLL) on this thread. */
  call(library: string, prototype: string, ...args: readonly NativeArgument[]): number | bigint {
    return this.#bind(library, prototype)(...args);
  }

  /** The same on a worker thread: for calls that ask another process and could wait. */
  callAsync(
    library: string,
    prototype: string,
    ...args: readonly NativeArgument[]
  ): Promise<number | bigint> {
    return new Promise((resolve, reject) => {
      this.#bind(library, prototype).async(...args, (error: unknown, result: number | bigint) => {
        if (error) reject(error);
        else resolve(result);
      });
    });
  }

  /** The calling thread's last error, kept over Node's own calls; only right behind a `call`. */
  lastError(): number {
    return Number(this.call('kernel32.dll', 'uint32_t GetLastError()'));
  }

  /** A copy of `length` bytes at an address that Windows gave. */
  bytes(address: bigint, length: number): Buffer {
    return length === 0 ? Buffer.alloc(0) : Buffer.from(Buffer.from(this.#koffi.view(address, length)));
  }

  /** Where a Buffer's bytes lie: for a structure that points to them. The caller keeps the Buffer until after the call. */
  addressOf(buffer: Buffer): bigint {
    return this.#koffi.address(buffer);
  }

  /** A zero-terminated UTF-16 string at an address that Windows gave; empty for a null address. */
  text(address: bigint): string {
    return address === 0n ? '' : this.#koffi.decode.string16(address);
  }

  /**
   * Where Windows' own libraries and programs lie (`C:\\Windows\\system32`), or what another function of kernel32 with
   * the same parameters says. By Windows itself: a variable of the environment can be set by anybody. Throws where it
   * does not say.
   */
  systemFolder(name = 'GetSystemDirectoryW'): string {
    const known = this.#folders.get(name);
    if (known !== undefined) return known;
    // Loaded in every process: its bare name can be no other library.
    this.#kernel ??= this.#koffi.load('kernel32.dll');
    const path = Buffer.alloc(2 * longestPath);
    const length = Number(
      this.#kernel.func(`uint32_t ${name}(void *path, uint32_t size)`)(path, longestPath),
    );
    if (length === 0 || length >= longestPath) throw new Error('Windows does not say where it lies');
    const folder = path.toString('utf16le', 0, 2 * length);
    this.#folders.set(name, folder);
    return folder;
  }

  /** Loads the library and looks the function up, without calling it; throws where either is not there. */
  bind(library: string, prototype: string): void {
    this.#bind(library, prototype);
  }

  #bind(library: string, prototype: string): Bound {
    const key = `${library} ${prototype}`;
    const known = this.#bound.get(key);
    if (known) return known;
    const loaded = this.#libraries.get(library) ?? this.#koffi.load(this.#systemLibrary(library));
    this.#libraries.set(library, loaded);
    const bound = loaded.func(prototype);
    this.#bound.set(key, bound);
    return bound;
  }

  /** By its full path: a DLL of the same name beside the program or in the current folder must not be taken. */
  #systemLibrary(name: string): string {
    // The loader of other systems never looks there.
    return process.platform === 'win32' ? `${this.systemFolder()}\\${name}` : name;
  }
}

const longestPath = 1024;

/** npm's name for koffi's native module of this system; the copy beside the bundle is called by its last part. */
const name = `koffi-${process.platform}-${process.arch}`;

/**
 * Loads koffi's native module: the file given, else the copy beside the bundle, else the installed package.
 * Throws what the first of these that is there threw.
 */
export function loadNative(file?: string): NativeCalls {
  const beside = fileURLToPath(new URL(`${name}.node`, import.meta.url));
  const path = file ?? (existsSync(beside) ? beside : undefined);
  try {
    return new NativeCalls(path === undefined ? installed() : loadFile(path));
  } catch (error) {
    throw refusedLoad(error);
  }
}

/** In a checkout, which has no copy. */
function installed(): Koffi {
  return createRequire(import.meta.url)(`@koromix/${name}`) as Koffi;
}

/**
 * This very file. `require` would search, for a whole path too: a package.json in a folder above the program may give
 * any name, such a path among them, to a script.
 */
function loadFile(path: string): Koffi {
  const loaded = { exports: {} };
  process.dlopen(loaded, toNamespacedPath(path));
  return loaded.exports as Koffi;
}

/** Windows' words for a refusal are its language's and name neither who refused nor what this is. */
function refusedLoad(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_DLOPEN_FAILED') return error;
  const text =
    'the module that asks Windows was not loaded: a policy for programs (AppLocker, App Control) or endpoint protection may forbid it';
  return Object.assign(new Error(`${text}. ${(error as Error).message}`, { cause: error }), { code });
}
