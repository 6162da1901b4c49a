import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import { sentence } from '../../../base/text.ts';
import { failedStep, type Layer } from '../../../clients/connection/layers.ts';
import type { JudgeInput, Verdict } from '../../../engine/probe.ts';
import type { Settings } from '../../../settings/schema.ts';
import { stepEvidence } from '../../common/connection-words.ts';
import { pass, unknown, warn } from '../../common/verdicts.ts';
import type { AnswerFacts, ConnectorAnswer } from './facts.ts';
import { askByScript, remedies } from './words.ts';

type AnswerVerdict = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

const order: readonly Verdict['status'][] = ['fail', 'warn', 'unknown', 'manual', 'pass'];

/** The worst of the connectors speaks; the others stand in the evidence. */
export function judgeAnswer({ facts, settings }: JudgeInput<Settings, AnswerFacts>): Verdict {
  const verdicts = facts.answers
    .map((answer) => ({ answer, ...judgeOne(answer, facts.platform, settings) }))
    .sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
  const [worst, ...others] = verdicts;
  const expected = 'each connector answers to its secret token, and has read its users';
  if (worst === undefined) return { expected, status: 'unknown', message: 'nobody was asked' };
  const { answer, status, message, remedy } = worst;
  const rest = others.map((one) => `${one.answer.connector}: ${one.message}`).join('; ');
  const found = [worst.found, rest === '' ? undefined : `The others: ${rest}.`]
    .filter((text) => text !== undefined)
    .join(' ');
  return {
    expected,
    status,
    message: others.length === 0 || status === 'pass' ? message : `${answer.connector}: ${message}`,
    ...defined({ found: found === '' ? undefined : found, remedy }),
    evidence: [
      ...verdicts.map((one) => ({
        label: one.answer.connector,
        value: `${one.message} (${one.answer.url})`,
      })),
      ...answer.steps.map(stepEvidence),
    ],
  };
}

function judgeOne(answer: ConnectorAnswer, platform: string, settings: Settings): AnswerVerdict {
  switch (answer.end) {
    case 'not-https':
      return warn('its tenant URL is not https', 'Nothing was sent.', remedies.notHttps);
    case 'elsewhere':
      return unknown(
        'its tenant URL is of another server',
        'The secret token is sent to this server only: nothing was sent.',
        remedies.elsewhere,
      );
    case 'not-reached':
      return notReached(answer);
    case 'silent':
      return silent(answer, 'no answer');
    case 'answered': {
      const verdict = judgeStatus(answer, settings);
      return verdict.status === 'pass' && platform === 'win32' && answer.trustedBy === 'extra'
        ? warn(
            'trusted by network.caFile only',
            "It answers; but the agent uses the machine's store, and the authority is not in there.",
            remedies.trustedByFile,
          )
        : verdict;
    }
    default:
      return never(answer.end);
  }
}

/** It takes the connection, or the question too, and says nothing. */
function silent({ waited = 0, steps, url }: ConnectorAnswer, message: string): AnswerVerdict {
  const { host, hostname } = new URL(url);
  const asked = steps.some(({ layer, ok }) => layer === 'tls' && ok);
  const took = `${host} took the question and gave no answer.`;
  const texts: Partial<Record<Layer, string>> = {
    name: `The name ${hostname} was looked up, and no answer came.`,
    connection: `${host} did not take a connection.`,
    tls: `${host} took the connection and said nothing to the TLS handshake.`,
    http: took,
  };
  const { layer } = failedStep(steps) ?? {};
  const text = layer === undefined ? undefined : texts[layer];
  return warn(
    `${message} in ${waited} s`,
    text ?? (asked ? took : `Nothing came from ${host}.`),
    remedies.silent,
  );
}

function notReached({ steps, problem, url }: ConnectorAnswer): AnswerVerdict {
  const text = `${problem?.text ?? 'no answer'}${problem === undefined ? '' : ` (${problem.code})`}`;
  if (failedStep(steps)?.layer === 'tls')
    return warn(
      'its certificate is not accepted',
      `${sentence(text)}. The secret token was not sent.`,
      remedies.certificate,
    );
  return warn(`no answer at ${new URL(url).host}`, text, remedies.notReached);
}

function judgeStatus(answer: ConnectorAnswer, settings: Settings): AnswerVerdict {
  const { status = 0, importing, invalidResource, url, connector } = answer;
  if (importing)
    return warn('still importing', 'The host is reading all users of the target.', remedies.importing);
  if (status === 401 || status === 403)
    return warn(
      `wrong secret token (${status})`,
      `The host refused the token of ${connector}.`,
      remedies.token,
    );
  if (invalidResource || status === 404)
    return warn(`no connector of this name (${status})`, `The host knows no ${url}.`, remedies.unknownName);
  if (status >= 500)
    return warn(
      `an error of the host (${status})`,
      'It answers, but with an error of its own.',
      remedies.hostError,
    );
  if (status < 200 || status > 299)
    return unknown(
      `answers with status ${status}`,
      `What that means is not in Microsoft's documents. Asked: ${url}/Schemas`,
      askByScript(settings, "Microsoft's own script asks the same, and shows the whole answer."),
    );
  return judgeUsers(answer, settings);
}

/** It answers the first question; what does it know of users? */
function judgeUsers(answer: ConnectorAnswer, settings: Settings): AnswerVerdict {
  const { users, usersStatus, answersFilter, waited, url } = answer;
  if (waited !== undefined) return silent(answer, 'no answer about its users');
  if (users === 0)
    return warn('its cache is empty', 'It answers, but knows no user of the target.', remedies.noUsers);
  if (users !== undefined) return pass(`answers, ${users} ${users === 1 ? 'user' : 'users'}`);
  if (answersFilter === true)
    return pass(
      'answers; it does not list its users',
      `Asked for all users it gives status ${usersStatus ?? ''}. Asked for one, as Microsoft Entra ID asks, it answers. How many it has read is not seen.`,
    );
  const found =
    usersStatus === undefined
      ? 'The question for its users got no answer.'
      : usersStatus > 299
        ? `The question for its users was answered with status ${usersStatus}.`
        : 'The answer tells no number of users: perhaps another program answers there.';
  return unknown(
    'answers, its users not seen',
    `${found} Asked: ${url}/Users`,
    askByScript(
      settings,
      "The row host.port says who listens there. Microsoft's own script asks the same, and shows the whole answer.",
    ),
  );
}
