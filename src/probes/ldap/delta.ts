import { defined } from '../../base/defined.ts';
import { never } from '../../base/never.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Evidence, JudgeInput, Verdict } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { ldapTargetOf } from '../common/target.ts';
import type { MakeProbe, Scope } from '../describe.ts';
import { leaseBound, lostTo } from './connection.ts';
import type { DeltaFacts } from './delta/facts.ts';
import { deltaText } from './delta-text.ts';
import type { Directory } from './directory.ts';
import { type DeltaMethod, kindOf } from './kinds.ts';
import { lostVerdict } from './lost.ts';
import { isLost, problemText } from './outcome.ts';
import { all, one, type RootDse } from './root-dse.ts';
import { bound } from './rows.ts';

/** Can the connector follow changes? Optional for this scenario: never worse than a warning. */
export const ldapDeltaProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  return bound(scope, {
    id: 'ldap.delta',
    title: 'Changes can be followed',
    levels: levels('info', 'recommended'),
    requirements: ['LDAP-08'],
    seconds: 20,
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context, signal) => collect(context, scope, target, signal),
            judge: (input: JudgeInput<Settings, DeltaFacts>) => judge(input, scope),
          },
        }),
  });
};

async function collect(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<DeltaFacts> {
  const { bind, directory } = await leaseBound(context, scope, target);
  if (directory === undefined) return lostTo(bind);
  const rootDse = bind.rootDse ?? {};
  const { label: server, delta: method } = kindOf(rootDse);
  const about = { server, method, usable: true } as const;
  switch (method) {
    case 'usn': {
      const usn = one(rootDse, 'highestCommittedUSN');
      const showsDeleted = all(rootDse, 'supportedControl').includes(requirement('LDAP-07').values.oid);
      return { ...about, ...defined({ usn }), showsDeleted };
    }
    case 'changelog': {
      const base = one(rootDse, 'changelog');
      const first = one(rootDse, 'firstChangeNumber');
      const last = one(rootDse, 'lastChangeNumber');
      const { changeLog } = requirement('LDAP-08').values;
      return {
        ...about,
        ...(await look(directory, base ?? changeLog, base !== undefined, signal)),
        ...defined({ first, last }),
      };
    }
    case 'accesslog': {
      const { accessLog } = requirement('LDAP-08').values;
      const base = accessLogOf(rootDse, accessLog);
      return { ...about, ...(await look(directory, base ?? accessLog, base !== undefined, signal)) };
    }
    case 'timestamp':
    case 'none':
      return about;
    default:
      return never(method);
  }
}

function accessLogOf(rootDse: RootDse, usual: string): string | undefined {
  return all(rootDse, 'namingContexts').find((dn) => dn.toLowerCase().replaceAll(' ', '') === usual);
}

type Look = Pick<DeltaFacts, 'lost' | 'base' | 'named' | 'log' | 'problem'>;

async function look(directory: Directory, base: string, named: boolean, signal: AbortSignal): Promise<Look> {
  const self = await directory.search(
    { base, scope: 'base', filter: '(objectClass=*)', attributes: ['1.1'] },
    signal,
  );
  if (!self.ok) return refused(base, named, self.problem);
  const children = await directory.search(
    { base, scope: 'one', filter: '(objectClass=*)', attributes: ['1.1'], sizeLimit: 1 },
    signal,
  );
  if (!children.ok) return refused(base, named, children.problem);
  if (children.entries.length > 0) return { base, named, log: 'entries' };
  return { base, named, log: self.entries.length > 0 ? 'empty' : 'nothing' };
}

function refused(base: string, named: boolean, problem: Problem): Look {
  return isLost(problem) ? { lost: problem } : { base, named, log: 'refused', problem };
}

function judge({ facts }: JudgeInput<Settings, DeltaFacts>, scope: Scope): Verdict {
  const expected = 'a record of changes that the account may read';
  const { lost, server = '', method = 'none', base, first, last, usn } = facts;
  if (lost !== undefined) return { expected, ...lostVerdict(lost) };
  const used = scope.connector?.delta === true;
  const text = (label: string, value: string | undefined): Evidence[] =>
    value === undefined ? [] : [{ label, value }];
  const evidence = [
    ...text('Server', server),
    ...text('Method', deltaText(method)),
    ...text('Where', base),
    ...text('First change', first),
    ...text('Last change', last),
    ...text('Highest update number', usn),
    ...text('In .ecmarc', used ? 'delta: true' : 'delta: false, so nothing depends on it yet'),
  ];
  return { expected, ...find(facts, method, server), evidence };
}

type Finding = Pick<Verdict, 'status' | 'message' | 'found' | 'remedy'>;

function find(facts: DeltaFacts, method: DeltaMethod, server: string): Finding {
  switch (method) {
    case 'usn':
      return byUsn(facts);
    case 'changelog':
    case 'accesslog':
      return byLog(facts, method, server);
    case 'timestamp':
      return {
        status: 'pass',
        message: 'by time stamps',
        found: 'deletions are not seen this way: plan full imports as well',
      };
    case 'none':
      return {
        status: 'warn',
        message: 'not with this server',
        found: `the connector knows no way to follow changes of ${server}`,
        remedy: {
          why: 'Every change is then found by a full import. That works, only slower.',
          steps: [{ text: 'Plan full imports, and leave delta import off in the connector' }],
          links: [],
        },
      };
    default:
      return never(method);
  }
}

function byUsn({ usn, showsDeleted }: DeltaFacts): Finding {
  if (usn !== undefined && showsDeleted) return { status: 'pass', message: 'update numbers are there' };
  return {
    status: 'warn',
    message: usn === undefined ? 'no update numbers shown' : 'deleted entries cannot be shown',
    found:
      usn === undefined
        ? 'highestCommittedUSN is not in the rootDSE'
        : 'the control for deleted objects is not offered',
    remedy: {
      why: 'Delta import from AD LDS compares update numbers, and finds deletions by the control for deleted objects.',
      steps: [
        { text: 'Let the connector account read the rootDSE and the deleted objects', owner: 'directory' },
      ],
      links: [],
    },
  };
}

function byLog(facts: DeltaFacts, method: 'changelog' | 'accesslog', server: string): Finding {
  const { base = '', log, named, problem } = facts;
  const name = method === 'changelog' ? 'change log' : 'access log';
  const grant = { text: `Let the connector account read and search ${base}`, owner: 'directory' as const };
  switch (log) {
    case 'entries':
      return { status: 'pass', message: `${base} has entries` };
    case 'empty':
      return { status: 'pass', message: `${base} is there, and empty`, found: 'no change was written yet' };
    default: {
      const why = problem === undefined ? 'the server shows nothing there' : problemText(problem);
      return {
        status: 'warn',
        message: named ? `the ${name} cannot be read` : `no ${name}`,
        found: `${base}: ${why}`,
        remedy: {
          why: `Delta import from ${server} reads its ${name}, as the connector account. Without it every change waits for a full import.`,
          steps: named ? [grant] : [switchOn(method, server), grant],
          links: [],
        },
      };
    }
  }
}

function switchOn(method: 'changelog' | 'accesslog', server: string) {
  const owner = 'directory' as const;
  if (method === 'accesslog') {
    return {
      text: 'Add the accesslog overlay to the database, with the log under cn=accesslog (slapo-accesslog)',
      owner,
    };
  }
  if (/389|FreeIPA/.test(server)) {
    return {
      text: 'Turn the retro changelog plug-in on, and restart the server (give its instance name)',
      command: 'dsconf INSTANCE plugin retro-changelog enable',
      owner,
    };
  }
  return { text: `Turn the change log of ${server} on, under cn=changelog`, owner };
}
