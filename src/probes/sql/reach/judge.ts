import { never } from '../../../base/never.ts';
import { failedStep, totalMs } from '../../../clients/connection/layers.ts';
import type { BrowserFacts } from '../../../clients/sql/browser-service.ts';
import type { Greeting } from '../../../clients/sql/tds/prelogin.ts';
import type { Evidence, JudgeInput, Remedy, Step, Verdict } from '../../../engine/probe.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { reachedEvidence, stepFailure } from '../../common/connection-words.ts';
import type { Speaks, SqlReachFacts } from './collect.ts';

type Finding = Pick<Verdict, 'message' | 'found' | 'remedy'>;

export function judgeReach({ facts }: JudgeInput<Settings, SqlReachFacts>): Verdict {
  const { reached, browser, engine, speaks, greeting, problem } = facts;
  const expected = engine === 'other' ? 'the port accepts connections' : 'SQL Server answers at this address';
  if (reached === undefined) {
    return { status: 'fail', expected, ...browserFailure(facts.instance ?? '', browser) };
  }
  const evidence: Evidence[] = [
    ...(browser?.port === undefined
      ? []
      : [{ label: 'Browser service', value: `${facts.instance} is at port ${browser.port}` }]),
    ...reachedEvidence(reached),
    ...(greeting === undefined ? [] : greetingEvidence(greeting)),
    ...(problem === undefined ? [] : [{ label: 'Answer', value: `${problem.text} (${problem.code})` }]),
  ];
  // What TLS met with is told by what is spoken there.
  const failed = failedStep(reached.steps.filter(({ layer }) => layer !== 'tls'));
  if (failed !== undefined) {
    const { message, remedy } = stepFailure(failed, { proxy: false });
    return {
      status: 'fail',
      message,
      expected,
      evidence,
      remedy: { ...remedy, steps: [...remedy.steps, ...tcpSteps] },
    };
  }
  const peer = reached.steps.at(-1)?.peer ?? reached.host;
  if (facts.usable) {
    const what = greeting === undefined ? '' : `${productOf(greeting.version)}, `;
    return { status: 'pass', message: `${what}${peer}, ${totalMs(reached.steps)} ms`, expected, evidence };
  }
  return { status: 'fail', expected, evidence, ...wrong(facts, peer, speaks ?? 'other', greeting) };
}

const tcpSteps: readonly Step[] = [
  {
    text: 'Turn on TCP/IP in SQL Server Configuration Manager (Network Configuration) and restart the service; Express has it off at first',
    owner: 'database',
  },
  { text: 'Or correct server, port or instance in .ecmarc' },
];

/** Releases by the first number of the build. */
const products: Readonly<Record<string, string>> = {
  '10': 'SQL Server 2008',
  '11': 'SQL Server 2012',
  '12': 'SQL Server 2014 or Azure SQL',
  '13': 'SQL Server 2016',
  '14': 'SQL Server 2017',
  '15': 'SQL Server 2019',
  '16': 'SQL Server 2022',
  '17': 'SQL Server 2025',
};

export function productOf(version: string): string {
  return products[version.split('.')[0] ?? ''] ?? `SQL Server ${version}`;
}

const offerTexts: Readonly<Record<Greeting['offer'], string>> = {
  all: 'encrypts everything',
  demanded: 'demands encryption',
  'login-only': 'encrypts the login only',
  none: 'not with this client',
};

export function greetingEvidence({ version, offer }: Greeting): Evidence[] {
  return [
    { label: 'Version', value: `${version} (${productOf(version)})` },
    { label: 'Encryption', value: offerTexts[offer] },
  ];
}

export function browserFailure(instance: string, browser: BrowserFacts | undefined): Finding {
  const { browserPort } = requirement('SQL-04').values;
  const fixed: Step = {
    text: 'Or give the instance a fixed port (Configuration Manager, TCP/IP, IPAll, TCP Port), and write port: in place of instance: in .ecmarc and in the DSN',
    owner: 'database',
  };
  const start: Step = {
    text: 'Start the SQL Server Browser on the database server',
    command: 'powershell -Command "Set-Service SQLBrowser -StartupType Automatic; Start-Service SQLBrowser"',
    owner: 'database',
  };
  const unconfirmed = `That instances are found by UDP port ${browserPort} is not confirmed by Microsoft's documents for this product.`;
  switch (browser?.outcome) {
    case 'silent':
      return {
        message: `UDP ${browserPort} does not answer`,
        found: 'the browser service is blocked, not running, or on another machine',
        remedy: {
          why: `The port of instance ${instance} is told by the SQL Server Browser over UDP ${browserPort}; firewalls often let through TCP only. ${unconfirmed}`,
          steps: [
            { text: `Allow UDP ${browserPort} from this server to the database server`, owner: 'network' },
            start,
            fixed,
          ],
          links: [],
        },
      };
    case 'refused':
      return {
        message: 'the browser service is not running',
        found: `UDP ${browserPort} is closed on the database server`,
        remedy: {
          why: `Nobody there tells the port of instance ${instance}. ${unconfirmed}`,
          steps: [start, fixed],
          links: [],
        },
      };
    case 'other-instances':
      return {
        message: `no instance named ${instance}`,
        found: `the browser service knows: ${browser.instances?.join(', ') || 'none'}`,
        remedy: {
          why: 'The browser service answers, but not for this name.',
          steps: [
            { text: 'Correct instance in .ecmarc' },
            { text: 'Or start that instance', owner: 'database' },
          ],
          links: [],
        },
      };
    case 'no-tcp':
      return {
        message: `${instance} does not listen on TCP`,
        remedy: {
          why: 'The instance is there, but takes no connections from other machines.',
          steps: tcpSteps,
          links: [],
        },
      };
    case 'no-name':
      return {
        message: `the name of the server is not known`,
        found: `${browser.problem?.text ?? ''} (${browser.problem?.code ?? ''})`,
        remedy: {
          why: 'This server cannot turn the name into an address.',
          steps: [{ text: 'Correct server in .ecmarc, or let DNS resolve it', owner: 'network' }],
          links: [],
        },
      };
    default:
      return {
        message: 'the browser service gives no sense',
        remedy: {
          why: 'What answers at the port of the browser service is something else.',
          steps: [fixed],
          links: [],
        },
      };
  }
}

function wrong(facts: SqlReachFacts, peer: string, speaks: Speaks, greeting: Greeting | undefined): Finding {
  const correct: Step = { text: 'Correct server, port or instance in .ecmarc' };
  const remedy = (why: string, ...steps: Step[]): Remedy => ({ why, steps: [...steps, correct], links: [] });
  switch (speaks) {
    case 'tds':
      return {
        message: `${productOf(greeting?.version ?? '')} does not do encrypt: strict`,
        found: 'it speaks TDS 7, not TDS 8.0',
        remedy: remedy('encrypt: strict needs SQL Server 2022 or Azure SQL, and a certificate there.', {
          text: 'Write in .ecmarc, at the target',
          command: 'encrypt: true',
        }),
      };
    case 'tls':
      return {
        message: `TLS, not SQL Server, at ${peer}`,
        found: 'a server for https or the like, or SQL Server that takes strict encryption only',
        remedy: remedy('The first byte that came back is TLS.', {
          text: 'If SQL Server there is set to strict encryption, write in .ecmarc',
          command: 'encrypt: strict',
        }),
      };
    case 'http':
      return { message: `${peer} is a web server`, remedy: remedy('The answer is HTTP.') };
    case 'nothing':
      return {
        message: `${peer} says nothing`,
        found: 'the connection was accepted, and no answer came',
        remedy: remedy('A firewall that accepts in place of the server, or a server that hangs.', {
          text: 'Look whether SQL Server answers on its own machine',
          command: 'sqlcmd -S tcp:localhost -Q "SELECT 1"',
          owner: 'database',
        }),
      };
    case 'hangs-up':
      return {
        message: `cut off by ${peer}`,
        remedy: remedy(
          'Something accepts the connection and closes it at the first word: another program, a filter, or SQL Server that takes strict encryption only.',
        ),
      };
    case 'other':
    case 'not-asked':
      return {
        message: `${peer} is not SQL Server`,
        remedy: remedy(
          `What answers there does not speak TDS.${facts.problem === undefined ? '' : ` (${facts.problem.code})`}`,
        ),
      };
    default:
      return never(speaks);
  }
}
