import { defined } from '../../base/defined.ts';
import { absent, seen } from './answer.ts';
import type { NativeCalls } from './native.ts';
import { legacyConsole } from './system.ts';
import type { ConsoleHold, ConsoleState, WindowsAnswer } from './types.ts';

/** consoleapi.h: the console's own devices, so that a redirected stdin or stdout does not matter. */
const quickEdit = 0x40;
const extendedFlags = 0x80;
const escapesBit = 4;
const trueTypeBit = 4;
const readWrite = 0xc0000000;
const shared = 3;
const openExisting = 3;
const invalidHandle = 0xffff_ffff_ffff_ffffn;

const createFile =
  'uintptr_t CreateFileW(str16 name, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, uintptr_t template)';
const closeHandle = 'int CloseHandle(uintptr_t handle)';
const getMode = 'int GetConsoleMode(uintptr_t console, void *mode)';
const setMode = 'int SetConsoleMode(uintptr_t console, uint32_t mode)';

function withDevice<T>(
  native: NativeCalls,
  name: 'CONIN$' | 'CONOUT$',
  use: (handle: bigint) => T,
): T | undefined {
  const handle = BigInt(
    native.call('kernel32.dll', createFile, name, readWrite, shared, null, openExisting, 0, 0),
  );
  if (handle === invalidHandle || handle === 0n) return undefined;
  try {
    return use(handle);
  } finally {
    native.call('kernel32.dll', closeHandle, handle);
  }
}

function modeOf(native: NativeCalls, handle: bigint): number | undefined {
  const mode = Buffer.alloc(4);
  return native.call('kernel32.dll', getMode, handle, mode) === 0 ? undefined : mode.readUInt32LE(0);
}

function inputMode(native: NativeCalls): number | undefined {
  return withDevice(native, 'CONIN$', (input) => modeOf(native, input));
}

/** The console this process is attached to; `absent` when there is none. */
export function readConsole(native: NativeCalls): WindowsAnswer<ConsoleState> {
  const mode = inputMode(native);
  const output = withDevice(native, 'CONOUT$', (handle) => readScreen(native, handle));
  if (mode === undefined || output === undefined) return absent;
  return seen({
    legacy: legacyConsole(native),
    quickEdit: (mode & quickEdit) !== 0,
    codePage: Number(native.call('kernel32.dll', 'uint32_t GetConsoleCP()')),
    outputCodePage: Number(native.call('kernel32.dll', 'uint32_t GetConsoleOutputCP()')),
    ...output,
  });
}

function readScreen(
  native: NativeCalls,
  handle: bigint,
): Pick<ConsoleState, 'buffer' | 'window' | 'escapes' | 'trueType'> | undefined {
  const sizes = readSizes(native, handle);
  if (sizes === undefined) return undefined;
  const mode = modeOf(native, handle);
  return {
    ...sizes,
    ...defined({ escapes: mode === undefined ? undefined : (mode & escapesBit) !== 0 }),
    ...readFont(native, handle),
  };
}

/** CONSOLE_SCREEN_BUFFER_INFO (wincontypes.h). */
function readSizes(native: NativeCalls, handle: bigint): Pick<ConsoleState, 'buffer' | 'window'> | undefined {
  const info = Buffer.alloc(22);
  const screen = 'int GetConsoleScreenBufferInfo(uintptr_t console, void *info)';
  if (native.call('kernel32.dll', screen, handle, info) === 0) return undefined;
  const at = (offset: number) => info.readInt16LE(offset);
  return {
    buffer: { columns: at(0), rows: at(2) },
    window: { columns: at(14) - at(10) + 1, rows: at(16) - at(12) + 1 },
  };
}

/** CONSOLE_FONT_INFOEX (wincontypes.h). A pseudo-console has none, and says so by a width of 0. */
function readFont(native: NativeCalls, handle: bigint): Pick<ConsoleState, 'trueType'> {
  const font = Buffer.alloc(84);
  font.writeUInt32LE(font.length, 0);
  const current = 'int GetCurrentConsoleFontEx(uintptr_t console, int maximised, void *font)';
  const known = native.call('kernel32.dll', current, handle, 0, font) !== 0 && font.readInt16LE(8) > 0;
  return known ? { trueType: (font.readUInt32LE(12) & trueTypeBit) !== 0 } : {};
}

/**
 * Switches QuickEdit off. With it on, a click in the window starts a selection, and the next write stops the whole
 * program until a key is pressed. Only this bit is changed, then and at the end: the others are Node's (raw mode).
 */
export function holdConsole(native: NativeCalls): ConsoleHold {
  const before = inputMode(native);
  let held = before !== undefined && (before & quickEdit) !== 0;
  if (held) setQuickEdit(native, false);
  return {
    restore() {
      if (held) setQuickEdit(native, true);
      held = false;
    },
    window: () => withDevice(native, 'CONOUT$', (handle) => readSizes(native, handle))?.window,
    systemFolder: () => native.systemFolder(),
  };
}

function setQuickEdit(native: NativeCalls, on: boolean): void {
  const now = inputMode(native);
  if (now === undefined) return;
  const mode = (on ? now | quickEdit : now & ~quickEdit) | extendedFlags;
  withDevice(native, 'CONIN$', (input) => native.call('kernel32.dll', setMode, input, mode));
}
