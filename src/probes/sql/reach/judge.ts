import { never } from '../../../base/never.ts';
import { failedStep, totalMs } from '../../../clients/connection/layers.ts';
import type { Greeting } from '../../../clients/sql/tds/prelogin.ts';
import type { Step, Verdict } from '../../../engine/probe.ts';
import { noClientCertificate, wantsCertificate } from '../../common/certificate-end.ts';
import { reachedEvidence, stepFailure } from '../../common/connection-words.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import type { SqlInput } from '../define.ts';
import { isAzureHost, sqlServer } from '../login/certificate.ts';
import { browserFailure, greetingEvidence, productOf, tcpSteps } from '../server-words.ts';
import { speechOf } from '../speech.ts';
import type { Speaks, SqlReachFacts } from './facts.ts';
import { greetingText, listenSteps, otherPeer } from './other-engines.ts';

export function judgeReach({ facts }: SqlInput<SqlReachFacts>): Verdict {
  const { reached, browser, engine, speaks, greeting, problem } = facts;
  const expected =
    engine === 'other'
      ? 'the port accepts connections'
      : `${speechOf(engine).product} answers at this address`;
  if (reached === undefined) {
    return { status: 'fail', expected, ...browserFailure(facts.instance ?? '', browser) };
  }
  const seen = [
    ...evidence({
      'Browser service':
        browser?.port === undefined ? undefined : `${facts.instance} is at port ${browser.port}`,
    }),
    ...reachedEvidence(reached),
    ...greetingEvidence(greeting),
    ...evidence({ Answer: problem && `${problem.text} (${problem.code})` }),
  ];
  // What TLS met with is told by what is spoken there.
  const failed = failedStep(reached.steps.filter(({ layer }) => layer !== 'tls'));
  if (failed !== undefined) {
    const { message, remedy } = stepFailure(failed, { proxy: false });
    return {
      status: 'fail',
      message,
      expected,
      evidence: seen,
      remedy: { ...remedy, steps: [...remedy.steps, ...openingSteps(engine, reached.host)] },
    };
  }
  const peer = reached.steps.at(-1)?.peer ?? reached.host;
  if (facts.usable) {
    const what =
      greeting === undefined ? greetingText(engine, speaks, facts.says) : `${productOf(greeting.version)}, `;
    return {
      status: 'pass',
      message: `${what}${peer}, ${totalMs(reached.steps)} ms`,
      expected,
      evidence: seen,
    };
  }
  if (engine !== 'sqlserver')
    return { status: 'fail', expected, evidence: seen, ...otherPeer(engine, peer, speaks ?? 'other') };
  // TLS stood, and then not one word.
  const hungUp = reached.tls !== undefined && speaks === 'hangs-up';
  if (facts.problem !== undefined && (hungUp || wantsCertificate(facts.problem)))
    return { expected, evidence: seen, ...noClientCertificate(facts.problem, sqlServer) };
  return { status: 'fail', expected, evidence: seen, ...wrongPeer(facts, peer, speaks ?? 'other', greeting) };
}

/** Azure SQL has no Configuration Manager: its name, its firewall and its endpoints. */
const azureSteps: readonly Step[] = [
  by.database(
    'See that the Azure SQL server lets this server in: its firewall, or a private endpoint that DNS leads to here',
  ),
  { text: 'Or correct server in .ecmarc: the full name, NAME.database.windows.net' },
];

function openingSteps(engine: SqlReachFacts['engine'], host: string): readonly Step[] {
  if (engine !== 'sqlserver') return listenSteps(engine);
  return isAzureHost(host) ? azureSteps : tcpSteps;
}

const correct: Step = { text: 'Correct server, port or instance in .ecmarc' };

/** Something answers there, and it is not what was asked for. */
function wrongPeer(
  { problem }: SqlReachFacts,
  peer: string,
  speaks: Speaks,
  greeting: Greeting | undefined,
): Pick<Verdict, 'message' | 'found' | 'remedy'> {
  switch (speaks) {
    case 'tds':
      return {
        message: `${productOf(greeting?.version ?? '')} does not do encrypt: strict`,
        found: 'it speaks TDS 7, not TDS 8.0',
        remedy: fix(
          'encrypt: strict needs SQL Server 2022 or Azure SQL, and a certificate there.',
          { text: 'Write in .ecmarc, at the target', command: 'encrypt: true' },
          correct,
        ),
      };
    case 'tls':
      return {
        message: `TLS, not SQL Server, at ${peer}`,
        found: 'a server for https or the like, or SQL Server that takes strict encryption only',
        remedy: fix(
          'The first byte that came back is TLS.',
          {
            text: 'If SQL Server there is set to strict encryption, write in .ecmarc',
            command: 'encrypt: strict',
          },
          correct,
        ),
      };
    case 'http':
      return { message: `${peer} is a web server`, remedy: fix('The answer is HTTP.', correct) };
    case 'nothing':
      return {
        message: `${peer} says nothing`,
        found: 'the connection was accepted, and no answer came',
        remedy: fix(
          'A firewall that accepts in place of the server, or a server that hangs.',
          by.database(
            'Look whether SQL Server answers on its own machine',
            'sqlcmd -S tcp:localhost -Q "SELECT 1"',
          ),
          correct,
        ),
      };
    case 'hangs-up':
      return {
        message: `cut off by ${peer}`,
        remedy: fix(
          'Something accepts the connection and closes it at the first word: another program, a filter, or SQL Server that takes strict encryption only.',
          correct,
        ),
      };
    case 'other':
    case 'not-asked':
    case 'postgresql':
    case 'mysql':
    case 'oracle':
    case 'db2':
    case 'ssh':
      return {
        message: `${peer} is not SQL Server`,
        remedy: fix(
          `What answers there does not speak TDS.${problem === undefined ? '' : ` (${problem.code})`}`,
          correct,
        ),
      };
    default:
      return never(speaks);
  }
}
