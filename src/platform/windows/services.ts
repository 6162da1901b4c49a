import { fromErrorCode, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import type { Service, ServiceName, ServiceStart, ServiceState, WindowsAnswer } from './types.ts';

const states: readonly ServiceState[] = [
  'unknown',
  'stopped',
  'start-pending',
  'stop-pending',
  'running',
  'continue-pending',
  'pause-pending',
  'paused',
];
const starts: readonly ServiceStart[] = ['boot', 'system', 'automatic', 'manual', 'disabled'];

const connect = 1;
const enumerateServices = 4;
const queryConfigAndStatus = 1 | 4;
const moreData = 234;

const openManager = 'uintptr_t OpenSCManagerW(void *machine, void *database, uint32_t access)';
const openService = 'uintptr_t OpenServiceW(uintptr_t manager, str16 name, uint32_t access)';
const closeHandle = 'int CloseServiceHandle(uintptr_t handle)';
const queryConfig = 'int QueryServiceConfigW(uintptr_t service, void *config, uint32_t size, void *needed)';
const queryStatus =
  'int QueryServiceStatusEx(uintptr_t service, int level, void *status, uint32_t size, void *needed)';
const enumerate =
  'int EnumServicesStatusExW(uintptr_t manager, int level, uint32_t type, uint32_t state, void *out, uint32_t size, void *needed, void *count, void *resume, void *group)';

function withManager<T>(
  native: NativeCalls,
  access: number,
  use: (manager: bigint) => WindowsAnswer<T>,
): WindowsAnswer<T> {
  const manager = BigInt(native.call('advapi32.dll', openManager, null, null, access));
  if (manager === 0n) return fromErrorCode(native.lastError(), 'opening the service control manager');
  try {
    return use(manager);
  } finally {
    native.call('advapi32.dll', closeHandle, manager);
  }
}

/** One service by its name (not its display name). */
export function readService(native: NativeCalls, name: string): WindowsAnswer<Service> {
  return withManager(native, connect, (manager) => {
    const service = BigInt(native.call('advapi32.dll', openService, manager, name, queryConfigAndStatus));
    if (service === 0n) return fromErrorCode(native.lastError(), `opening the service ${name}`);
    try {
      return configuration(native, service, name);
    } finally {
      native.call('advapi32.dll', closeHandle, service);
    }
  });
}

/** QUERY_SERVICE_CONFIGW (8 KB at most, as documented) and SERVICE_STATUS_PROCESS. */
function configuration(native: NativeCalls, service: bigint, name: string): WindowsAnswer<Service> {
  const config = Buffer.alloc(8192);
  const needed = Buffer.alloc(4);
  if (native.call('advapi32.dll', queryConfig, service, config, config.length, needed) === 0)
    return fromErrorCode(native.lastError(), `asking for the configuration of ${name}`);
  const status = Buffer.alloc(36);
  if (native.call('advapi32.dll', queryStatus, service, 0, status, status.length, needed) === 0)
    return fromErrorCode(native.lastError(), `asking for the state of ${name}`);
  return seen({
    name,
    displayName: native.text(config.readBigUInt64LE(56)),
    state: states[status.readUInt32LE(4)] ?? 'unknown',
    start: starts[config.readUInt32LE(4)] ?? 'unknown',
    account: native.text(config.readBigUInt64LE(48)),
    path: native.text(config.readBigUInt64LE(16)),
    pid: status.readUInt32LE(28),
    exitCode: status.readUInt32LE(12),
  });
}

/** Every Win32 service that this account may see. */
export function readServices(native: NativeCalls): WindowsAnswer<readonly ServiceName[]> {
  return withManager(native, connect | enumerateServices, (manager) => {
    let size = 64 * 1024;
    const [needed, count] = [Buffer.alloc(4), Buffer.alloc(4)];
    for (let tries = 0; tries < 4; tries += 1) {
      const out = Buffer.alloc(size);
      const done = native.call(
        'advapi32.dll',
        enumerate,
        manager,
        0,
        0x30,
        3,
        out,
        size,
        needed,
        count,
        Buffer.alloc(4),
        null,
      );
      if (done !== 0) return seen(list(native, out, count.readUInt32LE(0)));
      const code = native.lastError();
      if (code !== moreData) return fromErrorCode(code, 'listing the services');
      size += needed.readUInt32LE(0) + 4096;
    }
    return fromErrorCode(moreData, 'listing the services');
  });
}

/** ENUM_SERVICE_STATUS_PROCESSW: two pointers and a SERVICE_STATUS_PROCESS, 56 bytes with padding. */
function list(native: NativeCalls, out: Buffer, count: number): readonly ServiceName[] {
  return Array.from({ length: count }, (_, index) => {
    const at = index * 56;
    return {
      name: native.text(out.readBigUInt64LE(at)),
      displayName: native.text(out.readBigUInt64LE(at + 8)),
      state: states[out.readUInt32LE(at + 20)] ?? ('unknown' as const),
      pid: out.readUInt32LE(at + 16 + 28),
    };
  });
}
