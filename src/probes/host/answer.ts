import type { Facts } from '../../engine/facts.ts';
import type { NotRun } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Secret } from '../../settings/secret.ts';
import { addLines, notSet, untilInstalled } from '../common/not-run.ts';
import type { MakeProbe } from '../describe.ts';
import { judgeAnswer } from './answer-judge.ts';
import { askHost, type HostAnswer } from './ask-host.ts';
import { hostRow } from './row.ts';
import { tenantUrlOf } from './tenant-url.ts';

export interface AnswerFacts extends Facts {
  /** `process.platform`: on Windows trust through an extra file is not the agent's trust. */
  readonly platform: string;
  /** One a connector with a secret token, in the order of `.ecmarc`. */
  readonly answers: readonly (HostAnswer & { readonly connector: string; readonly url: string })[];
}

/** Does the local host answer as Microsoft Entra ID will ask it, with the secret token? */
export const hostAnswer: MakeProbe = (scope) =>
  hostRow(scope, {
    id: 'host.answer',
    title: 'Host answers',
    levels: levels('recommended', 'recommended'),
    requirements: ['HOST-11', 'HOST-13', 'ERR-01', 'ERR-11', 'ERR-13'],
    needs: ['host.services'],
    lane: `localhost:${scope.settings.host.port}`,
    fingerprint: JSON.stringify({
      host: scope.settings.host,
      urls: scope.settings.connectors.map(({ name, tenantUrl }) => ({ name, tenantUrl })),
    }),
    notApplicable: untilInstalled,
    notConfigured: noToken,
    work: {
      async collect(context, signal): Promise<AnswerFacts> {
        const questions: { connector: string; url: string; token: Secret }[] = [];
        const { connectors, host } = context.settings;
        for (const { name, secretToken, tenantUrl } of connectors)
          if (secretToken !== undefined)
            questions.push({
              connector: name,
              url: tenantUrl ?? tenantUrlOf(name, host.port),
              token: await context.secret(secretToken),
            });
        const seconds = secondsFor(questions.length);
        const answers = await sideBySide(questions, atOnce, async ({ connector, url, token }) => ({
          connector,
          url,
          ...(await askHost(context, url, token, seconds, signal)),
        }));
        const { platform } = context.platform.machine();
        return { usable: answers.some(({ end }) => end === 'answered'), platform, answers };
      },
      judge: judgeAnswer,
    },
  });

/** As many as a lane lets attempts through (decisions: Lanes). */
const atOnce = 4;
/** Seconds for one connector, and for all: a host that hangs is a finding, not our time-out. */
const patience = 12;
const allSeconds = 26;

export function secondsFor(connectors: number): number {
  return Math.max(1, Math.min(patience, Math.floor(allSeconds / Math.ceil(connectors / atOnce))));
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

function noToken({ connectors }: Settings): NotRun | undefined {
  if (connectors.length === 0)
    return notSet('no connector in .ecmarc', 'The host is asked about each connector that .ecmarc names.', [
      addLines(
        'Add to .ecmarc',
        'connectors: [{ name: HR, library: generic-sql, secretToken: { env: ECMA_SECRET_TOKEN } }]',
      ),
    ]);
  if (connectors.some(({ secretToken }) => secretToken !== undefined)) return undefined;
  return notSet(
    'no secretToken in .ecmarc',
    'The host answers only to somebody who knows its secret token.',
    [addLines('Add to .ecmarc, at the connector', 'secretToken: { env: ECMA_SECRET_TOKEN }')],
  );
}
