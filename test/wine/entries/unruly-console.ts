import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Loaded before the program (`--import`). Makes its console one of the kinds that Windows has and Wine has not, by
 * Windows' own calls, and does to it what Windows does, as a file orders: `event 1` (Ctrl+Break), `event 2` (the window
 * is closed), `window 100 30`.
 */
interface Koffi {
  load(library: string): { func(prototype: string): (...args: readonly unknown[]) => number };
}

const koffi = createRequire(import.meta.url)('@koromix/koffi-win32-x64') as Koffi;
const kernel = koffi.load('C:\\windows\\System32\\kernel32.dll');
const { TRANSLATED, BUFFER, WINDOW, CODE_PAGE, ORDERS = '' } = process.env;

const open = kernel.func(
  'uintptr_t CreateFileW(str16 name, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, uintptr_t template)',
);
const console = open('CONOUT$', 0xc0000000, 3, null, 3, 0, 0);
const numbers = (text: string): readonly number[] => text.split(' ').map(Number);

if (TRANSLATED !== undefined) {
  // What libuv finds on a console that takes no escape sequences; it translates them into calls from then on.
  koffi.load(process.execPath).func('void uv_tty_set_vterm_state(int state)')(1);
  kernel.func('int SetConsoleMode(uintptr_t console, uint32_t mode)')(console, 3);
}
if (CODE_PAGE !== undefined) kernel.func('int SetConsoleOutputCP(uint32_t codePage)')(Number(CODE_PAGE));
if (BUFFER !== undefined) {
  const [columns = 0, rows = 0] = numbers(BUFFER);
  const resize = kernel.func('int SetConsoleScreenBufferSize(uintptr_t console, uint32_t size)');
  resize(console, columns | (rows << 16));
}
if (WINDOW !== undefined) setWindow(numbers(WINDOW));

function setWindow([columns = 0, rows = 0]: readonly number[]): void {
  const rectangle = Buffer.alloc(8);
  rectangle.writeInt16LE(columns - 1, 4);
  rectangle.writeInt16LE(rows - 1, 6);
  kernel.func('int SetConsoleWindowInfo(uintptr_t console, int absolute, void *window)')(
    console,
    1,
    rectangle,
  );
}

/** Windows tells a program of an event by a thread of its own in it, which begins in this function. */
function raise(event: number): void {
  const module = kernel.func('uintptr_t GetModuleHandleA(const char *name)')('kernelbase.dll');
  const address = kernel.func('uintptr_t GetProcAddress(uintptr_t module, const char *name)');
  const routine = address(module, 'CtrlRoutine');
  const start = kernel.func(
    'uintptr_t CreateThread(void *security, uintptr_t stack, uintptr_t start, uintptr_t parameter, uint32_t flags, void *id)',
  );
  start(null, 0, routine, event, 0, null);
}

setInterval(() => {
  if (!existsSync(ORDERS)) return;
  const [order, ...rest] = readFileSync(ORDERS, 'utf8').trim().split(' ');
  rmSync(ORDERS);
  if (order === 'event') raise(Number(rest[0]));
  if (order === 'window') setWindow(rest.map(Number));
}, 100).unref();
