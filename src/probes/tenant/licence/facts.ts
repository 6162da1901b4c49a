import type { GraphFacts } from '../../../clients/graph/graph.ts';
import { factsToken } from '../../token.ts';

export type PlanName = 'AAD_PREMIUM' | 'AAD_PREMIUM_P2';

/** A product of the tenant that carries P1 or P2. */
export type Carrier = {
  /** GUID, lower case. */
  readonly sku: string;
  /** `skuPartNumber`: `EMSPREMIUM`. */
  readonly name: string;
  /** `Enabled`, `Warning`, `Suspended`, `Deleted`, `LockedOut`. */
  readonly capability: string;
  /** Units that are bought and not assigned; null where Graph does not tell. */
  readonly units: {
    readonly enabled: number | null;
    readonly warning: number | null;
    readonly consumed: number | null;
  };
  readonly plans: readonly { readonly plan: PlanName; readonly provisioning: string }[];
};

export interface LicenceFacts extends GraphFacts {
  /** How many products the tenant has. */
  readonly products?: number;
  readonly carriers?: readonly Carrier[];
}

export const tenantLicence = factsToken<LicenceFacts>('tenant', 'licence');
