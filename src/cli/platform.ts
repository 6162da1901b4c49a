import { createPlatform } from '../platform/node.ts';
import type { Platform, WindowsProxySources } from '../platform/types.ts';
import { windowsOnce } from '../platform/windows/once.ts';
import type { WindowsReader } from '../platform/windows/types.ts';
import type { OwnerCheck } from '../settings/load.ts';

export interface OpenedPlatform {
  readonly asked: Platform;
  /** May run with an administrator's rights: `.ecmarc` found by search then counts only with a trusted owner. */
  readonly elevated: boolean;
  readonly ownerCheck: OwnerCheck | undefined;
}

/** This machine, asked the way its system wants to be asked. Nothing is asked yet. */
export function openPlatform(): OpenedPlatform {
  const windows = windowsOnce();
  if (windows === undefined) {
    return { asked: createPlatform({}), elevated: process.geteuid?.() === 0, ownerCheck: undefined };
  }
  // Windows is asked whether this is elevated only when a file was found: its module need not load before.
  const windowsProxySources = async (): Promise<WindowsProxySources> => {
    const { agentSource } = await import('../platform/windows/agent-source.ts');
    return agentSource(await windows());
  };
  const asked = createPlatform({ windows, windowsProxySources });
  return { asked, elevated: true, ownerCheck: ownerCheckOf(windows) };
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
