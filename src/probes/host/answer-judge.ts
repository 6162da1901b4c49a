import { defined } from '../../base/defined.ts';
import { never } from '../../base/never.ts';
import { failedStep } from '../../clients/connection/layers.ts';
import type { JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import type { Settings } from '../../settings/schema.ts';
import { importAuthority } from '../common/commands.ts';
import { sentence, stepEvidence } from '../common/connection-words.ts';
import { pressR } from '../common/steps.ts';
import type { AnswerFacts } from './answer.ts';
import { restartHost, restartIfStuck } from './row.ts';

type Answer = AnswerFacts['answers'][number];
type Said = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

const order: readonly Verdict['status'][] = ['fail', 'warn', 'unknown', 'manual', 'pass'];

/** The worst of the connectors speaks; the others stand in the evidence. */
export function judgeAnswer({ facts, settings }: JudgeInput<Settings, AnswerFacts>): Verdict {
  const said = facts.answers
    .map((answer) => ({ answer, ...judgeOne(answer, facts.platform, settings) }))
    .sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
  const [worst] = said;
  const expected = 'each connector answers to its secret token, and has read its users';
  if (worst === undefined) return { expected, status: 'unknown', message: 'nobody was asked' };
  const { answer, status, message, remedy } = worst;
  const others = said.slice(1).map((one) => `${one.answer.connector}: ${one.message}`);
  const found = [worst.found, ...(others.length === 0 ? [] : [`The others: ${others.join('; ')}.`])]
    .filter((text) => text !== undefined)
    .join(' ');
  return {
    expected,
    status,
    message: said.length === 1 || status === 'pass' ? message : `${answer.connector}: ${message}`,
    ...(found === '' ? {} : { found }),
    ...defined({ remedy }),
    evidence: [
      ...said.map((one) => ({ label: one.answer.connector, value: `${one.message} (${one.answer.url})` })),
      ...answer.steps.map(stepEvidence),
    ],
  };
}

function judgeOne(answer: Answer, platform: string, settings: Settings): Said {
  switch (answer.end) {
    case 'not-https':
      return warn('its tenant URL is not https', 'Nothing was sent.', 'The host speaks https only.', [
        { text: `Write in .ecmarc a tenantUrl that begins with https, or none` },
      ]);
    case 'elsewhere':
      return {
        status: 'unknown',
        message: 'its tenant URL is of another server',
        found: 'The secret token is sent to this server only: nothing was sent.',
        remedy: remedy('The doctor asks the host of the server that it runs on.', [
          { text: 'Run the doctor on that server' },
        ]),
      };
    case 'not-reached':
      return notReached(answer);
    case 'silent':
      return silent(answer, 'no answer');
    case 'answered': {
      const said = answered(answer, settings);
      return said.status === 'pass' && platform === 'win32' && answer.trustedBy === 'extra' ? onlyOurs : said;
    }
    default:
      return never(answer.end);
  }
}

/** It takes the connection, or the question too, and says nothing. */
function silent({ waited = 0, steps, url }: Answer, message: string): Said {
  const { host } = new URL(url);
  const asked = steps.some(({ layer, ok }) => layer === 'tls' && ok);
  return warn(
    `${message} in ${waited} s`,
    asked ? `${host} took the question and gave no answer.` : `Nothing came from ${host}.`,
    'A host that imports, or whose target does not answer, may hang.',
    [
      { text: 'See whether the target of this connector answers' },
      pressR,
      restartHost,
      { text: 'See the row host.events for what it logged' },
    ],
  );
}

function notReached({ steps, problem, url }: Answer): Said {
  const failed = failedStep(steps);
  const text = `${problem?.text ?? 'no answer'}${problem === undefined ? '' : ` (${problem.code})`}`;
  if (failed?.layer === 'tls')
    return warn(
      'its certificate is not accepted',
      `${sentence(text)}. The secret token was not sent.`,
      'The agent does not accept it either: the portal then shows "CredentialValidationUnavailable".',
      [
        { text: 'See the row host.certificate for what is wrong with it' },
        { text: 'See what this server trusts', command: 'certutil.exe -store Root', owner: 'server' },
      ],
    );
  return warn(`no answer at ${new URL(url).host}`, text, 'The host runs, but does not answer there.', [
    { text: 'See the row host.port for who listens there' },
    restartHost,
  ]);
}

function answered(answer: Answer, settings: Settings): Said {
  const { status = 0, importing, invalidResource, users, url, connector } = answer;
  if (importing)
    return warn(
      'still importing',
      'The host is reading all users of the target.',
      'At its start the host reads every user; until then it does not answer. With many users this takes a while.',
      [
        { text: 'Wait for the import to end' },
        pressR,
        restartIfStuck,
        {
          text: 'If it stays so even then: in the application, cancel provisioning and configure it anew',
          owner: 'entra',
        },
      ],
    );
  if (status === 401 || status === 403)
    return warn(
      `wrong secret token (${status})`,
      `The host refused the token of ${connector}.`,
      'Token and connector belong together: the one in the wizard counts.',
      [
        {
          text: "Give the token again in the host's wizard (page Properties), in the application and where .ecmarc has it from",
          owner: 'entra',
        },
        restartHost,
      ],
    );
  if (invalidResource || status === 404)
    return warn(
      `no connector of this name (${status})`,
      `The host knows no ${url}.`,
      "The name in the address is the connector's in the wizard, upper and lower case included.",
      [
        { text: 'See the row host.settings for the names that the host knows' },
        { text: 'Correct the tenant URL in the application and the name in .ecmarc', owner: 'entra' },
      ],
    );
  if (status >= 500)
    return warn(
      `an error of the host (${status})`,
      'It answers, but with an error of its own.',
      "The host's event log says which.",
      [
        {
          text: 'Read its newest events',
          command: 'wevtutil.exe qe ECMA2Host /c:20 /rd:true /f:text',
          owner: 'server',
        },
        restartHost,
      ],
    );
  if (status < 200 || status > 299)
    return {
      status: 'unknown',
      message: `answers with status ${status}`,
      found: `What that means is not in Microsoft's documents. Asked: ${url}/Schemas`,
      remedy: remedy("Microsoft's own script asks the same, and shows the whole answer.", [
        ownScript(settings),
      ]),
    };
  if (answer.waited !== undefined) return silent(answer, 'no answer about its users');
  if (users === 0)
    return warn(
      'its cache is empty',
      'It answers, but knows no user of the target.',
      'Without a full import each user is taken as new and made again.',
      [
        { text: 'If the target is empty, this is right', owner: 'connector' },
        { text: 'Else see that the connector has the run profile Full import, and the row host.settings' },
        restartHost,
      ],
    );
  if (users === undefined && answer.answersFilter === true)
    return {
      status: 'pass',
      message: 'answers; it does not list its users',
      found: `Asked for all users it gives status ${answer.usersStatus ?? ''}. Asked for one, as Microsoft Entra ID asks, it answers. How many it has read is not seen.`,
    };
  if (users === undefined) return usersUnseen(answer, settings);
  return { status: 'pass', message: `answers, ${users} ${users === 1 ? 'user' : 'users'}` };
}

/** It answers the first question; what it knows of users stays open. */
function usersUnseen({ usersStatus, url }: Answer, settings: Settings): Said {
  const found =
    usersStatus === undefined
      ? 'The question for its users got no answer.'
      : usersStatus > 299
        ? `The question for its users was answered with status ${usersStatus}.`
        : 'The answer tells no number of users: perhaps another program answers there.';
  return {
    status: 'unknown',
    message: 'answers, its users not seen',
    found: `${found} Asked: ${url}/Users`,
    remedy: remedy(
      "The row host.port says who listens there. Microsoft's own script asks the same, and shows the whole answer.",
      [ownScript(settings)],
    ),
  };
}

const onlyOurs: Said = warn(
  'trusted by network.caFile only',
  "It answers; but the agent uses the machine's store, and the authority is not in there.",
  'The doctor was told of this authority in .ecmarc; the services of Windows were not.',
  [
    {
      text: 'Import the authority into LocalMachine\\Root, as an administrator (give the path of your file)',
      command: importAuthority('corp-ca.pem'),
      owner: 'server',
    },
  ],
);

function ownScript({ host }: Settings): Step {
  return {
    text: 'Run it; it asks for the name and the token',
    command: `powershell -ExecutionPolicy RemoteSigned -File "${host.folder}\\Troubleshooting\\TestECMA2HostConnection.ps1"`,
    owner: 'server',
  };
}

function warn(message: string, found: string, why: string, steps: readonly Step[]): Said {
  return { status: 'warn', message, found, remedy: remedy(why, steps) };
}

function remedy(why: string, steps: readonly Step[]): Remedy {
  return {
    why,
    steps,
    links: ['https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot'],
  };
}
