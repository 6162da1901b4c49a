import type { EcmaProbe } from '../clients/environment.ts';

/** Does this probe send the secret of this key? */
export function sends(probe: EcmaProbe | undefined, key: string): boolean {
  return probe?.sends?.some((use) => use.key === key) === true;
}

/** A probe whose secret is still to be typed waits as not-configured; typed, it runs. */
export function waitingForSecret(probe: EcmaProbe, prompts: readonly string[]): EcmaProbe {
  const missing = probe.sends?.find(({ key }) => prompts.includes(key));
  if (missing === undefined) return probe;
  const message = `waits for ${missing.label} to be typed`;
  return { ...probe, notConfigured: (settings) => probe.notConfigured?.(settings) ?? { message } };
}
