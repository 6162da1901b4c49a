import { SocketAddress } from 'node:net';
import { fromErrorCode, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import type { PortOwner, WindowsAnswer } from './types.ts';

/** TCP_TABLE_OWNER_PID_LISTENER (iprtrmib.h). */
const listenersWithOwner = 3;
const families = { ipv4: 2, ipv6: 23 } as const;
const insufficientBuffer = 122;
const queryLimitedInformation = 0x1000;

const table =
  'uint32_t GetExtendedTcpTable(void *table, void *size, int sorted, uint32_t family, int kind, uint32_t reserved)';
const openProcess = 'uintptr_t OpenProcess(uint32_t access, int inherit, uint32_t pid)';
const closeHandle = 'int CloseHandle(uintptr_t handle)';
const imageName = 'int QueryFullProcessImageNameW(uintptr_t process, uint32_t flags, void *name, void *size)';

/** Who listens on which TCP port. */
export function readListeners(native: NativeCalls): WindowsAnswer<readonly PortOwner[]> {
  const images = new Map<number, string | undefined>();
  const found: PortOwner[] = [];
  for (const family of ['ipv4', 'ipv6'] as const) {
    const rows = readTable(native, families[family]);
    if (typeof rows === 'number') return fromErrorCode(rows, `asking for the ${family} listeners`);
    for (const row of family === 'ipv4' ? rowsOf4(rows) : rowsOf6(rows)) {
      if (!images.has(row.pid)) images.set(row.pid, imageOf(native, row.pid));
      const image = images.get(row.pid);
      found.push(image === undefined ? row : { ...row, image });
    }
  }
  return seen(found);
}

function readTable(native: NativeCalls, family: number): Buffer | number {
  const size = Buffer.alloc(4);
  let out = Buffer.alloc(32 * 1024);
  for (let tries = 0; tries < 4; tries += 1) {
    size.writeUInt32LE(out.length, 0);
    const code = Number(native.call('iphlpapi.dll', table, out, size, 0, family, listenersWithOwner, 0));
    if (code === 0) return out;
    if (code !== insufficientBuffer) return code;
    out = Buffer.alloc(size.readUInt32LE(0) + 4096);
  }
  return insufficientBuffer;
}

/** MIB_TCPROW_OWNER_PID: state, local address, local port (network order), remote address and port, process. */
function rowsOf4(out: Buffer): PortOwner[] {
  return Array.from({ length: out.readUInt32LE(0) }, (_, index) => {
    const at = 4 + index * 24;
    return {
      address: [...out.subarray(at + 4, at + 8)].join('.'),
      port: out.readUInt16BE(at + 8),
      pid: out.readUInt32LE(at + 20),
    };
  });
}

/** MIB_TCP6ROW_OWNER_PID: local address (16), scope, port, remote address (16), scope, port, state, process. */
function rowsOf6(out: Buffer): PortOwner[] {
  return Array.from({ length: out.readUInt32LE(0) }, (_, index) => {
    const at = 4 + index * 56;
    const groups = Array.from({ length: 8 }, (_unused, i) => out.readUInt16BE(at + 2 * i).toString(16));
    return {
      address: new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address,
      port: out.readUInt16BE(at + 20),
      pid: out.readUInt32LE(at + 52),
    };
  });
}

/** Full path of the program of a process. */
export function imageOf(native: NativeCalls, pid: number): string | undefined {
  const process = BigInt(native.call('kernel32.dll', openProcess, queryLimitedInformation, 0, pid));
  if (process === 0n) return undefined;
  const [name, size] = [Buffer.alloc(2 * 1024), Buffer.alloc(4)];
  size.writeUInt32LE(1024, 0);
  const done = native.call('kernel32.dll', imageName, process, 0, name, size);
  native.call('kernel32.dll', closeHandle, process);
  return done === 0 ? undefined : name.toString('utf16le', 0, 2 * size.readUInt32LE(0));
}
