import type { FactsReader } from '../../engine/facts.ts';
import type { NotRun, Step } from '../../engine/probe.ts';
import type { ConnectorSettings } from '../../settings/schema.ts';
import type { Scope } from '../define.ts';
import { hostInstalled } from '../host/installed/facts.ts';
import { fix, type Link } from './fix.ts';
import { onScreen } from './steps.ts';

/** Reasons not to run, shared by the probes of an area, each with what would change it. */

/** YAML that a person adds, on lines of its own. Flow style: a line that wraps still parses. */
export function addLines(where: string, yaml: string): Step {
  return { text: `${where}:\n${yaml}` };
}

export function inConnector(connector: ConnectorSettings): string {
  return `In .ecmarc, at connector ${connector.name}`;
}

/** What a person without any `.ecmarc` does first: rows that begin with it are one thing to do. */
export const questionsWrite: readonly Step[] = [
  onScreen('No .ecmarc yet: press i. It asks, tries each answer at once, and writes the file'),
  { text: 'Let questions write the file', command: 'ecma-doctor --init' },
];

/** No key of `.ecmarc` for it yet. `message` is a few words, `why` a sentence. */
export function notSet(
  message: string,
  why: string,
  steps: readonly Step[],
  ...links: readonly Link[]
): NotRun {
  return { message, remedy: fix(why, ...steps, onScreen('Press r: .ecmarc is read again'), ...links) };
}

/** `notApplicable` of rows that only an installed connector host gives an answer to. */
export function untilInstalled(_about: unknown, facts: FactsReader): string | undefined {
  return facts.of(hostInstalled)?.installed === false ? 'the connector host is not installed yet' : undefined;
}

/** The write test is off: neither `.ecmarc` nor the command line allows it. */
export function writeTestOff(scope: Scope, id: string): NotRun | undefined {
  const { connector, options } = scope;
  const { writeTest } = options;
  if (connector === undefined || connector.writeTest !== false) return undefined;
  if (writeTest === true || (writeTest !== false && writeTest.includes(connector.name))) return undefined;
  return {
    message: 'write test is off',
    remedy: {
      why: 'The test writes to the target, so it runs only when it is allowed. Its effects are told first.',
      steps: [
        addLines(inConnector(connector), 'writeTest: true'),
        {
          text: 'Or allow it for one run',
          command: `ecma-doctor "--write-test=${connector.name}" --only "${id}"`,
        },
      ],
      links: [],
    },
  };
}
