import {
  type AccountFacts,
  type Asker,
  accountOf,
  accountText,
  askerOf,
  couldBeGroup,
  isBuiltIn,
} from '../../clients/host/service-account.ts';
import { findServices } from '../../clients/host/services.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { serviceSid, sidForReaders } from '../../platform/windows/sid.ts';
import type { WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { fail, pass, unknown, warn } from '../common/verdicts.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { opened } from '../common/windows-answers.ts';
import { factsToken } from '../token.ts';

export interface LogonRightFacts extends Facts {
  /** SIDs with "Log on as a service", and with "Deny log on as a service". */
  readonly allowed: WindowsAnswer<readonly string[]>;
  readonly forbidden: WindowsAnswer<readonly string[]>;
  /**
   * The services that are there, and whom they run as, also where Windows refuses to tell; absent in reports of older
   * versions.
   */
  readonly services?: readonly ServiceAccount[];
}

type ServiceAccount = AccountFacts & { readonly service: 'agent' | 'host' | 'updater' };

export const hostLogonRight = factsToken<LogonRightFacts>('host', 'logon-right');

const { account: agentAccount, allServices } = requirement('HOST-17').values;
/** SHA-1 of the name: made when it is asked for, since it brings OpenSSL up. */
const agentSid = (): string => serviceSid(agentAccount.slice(agentAccount.indexOf('\\') + 1));
const everyone = 'S-1-1-0';

export const hostLogonRightProbe = defineWindowsProbe(hostLogonRight, {
  title: 'Services may log on',
  levels: levels('info', 'required'),
  requirements: ['HOST-17'],
  async collect(context, signal) {
    const windows = await windowsOf(context);
    const [allowed, forbidden, found] = await Promise.all([
      windows.accountsWithRight('SeServiceLogonRight'),
      windows.accountsWithRight('SeDenyServiceLogonRight'),
      findServices(windows),
    ]);
    const spoken = new Set(
      [allowed, forbidden].flatMap((answer) => (answer.state === 'seen' ? answer.value : [])),
    );
    const services = await Promise.all(
      (['agent', 'host', 'updater'] as const)
        .filter((service) => found[service].state !== 'absent')
        .map(async (service): Promise<ServiceAccount> => {
          return { service, ...(await accountOf(windows, found[service], spoken, signal)) };
        }),
    );
    return { usable: allowed.state === 'seen', allowed, forbidden, services };
  },
  judge: judgeLogonRight,
});

const names = { agent: 'the agent', host: 'the connector host', updater: "the agent's updater" } as const;

/** An account that must be able to log on. */
interface Subject {
  readonly service: ServiceAccount['service'];
  readonly account: string;
  /** Undefined: Windows does not tell who that is. */
  readonly asker: Asker | undefined;
  readonly facts?: AccountFacts;
}

/** Where no agent is there yet, the virtual account that its setup will make. */
function subjectsOf({ services = [] }: LogonRightFacts): readonly Subject[] {
  const found = services.flatMap((facts): Subject[] => {
    const { service, account } = facts;
    return account.state !== 'seen' || account.value === ''
      ? []
      : [{ service, account: account.value, asker: askerOf(facts), facts }];
  });
  if (services.some(({ service, account }) => service === 'agent' && account.state !== 'absent'))
    return found;
  const account: AccountFacts['account'] = { state: 'seen', value: agentAccount };
  return [{ service: 'agent', account: agentAccount, asker: askerOf({ account }) }, ...found];
}

function judgeLogonRight({ facts }: JudgeInput<Settings, LogonRightFacts>): Verdict {
  const subjects = subjectsOf(facts);
  const named = subjects.filter(({ asker }) => asker === undefined || !isVirtual(asker));
  const expected =
    'NT SERVICE\\ALL SERVICES (S-1-5-80-0) may log on as a service' +
    named
      .filter(({ asker }) => asker === undefined || !isBuiltIn(asker))
      .map(({ account }) => `, and so may ${account}`)
      .join('');
  const first = opened({ allowed: 'who may log on as a service' }, facts);
  if (!first.ok) return { ...first.verdict, expected };
  const { allowed = [] } = first.values;
  const second = opened({ forbidden: 'who may not log on as a service' }, facts);
  const { forbidden = [] } = second.ok ? second.values : {};
  const evidence = [
    ...(facts.services ?? []).map((one) => ({
      label: `Account of ${names[one.service]}`,
      value: accountText(one),
    })),
    { label: 'May', value: listed(allowed) },
    { label: 'May not', value: facts.forbidden.state === 'seen' ? listed(forbidden) : 'not seen' },
  ];
  const base = { expected, evidence };
  const verdicts = [
    ...subjects.flatMap((subject) => judgeAccount(subject, allowed, forbidden) ?? []),
    ...(facts.services ?? []).flatMap((one) => unseenVerdict(one) ?? []),
  ];
  const worst = ['fail', 'unknown', 'warn']
    .map((status) => verdicts.find((one) => one.status === status))
    .find((one) => one !== undefined);
  if (worst?.status === 'fail') return { ...base, ...worst };
  if (!second.ok) return { ...base, ...second.verdict };
  if (worst !== undefined) return { ...base, ...worst };
  return { ...base, ...passing(named, allowed) };
}

function passing(named: readonly Subject[], allowed: readonly string[]): Verdict {
  const all = allowed.includes(allServices) || allowed.includes(everyone);
  const others = named.map(({ service, account }) => `${names[service]} runs as ${account}`).join('; ');
  if (all) return others === '' ? pass('all services may') : pass('all services may', others);
  return pass(
    allowed.includes(agentSid()) ? 'the agent may' : 'the accounts of the services may',
    `${others === '' ? "the agent's own account is named" : others}; ${sidForReaders(allServices)} is not, so other services may fail`,
  );
}

/** An account that was not seen may need a right of its own: where Windows does not tell whom it runs as. */
function unseenVerdict(one: ServiceAccount): Verdict | undefined {
  const answer = opened({ account: `whom ${names[one.service]} runs as` }, { account: one.account });
  return answer.ok ? undefined : answer.verdict;
}

/** Undefined where the account may log on. */
function judgeAccount(
  { service, account, asker, facts }: Subject,
  allowed: readonly string[],
  forbidden: readonly string[],
): Verdict | undefined {
  // The updater is needed for newer versions only.
  const bad = service === 'updater' ? warn : fail;
  if (asker === undefined) {
    const answer = opened({ who: `who ${account} is` }, { who: facts?.who ?? { state: 'absent' } });
    return {
      status: 'unknown',
      message: `${account}: not known who that is`,
      found: `${names[service]} runs as ${account}, which Windows finds neither here nor in a domain that it can ask.`,
      ...(answer.ok ? {} : answer.verdict),
    };
  }
  if (isBuiltIn(asker)) return undefined;
  const own = [asker.sid, ...asker.groups];
  const virtual = isVirtual(asker);
  const barred = forbidden.find((sid) => own.includes(sid));
  if (barred !== undefined)
    return bad(
      virtual ? 'a policy forbids it' : `a policy forbids it to ${account}`,
      `"Deny log on as a service" names ${sidForReaders(barred)}`,
      remedy(
        account,
        'Deny log on as a service',
        virtual
          ? 'take NT SERVICE\\ALL SERVICES and the agent out of it'
          : `take ${account} and its groups out of it`,
      ),
    );
  if (allowed.some((sid) => own.includes(sid))) return undefined;
  const lack = virtual ? 'NT SERVICE\\ALL SERVICES' : account;
  const steps = remedy(account, 'Log on as a service', `add ${lack} to it`);
  if (!asker.whole && allowed.some(couldBeGroup))
    return unknown(
      `${account}: its groups are not known`,
      'By itself it is not named. A group is, but Windows could not tell whether the account is in there.',
      steps,
    );
  if (virtual)
    return bad(
      allowed.length === 0 ? 'no account may' : 'ALL SERVICES is missing',
      facts === undefined
        ? 'the service account of the agent could not log on, so its installation stops'
        : `${names[service]} runs as ${account}, which could not log on when it starts anew`,
      steps,
    );
  return bad(
    `${account} may not`,
    `${names[service]} runs as ${account}, which is not among those that may log on as a service: ALL SERVICES does not cover it`,
    steps,
  );
}

function isVirtual({ sid }: Asker): boolean {
  return sid.startsWith('S-1-5-80-');
}

function listed(sids: readonly string[]): string {
  return sids.length === 0 ? 'nobody' : sids.map(sidForReaders).join(', ');
}

function remedy(account: string, right: string, change: string): Remedy {
  const place = `Computer Configuration, Windows Settings, Security Settings, Local Policies, User Rights Assignment, "${right}"`;
  return fix(
    account === agentAccount
      ? `The agent runs as ${agentAccount}, a virtual account that has this right through ALL SERVICES.`
      : `A service that runs as ${account} starts only where this account may log on as a service.`,
    by.server(
      'Find the group policy that sets it (Winning GPO), in the page rights.html that this makes here',
      'gpresult.exe /scope computer /h rights.html /f',
    ),
    by.server(`In that policy, or in secpol.msc when none sets it: ${place}: ${change}`),
    by.server('Fetch the policy anew', 'gpupdate.exe /force'),
  );
}
