import { NativeCalls } from '../../../src/platform/windows/native.ts';

/** Which thread calls: Windows keeps a last error for each. */
export type Thread = 'here' | 'there';
// A stand-in takes what its function's prototype says; each names its own parameters.
type StandIn = (thread: Thread, ...args: never[]) => number | bigint;

export interface FakeWindows {
  readonly native: NativeCalls;
  /** Last errors, to be set by the stand-ins. */
  readonly errors: Record<Thread, number>;
  /** Puts bytes where the native code finds them by the address that this gives. */
  place(bytes: Buffer): bigint;
}

/** Functions of Windows, played by these; one that is not there cannot be bound, as with koffi. */
export function fakeWindows(
  functions: (windows: FakeWindows) => Readonly<Record<string, StandIn>>,
): FakeWindows {
  const errors: Record<Thread, number> = { here: 0, there: 0 };
  const memory = new Map<bigint, Buffer>();
  const place = (bytes: Buffer): bigint => {
    const address = BigInt(0x1000 * (memory.size + 1));
    memory.set(address, bytes);
    return address;
  };
  const native = new NativeCalls({
    load: () => ({
      func(prototype) {
        const name = /(\w+)\(/.exec(prototype)?.[1] ?? '';
        const call = all[name];
        if (call === undefined) throw new Error(`no such function: ${name}`);
        const bound = (...args: readonly unknown[]) => call('here', ...(args as never[]));
        return Object.assign(bound, {
          async(...args: readonly unknown[]) {
            const told = args.at(-1) as (error: unknown, result: number | bigint) => void;
            setImmediate(() => told(null, call('there', ...(args.slice(0, -1) as never[]))));
          },
        });
      },
    }),
    view: (address, length) => new Uint8Array(memory.get(address)?.subarray(0, length) ?? []).buffer,
    address: place,
    decode: { string16: () => '' },
  });
  const windows: FakeWindows = { native, errors, place };
  const all: Readonly<Record<string, StandIn>> = {
    GetLastError: (thread) => errors[thread],
    SetLastError(thread, code: number) {
      errors[thread] = code;
      return 0;
    },
    ...functions(windows),
  };
  return windows;
}

/** A SID as it lies in memory (MS-DTYP 2.4.2.2). */
export function sidBytes(sid: string): Buffer {
  const [authority = 0, ...parts] = sid.split('-').slice(2).map(Number);
  const bytes = Buffer.alloc(8 + 4 * parts.length);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt8(parts.length, 1);
  bytes.writeUIntBE(authority, 2, 6);
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + 4 * index);
  return bytes;
}
