import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import { problemText } from '../../../clients/ldap/outcome.ts';
import type { PeerClock } from '../../../clients/ldap/peer-clock.ts';
import type { DeltaMethod } from '../../../clients/ldap/server-kinds.ts';
import type { Step, Verdict } from '../../../engine/probe.ts';
import { operatingSystem } from '../../../requirements/operating-system.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import type { LdapInput } from '../define.ts';
import { deltaText } from '../delta-text.ts';
import { lostVerdict } from '../lost.ts';
import { ldapWrite } from '../write/facts.ts';
import type { DeltaFacts } from './facts.ts';

export function judgeDelta({ facts, uses, scope }: LdapInput<DeltaFacts>): Verdict {
  const expected = 'a record of changes that the account may read';
  const { lost, server = '', method = 'none', base, first, last, usn } = facts;
  if (lost !== undefined) return { expected, ...lostVerdict(lost) };
  const dated = method === 'accesslog' || method === 'timestamp';
  // The write test's stamp is the newest, and of a clock that many directories tell nobody.
  const clock = dated ? (uses.of(ldapWrite)?.clock ?? facts.clock) : undefined;
  const verdict = wantedOrNote(
    verdictOn(facts, method, server, scope.connector.delta),
    scope.connector.delta,
  );
  const apart = clock && scope.connector.delta ? clocksApart(clock) : undefined;
  return {
    expected,
    ...(verdict.status === 'pass' ? (apart ?? verdict) : verdict),
    evidence: evidence({
      Server: server,
      Method: deltaText(method),
      Where: base,
      'First change': first,
      'Last change': last,
      'Highest update number': usn,
      'Clock of the directory': dated && scope.connector.delta ? clockText(clock) : undefined,
      'In .ecmarc': scope.connector.delta ? 'delta: true' : 'delta: false, so nothing depends on it yet',
    }),
  };
}

/** What delta import would lack is a note while nobody asks for it (decisions: ldap.features). */
function wantedOrNote(verdict: Verdict, wanted: boolean): Verdict {
  if (wanted || verdict.status !== 'warn') return verdict;
  const found = verdict.found === undefined ? '' : `${verdict.found}; `;
  return {
    status: 'pass',
    message: verdict.message,
    found: `${found}delta import is off in .ecmarc, and would want it`,
  };
}

function clockText(clock: PeerClock | undefined): string {
  return clock === undefined ? 'not told' : `${clock.date}, when this server had ${clock.at}`;
}

/** Logs and stamps by date (LDAP-21): what is changed while the clocks differ is found late, or twice. */
function clocksApart({ date, at }: PeerClock): Verdict | undefined {
  const ms = Date.parse(date) - Date.parse(at);
  if (!(Math.abs(ms) > operatingSystem['OS-09'].values.skewMs)) return undefined;
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const off = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return {
    status: 'warn',
    message: `clocks differ by ${off}`,
    found: `the directory has ${date}, this server had ${at}`,
    remedy: fix(
      'Delta import asks for what was changed since its last run, by date. With two clocks that differ, changes are missed until the next full import.',
      by.directory('Let the directory take its time from the same source as this server'),
      by.server('See what this server takes its time from', 'w32tm /query /status'),
      'Plan a full import now and then: it finds what delta imports missed',
    ),
  };
}

function verdictOn(facts: DeltaFacts, method: DeltaMethod, server: string, wanted: boolean): Verdict {
  switch (method) {
    case 'usn':
      return byUsn(facts);
    case 'changelog':
    case 'accesslog':
      return byLog(facts, method, server, wanted);
    case 'timestamp':
      return byTimestamp(facts);
    case 'none': {
      const message = 'not with this server';
      const found = `the connector knows no way to follow changes of ${server}`;
      // Nobody can mend it, and nothing was to depend on it.
      if (!wanted) return { status: 'pass', message: `${message}: full imports only`, found };
      return {
        status: 'warn',
        message,
        found,
        remedy: fix(
          'Every change is then found by a full import. That works, only slower.',
          {
            text: 'In .ecmarc, at the connector, and in the connector itself, turn delta import off',
            command: 'delta: false',
          },
          'Plan full imports',
        ),
      };
    }
    default:
      return never(method);
  }
}

/** MIM's page: eDirectory, and any server on which no other way is active. */
function byTimestamp({ stamps, problem }: DeltaFacts): Verdict {
  const note = 'deletions are not seen this way: plan full imports as well';
  if (stamps === 'none' || stamps === 'refused')
    return {
      status: 'warn',
      message: 'no time stamps to go by',
      found: problem === undefined ? 'no user is found by modifyTimestamp' : problemText(problem),
      remedy: fix(
        'The connector asks for the users that were changed since its last import.',
        by.directory('Let the connector account read and search modifyTimestamp of the users'),
        'Or plan full imports, and leave delta import off in the connector',
      ),
    };
  return { status: 'pass', message: 'by time stamps', found: note };
}

function byUsn({ usn, showsDeleted }: DeltaFacts): Verdict {
  if (usn !== undefined && showsDeleted) return { status: 'pass', message: 'update numbers are there' };
  return {
    status: 'warn',
    message: usn === undefined ? 'no update numbers shown' : 'deleted entries cannot be shown',
    found:
      usn === undefined
        ? 'highestCommittedUSN is not in the rootDSE'
        : 'the control for deleted objects is not offered',
    remedy: fix(
      'Delta import from AD LDS compares update numbers, and finds deletions by the control for deleted objects.',
      by.directory('Let the connector account read the rootDSE and the deleted objects'),
    ),
  };
}

function byLog(
  facts: DeltaFacts,
  method: 'changelog' | 'accesslog',
  server: string,
  wanted: boolean,
): Verdict {
  const { base = '', log, named, problem } = facts;
  if (log === 'entries') {
    const note =
      method === 'accesslog' && wanted ? 'it goes by date: plan a full import now and then' : undefined;
    return { status: 'pass', message: `${base} has entries`, ...defined({ found: note }) };
  }
  if (log === 'empty')
    return { status: 'pass', message: `${base} is there, and empty`, found: 'no change was written yet' };
  const name = method === 'changelog' ? 'change log' : 'access log';
  const why = problem === undefined ? 'the server shows nothing there' : problemText(problem);
  return {
    status: 'warn',
    message: named ? `the ${name} cannot be read` : `no ${name}`,
    found: `${base}: ${why}`,
    remedy: fix(
      `Delta import from ${server} reads its ${name}, as the connector account. Without it every change waits for a full import.`,
      ...(named ? [] : [switchOn(method, server)]),
      by.directory(`Let the connector account read and search ${base}`),
      'Or choose time stamps in the connector (TimeStamp): deletions are then seen by full imports only',
    ),
  };
}

function switchOn(method: 'changelog' | 'accesslog', server: string): Step {
  if (method === 'accesslog')
    return by.directory(
      'Add the accesslog overlay to the database, with the log under cn=accesslog (slapo-accesslog)',
    );
  return /389|FreeIPA/.test(server)
    ? by.directory(
        'Turn the retro changelog plug-in on, and restart the server (give its instance name)',
        'dsconf INSTANCE plugin retro-changelog enable',
      )
    : by.directory(`Turn the change log of ${server} on, under cn=changelog`);
}
