import { signInHost } from '../../clients/clouds.ts';
import { connect } from '../../clients/connection/connect.ts';
import { type Connected, isReached } from '../../clients/connection/trace.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { within } from '../../clients/step-timeouts.ts';
import type { HttpAnswer } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { MakeProbe } from '../describe.ts';
import { internetRoutes } from '../network/internet-routes.ts';
import { readAnswer, type SignInFacts as SignInHostFacts } from '../network/sign-in.ts';
import {
  type CloudName,
  cloudValues,
  isUnknownTenant,
  readDocument,
  type TenantDocument,
} from './document.ts';
import { judgeExists } from './exists-judge.ts';
import { openRow } from './rows.ts';

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

/** Longest wait for one of the other clouds, in seconds: the row's own answer is there already. */
const elsewhereSeconds = 8;

/**
 * Asks the sign-in host for the tenant's public configuration. Usable where some cloud knows the tenant; only
 * `tenant.sign-in` minds which.
 */
export const tenantExists: MakeProbe = (scope) =>
  openRow(scope, {
    id: 'tenant.exists',
    title: 'Tenant exists',
    levels: levels('required', 'required'),
    requirements: ['CLD-01', 'NET-02'],
    needs: ['network.proxy'],
    work: { collect, judge: judgeExists },
  });

async function collect(context: ProbeContext, signal: AbortSignal): Promise<TenantFacts> {
  const { settings } = context;
  const tenant = settings.tenant.id ?? '';
  const { trace: reached, answer } = await askFor(context, tenant, signInHost(settings), signal);
  if (answer === undefined) return { reached, tenant, usable: false };
  const read = readAnswer(answer);
  const seconds = Number(answer.headers['retry-after']);
  const base = {
    reached,
    tenant,
    ...read,
    ...(Number.isInteger(seconds) && seconds > 0 ? { retryAfter: seconds } : {}),
  };
  if (read.answer === 'document') {
    return { ...base, document: readDocument(answer), usable: isReached(reached) };
  }
  if (!isUnknownTenant(base) || typeof settings.tenant.cloud !== 'string') return { ...base, usable: false };
  const elsewhere = await askOthers(context, tenant, settings.tenant.cloud, signal);
  return { ...base, elsewhere, usable: elsewhere.some((one) => one.known === true) };
}

async function askOthers(
  context: ProbeContext,
  tenant: string,
  own: CloudName,
  signal: AbortSignal,
): Promise<readonly Elsewhere[]> {
  const others = (Object.keys(cloudValues()) as CloudName[]).filter((cloud) => cloud !== own);
  return Promise.all(
    others.map(async (cloud): Promise<Elsewhere> => {
      const host = cloudValues()[cloud].signIn;
      const answer = await askWithin(context, tenant, host, signal);
      if (answer === undefined) return { cloud, host };
      const read = readAnswer(answer);
      if (read.answer === 'document') return { cloud, host, known: true, document: readDocument(answer) };
      return { cloud, host, ...(isUnknownTenant(read) ? { known: false } : {}) };
    }),
  );
}

async function askWithin(
  context: ProbeContext,
  tenant: string,
  host: string,
  signal: AbortSignal,
): Promise<HttpAnswer | undefined> {
  const ask = (bounded: AbortSignal) => askFor(context, tenant, { host, port: 443 }, bounded);
  return (await within(elsewhereSeconds, signal, ask))?.answer;
}

function askFor(
  context: ProbeContext,
  tenant: string,
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Connected> {
  const { tenantPath } = requirement('NET-02').values;
  const path = tenantPath.replace('{tenant}', () => encodeURIComponent(tenant));
  return connect(context, { host, port, tls: true, get: path }, internetRoutes(context), signal);
}
