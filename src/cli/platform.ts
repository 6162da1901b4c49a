import { createPlatform } from '../platform/node.ts';
import type { Platform, WindowsProxySources } from '../platform/types.ts';
import { windowsOnce } from '../platform/windows/once.ts';
import type { ConsoleState, WindowsReader } from '../platform/windows/types.ts';
import type { OwnerCheck } from '../settings/load.ts';

export interface OpenedPlatform {
  readonly asked: Platform;
  /** May run with an administrator's rights: `.ecmarc` found by search then counts only with a trusted owner. */
  readonly elevated: boolean;
  readonly ownerCheck: OwnerCheck | undefined;
  /** Makes the console ready for the full screen; undefined where nothing is to be made. */
  readonly holdConsole: (() => Promise<HeldConsole>) | undefined;
  /** Ends what was started to ask this machine. */
  close(): Promise<void>;
}

export interface HeldConsole {
  /** It draws our glyphs as boxes, or two cells wide: plain ASCII there. */
  readonly ascii: boolean;
  /** Puts back what was changed; harmless when called twice. */
  restore(): void;
}

/** This machine, asked the way its system wants to be asked. Nothing is asked yet. */
export function openPlatform(): OpenedPlatform {
  const windows = windowsOnce();
  if (windows === undefined) {
    return {
      asked: createPlatform({}),
      elevated: process.geteuid?.() === 0,
      ownerCheck: undefined,
      holdConsole: undefined,
      close: async () => {},
    };
  }
  // Windows is asked whether this is elevated only when a file was found: its module need not load before.
  const windowsProxySources = async (): Promise<WindowsProxySources> => {
    const { agentSource } = await import('../platform/windows/agent-source.ts');
    return agentSource(await windows());
  };
  return {
    asked: createPlatform({ windows, windowsProxySources }),
    elevated: true,
    ownerCheck: ownerCheckOf(windows),
    holdConsole: async () => holdConsole(await windows()),
    close: async () => (await windows()).close(),
  };
}

/** Code pages of Chinese, Japanese and Korean: they draw the signs of the list two cells wide. */
const doubleWidth = new Set([932, 936, 949, 950]);

/** QuickEdit off while the screen is open: a click would stop the whole program until a key is pressed. */
function holdConsole(windows: WindowsReader): HeldConsole {
  const console = windows.console();
  const hold = windows.holdConsole();
  return { ascii: console.state === 'seen' && needsAscii(console.value), restore: () => hold.restore() };
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

/** The old console, a raster font and a double-width code page do not have the signs as we mean them. */
function needsAscii({ legacy, trueType, outputCodePage }: ConsoleState): boolean {
  return legacy || trueType === false || doubleWidth.has(outputCodePage);
}
