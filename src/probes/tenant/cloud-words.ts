import type { CloudName, TenantDocument } from '../../clients/sign-in/document.ts';
import type { Step } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';

/** A cloud as people call it. */
export function cloudText(cloud: CloudName): string {
  return { public: 'public cloud', usgov: 'US Government', china: '21Vianet (China)' }[cloud];
}

/** The special cloud inside a cloud that a sub-scope stands for: GCC, GCC High, DoD. */
export function specialCloud({ subRegion }: TenantDocument): string | undefined {
  const { subScopes } = requirement('CLD-03').values;
  if (subRegion === undefined) return undefined;
  return Object.entries(subScopes).find(([scope]) => scope === subRegion.toUpperCase())?.[1];
}

export const judgeByGeneralRelease: Step = {
  text: 'Or, with the general release, judge by its rules',
  command: 'ecma-doctor --profile ga',
};
