import type { ProbeContext } from '../../clients/environment.ts';
import type { TenantDocument } from '../../clients/sign-in/document.ts';
import type { Facts } from '../../engine/facts.ts';
import { tenantExists } from './exists/facts.ts';

export interface DocumentFacts extends Facts {
  /** Of the cloud that knows the tenant, which may be another than the configured one. */
  readonly document: TenantDocument;
  readonly host: string;
}

/** The configuration from the cloud that knows the tenant. `tenant.exists` has asked: nothing is asked again. */
export async function knownDocument({ facts }: ProbeContext): Promise<DocumentFacts> {
  const asked = facts.of(tenantExists);
  const there = asked?.elsewhere?.find((one) => one.document !== undefined);
  const document = asked?.document ?? there?.document;
  const host = asked?.document === undefined ? there?.host : asked.reached.host;
  return { document: document ?? {}, host: host ?? '', usable: document !== undefined };
}
