import type { ProbeContext } from '../../../clients/environment.ts';
import { askHost } from '../../../clients/host/ask.ts';
import { tenantUrlOf } from '../../../clients/host/tenant-url.ts';
import { patience } from '../../../clients/step-timeouts.ts';
import type { Secret } from '../../../settings/secret.ts';
import type { AnswerFacts } from './facts.ts';

/** As many as a lane lets attempts through (decisions: Lanes). */
const atOnce = 4;
/** Seconds for one connector, and for all: a host that hangs is a finding, not our time-out. */
const eachSeconds = 12;
const allSeconds = 26;

export async function collectAnswers(context: ProbeContext, signal: AbortSignal): Promise<AnswerFacts> {
  const questions: { connector: string; url: string; token: Secret }[] = [];
  const { connectors, host } = context.settings;
  for (const { name, secretToken, tenantUrl } of connectors)
    if (secretToken !== undefined)
      questions.push({
        connector: name,
        url: tenantUrl ?? tenantUrlOf(name, host.port),
        token: await context.secret(secretToken),
      });
  const seconds = secondsFor(questions.length, patience(context, allSeconds, 0.87));
  const answers = await sideBySide(questions, atOnce, async ({ connector, url, token }) => ({
    connector,
    url,
    ...(await askHost(context, url, token, seconds, signal)),
  }));
  const { platform } = context.platform.machine();
  return { usable: answers.some(({ end }) => end === 'answered'), platform, answers };
}

export function secondsFor(connectors: number, all = allSeconds): number {
  const share = all / Math.ceil(connectors / atOnce);
  return Math.min(eachSeconds, share < 1 ? Math.max(share, Math.min(1, all)) : Math.floor(share));
}

/** In their order; some at a time, so that one that hangs does not keep the others. */
async function sideBySide<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
