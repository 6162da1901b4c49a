import type { JudgeInput, Remedy, Verdict } from '../../engine/probe.ts';
import { allows } from '../../platform/windows/access-list.ts';
import { serviceSid, sidForReaders } from '../../platform/windows/sid.ts';
import type { AccessList, Seen } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { inHost } from '../connector/places.ts';
import type { MakeProbe } from '../describe.ts';
import { refused, unanswered, type WindowsFacts, windowsOf } from '../windows.ts';
import { findServices } from './found-services.ts';
import { onceInstalled, restartHost } from './row.ts';

export interface CacheRightsFacts extends WindowsFacts {
  readonly path: string;
  readonly access: Seen<AccessList>;
  /** The account that the host's service runs as, as configured. */
  readonly account: Seen<string>;
}

const { cache, networkService } = requirement('HOST-06').values;

/** FILE_ALL_ACCESS, and what "Modify" and "Read and execute" give (winnt.h). */
const full = 0x1f01ff;
const modify = 0x1301bf;
const read = 0x1200a9;

export const hostCacheRights: MakeProbe = (scope) =>
  onceInstalled(scope, {
    id: 'host.cache-rights',
    title: 'Service may use its cache',
    levels: levels('required', 'required'),
    requirements: ['HOST-06'],
    work: {
      async collect(context): Promise<CacheRightsFacts> {
        const windows = await windowsOf(context);
        const path = inHost(context.settings, cache);
        const access = await windows.access(path);
        const { host } = await findServices(windows);
        const account: CacheRightsFacts['account'] =
          host.state === 'seen' ? { state: 'seen', value: host.value.account } : host;
        const usable = access.state === 'seen' && account.state === 'seen';
        return { usable, path, access, account, ...refused({ "rights on the host's cache": access }) };
      },
      judge: judgeCacheRights,
    },
  });

export function judgeCacheRights({ facts }: JudgeInput<Settings, CacheRightsFacts>): Verdict {
  const { path, access, account } = facts;
  const blind =
    unanswered("rights on the host's cache", access) ?? unanswered("the host's service account", account);
  const name = account.state === 'seen' ? account.value : '';
  const sid = sidOf(name);
  const base = {
    expected: `${name || 'the service account'} has full control`,
    evidence: [
      { label: 'Folder', value: path },
      { label: 'Account', value: sid === undefined ? name || 'not seen' : `${name}: ${sidForReaders(sid)}` },
      ...entriesOf(access),
    ],
  };
  if (blind !== undefined) return { ...base, ...blind };
  if (access.state !== 'seen')
    return {
      ...base,
      status: 'pass',
      message: 'no cache yet',
      found: "The host's wizard makes the folder when a connector is configured.",
    };
  if (sid === undefined)
    return {
      ...base,
      status: 'unknown',
      message: name === '' ? 'no service, no account' : `${name} is not a built-in account`,
      found: 'The doctor does not ask the domain which groups the account is in.',
      remedy: grant(path, name === '' ? `*${networkService}` : name),
    };
  const sids = new Set([sid, ...groups(sid)]);
  const may = (mask: number): boolean => allows(access.value, sids, mask);
  if (may(full)) return { ...base, status: 'pass', message: `${shortAccount(name)} has full control` };
  const found = `${name} lacks full control of ${path}`;
  const remedy = grant(path, `*${sid}`);
  // Only full control is what the documents ask for, but with Modify libraries are copied and loaded.
  if (may(modify))
    return { ...base, status: 'warn', message: 'may change files, no full control', found, remedy };
  if (may(read)) return { ...base, status: 'fail', message: 'may read only', found, remedy };
  return { ...base, status: 'fail', message: 'no access', found, remedy };
}

/** Names that Windows keeps for these accounts in every language; undefined for one of a domain or of this machine. */
export function sidOf(account: string): string | undefined {
  const name = account.replace(/^\.\\/, '').toLowerCase().replace(/\s/g, '');
  switch (name) {
    case 'localsystem':
    case 'ntauthority\\system':
      return 'S-1-5-18';
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

/** Groups that every process of such an account is in. */
function groups(sid: string): readonly string[] {
  const everywhere = ['S-1-1-0', 'S-1-5-11', 'S-1-5-6'];
  if (sid === 'S-1-5-18') return ['S-1-1-0', 'S-1-5-11', 'S-1-5-32-544'];
  return sid.startsWith('S-1-5-80-')
    ? [...everywhere, 'S-1-5-32-545', 'S-1-5-80-0']
    : [...everywhere, 'S-1-5-32-545'];
}

function shortAccount(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1);
}

function entriesOf(access: Seen<AccessList>): { readonly label: string; readonly value: string }[] {
  if (access.state !== 'seen') return [];
  return access.value.entries
    .filter(({ inheritOnly }) => !inheritOnly)
    .map(({ kind, sid, mask }) => ({
      label: kind === 'allow' ? 'May' : 'May not',
      value: `${sidForReaders(sid)}: ${rightsText(mask)}`,
    }));
}

function rightsText(mask: number): string {
  for (const [rights, name] of [
    [full, 'full control'],
    [modify, 'change'],
    [read, 'read and execute'],
  ] as const)
    if ((mask & rights) === rights) return name;
  return `0x${mask.toString(16)}`;
}

/** By SID: names of accounts differ between languages of Windows. */
function grant(path: string, who: string): Remedy {
  return {
    why: 'The host loads connector libraries from its cache; without the right it logs "Could not load file or assembly ... Access is denied".',
    steps: [
      {
        text: 'Give the account full control, as an administrator',
        command: `icacls.exe "${path}" /grant "${who}:(OI)(CI)F"`,
        owner: 'server',
      },
      restartHost,
    ],
    links: ['https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-ecma-troubleshoot'],
  };
}
