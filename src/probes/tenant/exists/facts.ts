import type { CloudName, TenantDocument } from '../../../clients/sign-in/document.ts';
import type { SignInHostFacts } from '../../network/sign-in/facts.ts';
import { factsToken } from '../../token.ts';

/** What another cloud's sign-in host says of the tenant. */
export type Elsewhere = {
  readonly cloud: CloudName;
  readonly host: string;
  /** Undefined where that host could not be asked. */
  readonly known?: boolean;
  readonly document?: TenantDocument;
};

export interface TenantFacts extends SignInHostFacts {
  /** The configured cloud's word of the tenant. */
  readonly document?: TenantDocument;
  /** Seconds that the sign-in host asks to wait (429, 503). */
  readonly retryAfter?: number;
  /** Asked only when the configured cloud does not know the tenant, and never for a cloud given by its address. */
  readonly elsewhere?: readonly Elsewhere[];
}

export const tenantExists = factsToken<TenantFacts>('tenant', 'exists');
