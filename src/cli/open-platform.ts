import type { WindowSize } from '../../components/terminal/screen-output.ts';
import { createPlatform } from '../platform/node.ts';
import type { Platform, ProgramCommand, WindowsProxySources } from '../platform/types.ts';
import { type ConsoleGlyphs, glyphsOf } from '../platform/windows/console-glyphs.ts';
import { lazyWindows } from '../platform/windows/lazy.ts';
import type { WindowsReader } from '../platform/windows/types.ts';
import type { OwnerCheck } from '../settings/load.ts';
import { nativeModule } from './native-module.ts';

export interface OpenedPlatform {
  readonly asked: Platform;
  /** May run with an administrator's rights: `.ecmarc` found by search then counts only with a trusted owner. */
  readonly elevated: boolean;
  readonly ownerCheck: OwnerCheck | undefined;
  /** Makes the console ready for the full screen; undefined where nothing is to be made. */
  readonly prepareConsole: (() => Promise<PreparedConsole>) | undefined;
  /** Opens what Windows is asked by; nothing elsewhere. */
  open(): Promise<void>;
  /** Ends what was started to ask this machine. */
  close(): Promise<void>;
}

export interface PreparedConsole {
  readonly signs: ConsoleGlyphs;
  /** The window now, in cells; its buffer may be wider. Undefined where it cannot be told. */
  window(): WindowSize | undefined;
  /** Where Windows' own programs lie; undefined when Windows does not say. */
  systemFolder(): string | undefined;
  /** Puts back what was changed; harmless when called twice. */
  restore(): void;
}

/** This machine, asked the way its system wants to be asked. Nothing is asked yet. */
export function openPlatform(): OpenedPlatform {
  const windows = lazyWindows(nativeModule);
  if (windows === undefined) {
    return {
      asked: createPlatform({ program: thisProgram() }),
      elevated: process.geteuid?.() === 0,
      ownerCheck: undefined,
      prepareConsole: undefined,
      open: async () => {},
      close: async () => {},
    };
  }
  // Windows is asked whether this is elevated only when a file was found: its module need not load before.
  const windowsProxySources = async (): Promise<WindowsProxySources> => {
    const { agentSource } = await import('../platform/windows/agent-source.ts');
    return agentSource(await windows());
  };
  return {
    asked: createPlatform({ windows, windowsProxySources, program: thisProgram() }),
    elevated: true,
    ownerCheck: ownerCheckOf(windows),
    prepareConsole: async () => prepareConsole(await windows()),
    open: async () => void (await windows()),
    close: async () => (await windows()).close(),
  };
}

/** The console alone made ready, for a screen that asks nothing of this machine; undefined off Windows. */
export async function prepareThisConsole(): Promise<PreparedConsole | undefined> {
  const windows = lazyWindows(nativeModule);
  return windows === undefined ? undefined : prepareConsole(await windows());
}

/** QuickEdit off while the screen is open: a click would stop the whole program until a key is pressed. */
function prepareConsole(windows: WindowsReader): PreparedConsole {
  const console = windows.console();
  const hold = windows.holdConsole();
  const signs = console.state === 'seen' ? glyphsOf(console.value) : { ascii: false, wide: false };
  return {
    signs,
    window: () => hold.window(),
    systemFolder: () => hold.systemFolder(),
    restore: () => hold.restore(),
  };
}

function ownerCheckOf(windows: () => Promise<WindowsReader>): OwnerCheck {
  return async (file) => {
    const reader = await windows();
    const identity = await reader.identity();
    if (identity.state === 'seen' && !identity.value.elevated) return { trusted: true };
    const { ownerTrusted } = await import('../platform/windows/trusted-owner.ts');
    return ownerTrusted(reader, file);
  };
}

/** A single executable is started by its path alone, everything else by its Node and its entry. */
function thisProgram(): ProgramCommand {
  const single = process.getBuiltinModule('node:sea').isSea();
  const [, entry] = process.argv;
  return { file: process.execPath, args: single || entry === undefined ? [] : [entry] };
}
