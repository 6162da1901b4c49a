import { defined } from '../../../base/defined.ts';
import { wholeNumberOf } from '../../../base/whole-number.ts';
import { signInHost } from '../../../clients/clouds.ts';
import { connect } from '../../../clients/connection/connect.ts';
import type { HostAndPort } from '../../../clients/connection/route.ts';
import { type Connected, isReached } from '../../../clients/connection/trace.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { configurationPath, isUnknownTenant, readAnswer } from '../../../clients/sign-in/answer.ts';
import { type CloudName, cloudNames, cloudValues, readDocument } from '../../../clients/sign-in/document.ts';
import { within } from '../../../clients/step-timeouts.ts';
import { internetRoutes } from '../../network/internet-routes.ts';
import type { Elsewhere, TenantFacts } from './facts.ts';

/** Longest wait for one of the other clouds, in seconds: the row's own answer is there already. */
const elsewhereSeconds = 8;

export async function collectTenant(context: ProbeContext, signal: AbortSignal): Promise<TenantFacts> {
  const { settings } = context;
  const tenant = settings.tenant.id ?? '';
  const { trace: reached, answer } = await askFor(context, tenant, signInHost(settings), signal);
  if (answer === undefined) return { reached, tenant, usable: false };
  const read = readAnswer(answer);
  const retryAfter = wholeNumberOf(answer.headers['retry-after'], 1, 999_999);
  const seen = { reached, tenant, ...read, ...defined({ retryAfter }) };
  if (read.answer === 'document') {
    return { ...seen, document: readDocument(answer), usable: isReached(reached) };
  }
  if (!isUnknownTenant(read) || typeof settings.tenant.cloud !== 'string') return { ...seen, usable: false };
  const elsewhere = await askOthers(context, tenant, settings.tenant.cloud, signal);
  return { ...seen, elsewhere, usable: elsewhere.some((one) => one.known === true) };
}

function askOthers(
  context: ProbeContext,
  tenant: string,
  own: CloudName,
  signal: AbortSignal,
): Promise<readonly Elsewhere[]> {
  const others = cloudNames().filter((cloud) => cloud !== own);
  return Promise.all(
    others.map(async (cloud): Promise<Elsewhere> => {
      const host = cloudValues()[cloud].signIn;
      const asked = await within(elsewhereSeconds, signal, (bounded) =>
        askFor(context, tenant, { host, port: 443 }, bounded),
      );
      if (asked?.answer === undefined) return { cloud, host };
      const read = readAnswer(asked.answer);
      if (read.answer === 'document')
        return { cloud, host, known: true, document: readDocument(asked.answer) };
      return { cloud, host, ...(isUnknownTenant(read) ? { known: false } : {}) };
    }),
  );
}

function askFor(
  context: ProbeContext,
  tenant: string,
  { host, port }: HostAndPort,
  signal: AbortSignal,
): Promise<Connected> {
  const to = { host, port, tls: true, get: configurationPath(tenant) };
  return connect(context, to, internetRoutes(context), signal);
}
