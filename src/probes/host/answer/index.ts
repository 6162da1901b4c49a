import type { NotRun } from '../../../engine/probe.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { Settings } from '../../../settings/schema.ts';
import { addLines, notSet, questionsWrite, untilInstalled } from '../../common/not-run.ts';
import { defineProbe } from '../../define.ts';
import { hostServices } from '../services/facts.ts';
import { collectAnswers } from './collect.ts';
import { hostAnswer } from './facts.ts';
import { judgeAnswer } from './judge.ts';

/** Does the local host answer as Microsoft Entra ID will ask it, with the secret token? */
export const hostAnswerProbe = defineProbe(hostAnswer, {
  title: 'Host answers',
  levels: levels('recommended', 'recommended'),
  requirements: ['HOST-11', 'HOST-13', 'ERR-01', 'ERR-11', 'ERR-13'],
  needs: [hostServices],
  seconds: 30,
  lane: ({ settings }) => `localhost:${settings.host.port}`,
  dependsOn: ({ settings }) => ({
    host: settings.host,
    urls: settings.connectors.map(({ name, tenantUrl }) => ({ name, tenantUrl })),
  }),
  sends: ({ settings }) =>
    settings.connectors.map(({ name }) => ({
      key: `connectors.${name}.secretToken`,
      label: `the secret token of ${name}`,
    })),
  notApplicable: untilInstalled,
  notConfigured: ({ settings }) => noToken(settings),
  collect: collectAnswers,
  judge: judgeAnswer,
});

function noToken({ connectors }: Settings): NotRun | undefined {
  if (connectors.length === 0)
    return notSet('no connector in .ecmarc', 'The host is asked about each connector that .ecmarc names.', [
      ...questionsWrite,
      addLines(
        'Or add to .ecmarc',
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
