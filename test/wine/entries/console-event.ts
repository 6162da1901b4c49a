import { createRequire } from 'node:module';
import { basename } from 'node:path/win32';

/**
 * Sends another program what Windows sends it when Ctrl+Break is pressed (1) or its window is closed (2): a thread that
 * Windows begins in it. To the doctor itself, not to the children that it has started from the same file. Arguments: the
 * program's file name, the event.
 */
interface Koffi {
  load(library: string): { func(prototype: string): (...args: readonly unknown[]) => number };
}

const [, , image = '', event = ''] = process.argv;
const koffi = createRequire(import.meta.url)('@koromix/koffi-win32-x64') as Koffi;
const kernel = koffi.load('C:\\windows\\System32\\kernel32.dll');

/** PROCESSENTRY32W (tlhelp32.h): its size, then where pid, parent and name lie. */
const entry = { size: 568, pid: 8, parent: 32, name: 44 };

interface Running {
  readonly pid: number;
  readonly parent: number;
}

function running(): readonly Running[] {
  const snapshot = kernel.func('uintptr_t CreateToolhelp32Snapshot(uint32_t flags, uint32_t pid)')(2, 0);
  const first = kernel.func('int Process32FirstW(uintptr_t snapshot, void *entry)');
  const next = kernel.func('int Process32NextW(uintptr_t snapshot, void *entry)');
  const bytes = Buffer.alloc(entry.size);
  bytes.writeUInt32LE(entry.size, 0);
  const found: Running[] = [];
  for (let more = first(snapshot, bytes); more !== 0; more = next(snapshot, bytes)) {
    const [name = ''] = bytes.toString('utf16le', entry.name).split('\0');
    if (basename(name).toLowerCase() === image.toLowerCase())
      found.push({ pid: bytes.readUInt32LE(entry.pid), parent: bytes.readUInt32LE(entry.parent) });
  }
  return found;
}

// On Windows' Node this script is one of that name too.
const all = running().filter(({ pid }) => pid !== process.pid);
const doctor = all.find(({ parent }) => !all.some(({ pid }) => pid === parent));
if (doctor === undefined) throw new Error(`${image} does not run`);
// PROCESS_ALL_ACCESS
const handle = kernel.func('uintptr_t OpenProcess(uint32_t access, int inherit, uint32_t pid)')(
  0x1fffff,
  0,
  doctor.pid,
);
// Libraries of Windows lie at the same address in every process.
const module = kernel.func('uintptr_t GetModuleHandleA(const char *name)')('kernelbase.dll');
const routine = kernel.func('uintptr_t GetProcAddress(uintptr_t module, const char *name)')(
  module,
  'CtrlRoutine',
);
const thread = kernel.func(
  'uintptr_t CreateRemoteThread(uintptr_t process, void *security, uintptr_t stack, uintptr_t start, uintptr_t parameter, uint32_t flags, void *id)',
)(handle, null, 0, routine, Number(event), 0, null);
if (Number(thread) === 0) throw new Error('no thread could be begun in it');
