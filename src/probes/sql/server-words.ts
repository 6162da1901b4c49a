import type { BrowserAnswer } from '../../clients/sql/browser-service.ts';
import type { Greeting } from '../../clients/sql/tds/prelogin.ts';
import type { Evidence, Step, Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import { stepFailure } from '../common/connection-words.ts';
import { evidence } from '../common/evidence.ts';
import { by, fix } from '../common/fix.ts';

/** What a server tells before anybody is logged in, in words for all rows of a database. */

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

export function greetingEvidence(greeting: Greeting | undefined): Evidence[] {
  return evidence({
    Version: greeting && `${greeting.version} (${productOf(greeting.version)})`,
    Encryption: greeting && offerTexts[greeting.offer],
  });
}

/** The ways to let SQL Server be found on TCP. */
export const tcpSteps: readonly Step[] = [
  by.database(
    'Turn on TCP/IP in SQL Server Configuration Manager (Network Configuration) and restart the service; Express has it off at first',
  ),
  { text: 'Or correct server, port or instance in .ecmarc' },
];

const portOfItsOwn =
  'ive the instance a fixed port (Configuration Manager, TCP/IP, IPAll, TCP Port), and write port: in place of instance: in .ecmarc and in the DSN';
const fixedPort = by.database(`Or g${portOfItsOwn}`);

const startBrowser = by.database(
  'Start the SQL Server Browser on the database server',
  'powershell -Command "Set-Service SQLBrowser -StartupType Automatic; Start-Service SQLBrowser"',
);

/** The port of the instance could not be found out. */
export function browserFailure(
  instance: string,
  browser: BrowserAnswer | undefined,
): Pick<Verdict, 'message' | 'found' | 'remedy'> {
  const { browserPort } = requirement('SQL-04').values;
  const unconfirmed = `That instances are found by UDP port ${browserPort} is not confirmed by Microsoft's documents for this product.`;
  switch (browser?.outcome) {
    case 'silent':
      return {
        message: `UDP ${browserPort} does not answer`,
        found: 'the browser service is blocked, not running, or on another machine',
        remedy: fix(
          `The port of instance ${instance} is told by the SQL Server Browser over UDP ${browserPort}; firewalls often let through TCP only. ${unconfirmed}`,
          by.network(`Allow UDP ${browserPort} from this server to the database server`),
          startBrowser,
          fixedPort,
        ),
      };
    case 'refused':
      return {
        message: 'the browser service is not running',
        found: `UDP ${browserPort} is closed on the database server`,
        remedy: fix(
          `Nobody there tells the port of instance ${instance}. ${unconfirmed}`,
          startBrowser,
          fixedPort,
        ),
      };
    case 'other-instances':
      return {
        message: `no instance named ${instance}`,
        found: `the browser service knows: ${browser.instances?.join(', ') || 'none'}`,
        remedy: fix(
          'The browser service answers, but not for this name.',
          'Correct instance in .ecmarc',
          by.database('Or start that instance'),
        ),
      };
    case 'no-tcp':
      return {
        message: `${instance} does not listen on TCP`,
        remedy: fix('The instance is there, but takes no connections from other machines.', ...tcpSteps),
      };
    case 'no-name': {
      const problem = browser.problem ?? { code: 'no code', text: 'no answer' };
      const unknownName = problem.code === 'ENOTFOUND';
      // As every other row says it: the name was looked up before the browser service could be asked.
      const step = { layer: 'name', peer: browser.host ?? 'the server', ok: false, ms: 0, problem } as const;
      const { remedy } = stepFailure(step, { proxy: false });
      return {
        message: unknownName ? 'the name of the server is not known' : 'DNS does not answer',
        found: `${problem.text} (${problem.code}); so the browser service could not be asked for the instance`,
        remedy: {
          ...remedy,
          steps: [...remedy.steps, ...(unknownName ? [{ text: 'Or correct server in .ecmarc' }] : [])],
        },
      };
    }
    default:
      return {
        message: 'the browser service gives no sense',
        remedy: fix(
          'What answers at the port of the browser service is something else.',
          by.database(`G${portOfItsOwn}`),
        ),
      };
  }
}
