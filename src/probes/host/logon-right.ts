import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { serviceSid, sidForReaders } from '../../platform/windows/sid.ts';
import type { WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { fail, pass } from '../common/verdicts.ts';
import { defineWindowsProbe, windowsOf } from '../common/windows.ts';
import { opened } from '../common/windows-answers.ts';
import { factsToken } from '../token.ts';

export interface LogonRightFacts extends Facts {
  /** SIDs with "Log on as a service", and with "Deny log on as a service". */
  readonly allowed: WindowsAnswer<readonly string[]>;
  readonly forbidden: WindowsAnswer<readonly string[]>;
}

export const hostLogonRight = factsToken<LogonRightFacts>('host', 'logon-right');

const { account, allServices } = requirement('HOST-17').values;
/** SHA-1 of the name: made when it is asked for, since it brings OpenSSL up. */
const agentSid = (): string => serviceSid(account.slice(account.indexOf('\\') + 1));
const everyone = 'S-1-1-0';

export const hostLogonRightProbe = defineWindowsProbe(hostLogonRight, {
  title: 'Services may log on',
  levels: levels('info', 'required'),
  requirements: ['HOST-17'],
  async collect(context) {
    const windows = await windowsOf(context);
    const [allowed, forbidden] = await Promise.all([
      windows.accountsWithRight('SeServiceLogonRight'),
      windows.accountsWithRight('SeDenyServiceLogonRight'),
    ]);
    return { usable: allowed.state === 'seen', allowed, forbidden };
  },
  judge: judgeLogonRight,
});

function judgeLogonRight({ facts }: JudgeInput<Settings, LogonRightFacts>): Verdict {
  const expected = 'NT SERVICE\\ALL SERVICES (S-1-5-80-0) may log on as a service';
  const first = opened({ allowed: 'who may log on as a service' }, facts);
  if (!first.ok) return { ...first.verdict, expected };
  const { allowed = [] } = first.values;
  const second = opened({ forbidden: 'who may not log on as a service' }, facts);
  const { forbidden = [] } = second.ok ? second.values : {};
  const evidence = [
    { label: 'May', value: listed(allowed) },
    { label: 'May not', value: facts.forbidden.state === 'seen' ? listed(forbidden) : 'not seen' },
  ];
  const base = { expected, evidence };
  const barred = forbidden.find((sid) => [allServices, agentSid(), everyone].includes(sid));
  if (barred !== undefined)
    return {
      ...base,
      ...fail(
        'a policy forbids it',
        `"Deny log on as a service" names ${sidForReaders(barred)}`,
        remedy('Deny log on as a service', 'take NT SERVICE\\ALL SERVICES and the agent out of it'),
      ),
    };
  const may = [allServices, everyone, agentSid()].some((sid) => allowed.includes(sid));
  if (may && !second.ok) return { ...base, ...second.verdict };
  if (allowed.includes(allServices) || allowed.includes(everyone))
    return { ...base, ...pass('all services may') };
  if (allowed.includes(agentSid()))
    return {
      ...base,
      ...pass(
        'the agent may',
        `the agent's own account is named; ${sidForReaders(allServices)} is not, so other services may fail`,
      ),
    };
  return {
    ...base,
    ...fail(
      allowed.length === 0 ? 'no account may' : 'ALL SERVICES is missing',
      'the service account of the agent could not log on, so its installation stops',
      remedy('Log on as a service', 'add NT SERVICE\\ALL SERVICES to it'),
    ),
  };
}

function listed(sids: readonly string[]): string {
  return sids.length === 0 ? 'nobody' : sids.map(sidForReaders).join(', ');
}

function remedy(right: string, change: string): Remedy {
  const place = `Computer Configuration, Windows Settings, Security Settings, Local Policies, User Rights Assignment, "${right}"`;
  return fix(
    `The agent runs as ${account}, a virtual account that has this right through ALL SERVICES.`,
    by.server(
      'Find the group policy that sets it (Winning GPO), in the page rights.html that this makes here',
      'gpresult.exe /scope computer /h rights.html /f',
    ),
    by.server(`In that policy, or in secpol.msc when none sets it: ${place}: ${change}`),
    by.server('Fetch the policy anew', 'gpupdate.exe /force'),
  );
}
