import type { Facts, Setback } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import type { MakeProbe } from '../describe.ts';
import { addLines, notSet, untilInstalled } from '../setbacks.ts';
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
        const answers: AnswerFacts['answers'][number][] = [];
        const { connectors, host } = context.settings;
        for (const { name, secretToken, tenantUrl } of connectors) {
          if (secretToken === undefined) continue;
          const url = tenantUrl ?? tenantUrlOf(name, host.port);
          const token = await context.secret(secretToken);
          answers.push({ connector: name, url, ...(await askHost(context, url, token, signal)) });
        }
        const { platform } = context.platform.machine();
        return { usable: answers.some(({ end }) => end === 'answered'), platform, answers };
      },
      judge: judgeAnswer,
    },
  });

function noToken({ connectors }: Settings): Setback | undefined {
  if (connectors.some(({ secretToken }) => secretToken !== undefined)) return undefined;
  return notSet(
    'no secretToken in .ecmarc',
    'The host answers only to somebody who knows its secret token.',
    [addLines('Add to .ecmarc, at the connector', 'secretToken: { env: ECMA_SECRET_TOKEN }')],
  );
}
