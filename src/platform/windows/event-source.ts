import { failed, fromErrorCode, seen } from './answer.ts';
import { loadNative, type NativeCalls } from './native.ts';
import type { WindowsAnswer } from './types.ts';

/** An event to be written. */
export interface NewEvent {
  readonly id: number;
  readonly kind: 'information' | 'warning' | 'error';
  readonly texts: readonly string[];
}

/** winnt.h. */
const kinds = { error: 1, warning: 2, information: 4 } as const satisfies Record<NewEvent['kind'], number>;

const register = 'uintptr_t RegisterEventSourceW(void *server, str16 source)';
const report =
  'int ReportEventW(uintptr_t log, uint16_t kind, uint16_t category, uint32_t id, void *user, uint16_t count, uint32_t size, void *texts, void *data)';
const deregister = 'int DeregisterEventSource(uintptr_t log)';

/**
 * Writes one event into the Application log of this machine. A source that nobody registered is written all the same:
 * only what shows it then says that it has no description (RegisterEventSourceW).
 */
export function reportEvent(
  native: NativeCalls,
  source: string,
  { id, kind, texts }: NewEvent,
): WindowsAnswer<'written'> {
  const log = BigInt(native.call('advapi32.dll', register, null, source));
  if (log === 0n) return fromErrorCode(native.lastError(), 'RegisterEventSource');
  try {
    const strings = texts.map((text) => Buffer.from(`${text}\0`, 'utf16le'));
    const addresses = Buffer.alloc(8 * strings.length);
    strings.forEach((string, index) => void addresses.writeBigUInt64LE(native.addressOf(string), 8 * index));
    const args = [log, kinds[kind], 0, id, null, strings.length, 0, addresses, null] as const;
    if (native.call('advapi32.dll', report, ...args) === 0)
      return fromErrorCode(native.lastError(), 'ReportEvent');
    return seen('written');
  } finally {
    native.call('advapi32.dll', deregister, log);
  }
}

/** The same, by the native module that is named or found. */
export function writeEvent(source: string, event: NewEvent, koffiFile?: string): WindowsAnswer<'written'> {
  try {
    return reportEvent(loadNative(koffiFile), source, event);
  } catch (error) {
    return failed(error);
  }
}
