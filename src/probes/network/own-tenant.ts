import { signInHost } from '../../clients/clouds.ts';
import { connectWithin } from '../../clients/connection/connect.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { configurationPath, readAnswer } from '../../clients/sign-in/answer.ts';
import { readDocument } from '../../clients/sign-in/document.ts';
import { patience } from '../../clients/step-timeouts.ts';
import type { Evidence } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import type { Settings } from '../../settings/schema.ts';
import { isGuid } from './agent-host-list.ts';
import { internetRoutes } from './internet-routes.ts';

/** Longest wait for the tenant's GUID; it is part of one host's name only. */
const guidSeconds = 4;

export interface NamedTenant {
  readonly settings: Settings;
  /** A host of the agent that has the tenant's GUID in its name, which was not told: it is not asked. */
  readonly unnamed?: string;
}

/** The agent asks a host named by its tenant's GUID: where `.ecmarc` has a domain, the sign-in host knows whose it is. */
export async function withTenantId(context: ProbeContext, signal: AbortSignal): Promise<NamedTenant> {
  const { settings } = context;
  const { id, cloud } = settings.tenant;
  if (id === undefined || cloud !== 'public' || isGuid(id)) return { settings };
  const { host, port } = signInHost(settings);
  const to = { host, port, tls: true, get: configurationPath(id) };
  const within = patience(context, guidSeconds, 0.06);
  const { answer } = await connectWithin(context, to, internetRoutes(context), within, signal);
  const known =
    answer && readAnswer(answer).answer === 'document' ? readDocument(answer).tenantId : undefined;
  if (known !== undefined) return { settings: { ...settings, tenant: { ...settings.tenant, id: known } } };
  return { settings, unnamed: requirement('NET-04').values.registration };
}

/** Nothing is said of a host whose name is not known. */
export const unnamedText =
  "not tried: the sign-in host did not tell the tenant's GUID, which is part of its name";

export function unnamedEvidence(unnamed: string | undefined): readonly Evidence[] {
  return unnamed === undefined ? [] : [{ label: unnamed, value: unnamedText }];
}
