import { createPlatform } from '../platform/node.ts';
import type { Platform } from '../platform/types.ts';
import type { OwnerCheck } from '../settings/load.ts';

export interface OpenedPlatform {
  readonly asked: Platform;
  /** Runs with an administrator's rights: `.ecmarc` found by search then counts only with a trusted owner. */
  elevated(): Promise<boolean>;
  readonly ownerCheck: OwnerCheck | undefined;
}

/** This machine, asked the way its system wants to be asked. */
export async function openPlatform(): Promise<OpenedPlatform> {
  return {
    asked: createPlatform({}),
    elevated: async () => process.geteuid?.() === 0,
    ownerCheck: undefined,
  };
}
