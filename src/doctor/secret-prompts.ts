import { defined } from '../base/defined.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { SecretUse } from '../engine/probe.ts';
import { secretSources } from '../settings/secret-store.ts';
import type { Configuration } from './configuration.ts';
import { type EcmaPlan, neededSecrets } from './planning.ts';
import { refusalIn } from './refusal.ts';
import { sends } from './secret-users.ts';

/** Secrets that a person types: those that are still missing, and those that a peer refused. */
export class SecretPrompts {
  readonly #ledger: Ledger;
  /** Keys of typed secrets that were refused, and whose row a person then retried. */
  readonly #refused = new Set<string>();
  /** What is wanted, while plan, settings and what was typed stay the same: typing makes another plan. */
  #known:
    | {
        readonly plan: EcmaPlan;
        readonly configuration: Configuration;
        readonly wanted: readonly SecretUse[];
      }
    | undefined;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** A person retried these: what was typed for them and refused can be typed anew. */
  retried(ids: readonly string[], plan: EcmaPlan, { settings, secrets }: Configuration): void {
    this.#known = undefined;
    const refused = ids.filter((id) => refusalIn(this.#ledger.get(id)) !== undefined);
    for (const { key, source } of secretSources(settings)) {
      const isTyped = source.kind === 'prompt' || secrets.unsetVariable(key) !== undefined;
      if (isTyped && refused.some((id) => sends(plan.byId.get(id), key))) this.#refused.add(key);
    }
  }

  given(key: string): void {
    this.#known = undefined;
    this.#refused.delete(key);
  }

  wanted(plan: EcmaPlan, configuration: Configuration): readonly SecretUse[] {
    const known = this.#known;
    if (known?.plan === plan && known.configuration === configuration) return known.wanted;
    const needed = neededSecrets(plan, configuration);
    const missing = configuration.secrets.prompts(needed.map(({ key }) => key));
    const wanted = needed
      .filter(({ key }) => missing.includes(key) || this.#refused.has(key))
      .map((use) => ({ ...use, ...defined({ variable: configuration.secrets.unsetVariable(use.key) }) }));
    this.#known = { plan, configuration, wanted };
    return wanted;
  }
}
