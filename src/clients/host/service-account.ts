import { startDeadline } from '../../engine/deadline.ts';
import { orAborted } from '../../platform/wait.ts';
import { allows } from '../../platform/windows/access-list.ts';
import { serviceSid, sidForReaders } from '../../platform/windows/sid.ts';
import type {
  AccessList,
  Account,
  Service,
  WindowsAnswer,
  WindowsReader,
} from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { findServices } from './services.ts';

/** The account that a service runs as, as facts. */
export type AccountFacts = {
  /** As configured. */
  readonly account: WindowsAnswer<string>;
  /** Who that is, where it is no built-in account. */
  readonly who?: WindowsAnswer<Account>;
};

/** Who asks, to an access list. */
export interface Asker {
  readonly sid: string;
  readonly groups: readonly string[];
  /** False where not all of its groups could be asked. */
  readonly whole: boolean;
}

/**
 * The account, with those of its groups that `list` speaks of: who is in which other groups is nobody's business in
 * a report.
 */
export async function hostAccount(
  windows: WindowsReader,
  list: WindowsAnswer<AccessList>,
  signal: AbortSignal,
  seconds = patience,
): Promise<AccountFacts> {
  const { host } = await findServices(windows);
  const spoken = new Set(list.state === 'seen' ? list.value.entries.map(({ sid }) => sid) : []);
  return accountOf(windows, host, spoken, signal, seconds);
}

/** The account of one service, with those of its groups that are `spoken` of. */
export async function accountOf(
  windows: WindowsReader,
  service: WindowsAnswer<Service>,
  spoken: ReadonlySet<string>,
  signal: AbortSignal,
  seconds = patience,
): Promise<AccountFacts> {
  if (service.state !== 'seen') return { account: service };
  const { account } = service.value;
  const known: AccountFacts = { account: { state: 'seen', value: account } };
  if (account === '' || sidOf(account) !== undefined) return known;
  const who = await inTime(windows.account(account), signal, seconds);
  if (who.state !== 'seen' || who.value.groups.state !== 'seen') return { ...known, who };
  const value = who.value.groups.value.filter((group) => spoken.has(group));
  return { ...known, who: { state: 'seen', value: { ...who.value, groups: { state: 'seen', value } } } };
}

/** Seconds. Windows waits longer for a domain that is silent: what else a row saw must not be lost by that. */
const patience = 12;

async function inTime(
  asked: Promise<WindowsAnswer<Account>>,
  signal: AbortSignal,
  seconds: number,
): Promise<WindowsAnswer<Account>> {
  const late = Promise.withResolvers<WindowsAnswer<Account>>();
  const text = `no answer within ${seconds} s, perhaps its domain cannot be reached`;
  const deadline = startDeadline(seconds * 1000, () =>
    late.resolve({ state: 'failed', problem: { code: 'NO_ANSWER', text } }),
  );
  try {
    return await orAborted(signal, Promise.race([asked, late.promise]));
  } finally {
    deadline.stop();
  }
}

/** Undefined where the account is not known to Windows, or was not seen. */
export function askerOf({ account, who }: AccountFacts): Asker | undefined {
  if (account.state !== 'seen') return undefined;
  const sid = sidOf(account.value);
  if (sid !== undefined) return { sid, groups: groupsOf(sid), whole: true };
  if (who?.state !== 'seen') return undefined;
  const { groups } = who.value;
  const known = groups.state === 'seen' ? groups.value.filter((group) => group !== network) : [];
  return { sid: who.value.sid, groups: [...everywhere, ...known], whole: groups.state === 'seen' };
}

/**
 * Whether all of `wanted` is given. `unclear`: it depends on groups that could not be asked, because a group is given
 * it, or denied.
 */
export function mayDo(
  list: AccessList,
  { sid, groups, whole }: Asker,
  wanted: number,
): 'yes' | 'no' | 'unclear' {
  const own = new Set([sid, ...groups]);
  const may = allows(list, own, wanted);
  if (whole) return may ? 'yes' : 'no';
  const others = list.entries.filter((entry) => !own.has(entry.sid) && couldBeGroup(entry.sid));
  if (may)
    return others.some(
      ({ kind, mask, inheritOnly }) => kind === 'deny' && !inheritOnly && (mask & wanted) !== 0,
    )
      ? 'unclear'
      : 'yes';
  return allows(list, new Set([...own, ...others.map((entry) => entry.sid)]), wanted) ? 'unclear' : 'no';
}

/** `NT AUTHORITY\NetworkService: S-1-5-20 (NETWORK SERVICE)`. */
export function accountText(facts: AccountFacts): string {
  const name = facts.account.state === 'seen' ? facts.account.value : '';
  const asker = askerOf(facts);
  return asker === undefined ? name || 'not seen' : `${name}: ${sidForReaders(asker.sid)}`;
}

const { networkService } = requirement('HOST-06').values;
const system = 'S-1-5-18';
/** Everyone, Authenticated Users, SERVICE. */
const everywhere = ['S-1-1-0', 'S-1-5-11', 'S-1-5-6'];
/** Windows asks for groups as a network logon would have them; a service has another kind of logon. */
const network = 'S-1-5-2';

/** Names that Windows keeps for these accounts in every language; undefined for one of a domain or of this machine. */
export function sidOf(account: string): string | undefined {
  const name = account.replace(/^\.\\/, '').toLowerCase().replace(/\s/g, '');
  switch (name) {
    case 'localsystem':
    case 'ntauthority\\system':
      return system;
    case 'ntauthority\\localservice':
      return 'S-1-5-19';
    case 'ntauthority\\networkservice':
      return networkService;
    default: {
      const own = /^nt service\\(.+)$/i.exec(account)?.[1];
      return own === undefined ? undefined : serviceSid(own);
    }
  }
}

/** Groups that every process of a built-in account is in. */
function groupsOf(sid: string): readonly string[] {
  if (sid === system) return ['S-1-1-0', 'S-1-5-11', 'S-1-5-32-544'];
  return [...everywhere, 'S-1-5-32-545', ...(sid.startsWith('S-1-5-80-') ? ['S-1-5-80-0'] : [])];
}

/** Accounts that Windows brings: each may log on as a service by itself. */
export function isBuiltIn({ sid }: Asker): boolean {
  return [system, 'S-1-5-19', networkService].includes(sid);
}

/** Group-managed service accounts, and those of computers. */
export function isManaged(account: string): boolean {
  return account.endsWith('$');
}

/** Not SYSTEM and the other built-in accounts, services and creators: these are nobody's groups. */
export function couldBeGroup(sid: string): boolean {
  return ![system, 'S-1-5-19', networkService].includes(sid) && !/^S-1-(?:3-|5-80-)/.test(sid);
}
