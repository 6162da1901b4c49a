import type { ProbeContext } from '../../clients/environment.ts';
import { inHost } from '../../clients/host/files.ts';
import {
  type AccountFacts,
  type Asker,
  accountText,
  askerOf,
  hostAccount,
  mayDo,
} from '../../clients/host/service-account.ts';
import type { Facts } from '../../engine/facts.ts';
import type { JudgeInput, Remedy, Step, Verdict } from '../../engine/probe.ts';
import { underLabel } from '../../platform/noted-refusals.ts';
import { sidForReaders } from '../../platform/windows/sid.ts';
import type { AccessList, WindowsAnswer } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { restartHost, troubleshooting } from '../common/host-steps.ts';
import { fail, pass, unknown, warn } from '../common/verdicts.ts';
import { windowsOf } from '../common/windows.ts';
import { opened } from '../common/windows-answers.ts';
import { factsToken } from '../token.ts';
import { defineInstalledHostProbe } from './define.ts';

export interface CacheRightsFacts extends Facts {
  readonly path: string;
  readonly access: WindowsAnswer<AccessList>;
  readonly account: AccountFacts['account'];
  readonly who?: NonNullable<AccountFacts['who']>;
}

export const hostCacheRights = factsToken<CacheRightsFacts>('host', 'cache-rights');

const { cache, networkService } = requirement('HOST-06').values;

/** FILE_ALL_ACCESS, and what "Modify" and "Read and execute" give (winnt.h). */
const full = 0x1f01ff;
const modify = 0x1301bf;
const read = 0x1200a9;

export const hostCacheRightsProbe = defineInstalledHostProbe(hostCacheRights, {
  title: 'Service may use its cache',
  levels: levels('required', 'required'),
  requirements: ['HOST-06'],
  collect,
  judge: judgeCacheRights,
});

const asked = { access: "rights on the host's cache", account: "the host's service account" };

async function collect(context: ProbeContext, signal: AbortSignal): Promise<CacheRightsFacts> {
  const windows = await windowsOf(context);
  const path = inHost(context.settings, cache);
  const access = await underLabel(windows, asked.access).access(path);
  const account = await hostAccount(windows, access, signal);
  const usable = access.state === 'seen' && account.account.state === 'seen';
  return { usable, path, access, ...account };
}

function judgeCacheRights({ facts }: JudgeInput<Settings, CacheRightsFacts>): Verdict {
  const { path } = facts;
  const answers = opened(asked, facts);
  const name = facts.account.state === 'seen' ? facts.account.value : '';
  const base = {
    expected: `${name || 'the service account'} has full control`,
    evidence: [
      { label: 'Folder', value: path },
      { label: 'Account', value: accountText(facts) },
      ...entriesOf(facts.access),
    ],
  };
  if (!answers.ok) return { ...base, ...answers.verdict };
  const { access } = answers.values;
  if (access === undefined)
    return {
      ...base,
      ...pass('no cache yet', "The host's wizard makes the folder when a connector is configured."),
    };
  const asker = askerOf(facts);
  if (asker === undefined) return { ...base, ...nobody(facts, name) };
  const may = (mask: number): ReturnType<typeof mayDo> => mayDo(access, asker, mask);
  if (may(full) === 'yes') return { ...base, ...pass(`${shortAccount(name)} has full control`) };
  const remedy = remedyFor(path, asker, access);
  if (may(full) === 'unclear')
    return {
      ...base,
      ...unknown(
        `${shortAccount(name)}: its groups are not known`,
        `By itself it lacks full control. A group has it, but Windows could not tell whether the account is in there.`,
        remedy,
      ),
    };
  const found = `${name} lacks full control of ${path}`;
  // Only full control is what the documents ask for, but with Modify libraries are copied and loaded.
  if (may(modify) === 'yes') return { ...base, ...warn('may change files, no full control', found, remedy) };
  if (may(read) === 'yes') return { ...base, ...fail('may read only', found, remedy) };
  return { ...base, ...fail('no access', found, remedy) };
}

/** The account is not known to Windows, or could not be asked. */
function nobody({ who, path }: CacheRightsFacts, name: string): Verdict {
  // A report of an earlier version.
  if (who === undefined && name !== '')
    return { status: 'unknown', message: `${name}: not asked who that is`, remedy: grant(path, name) };
  const answer = who && opened({ who: `who ${name} is` }, { who });
  return {
    status: 'unknown',
    message: name === '' ? 'no service, no account' : `no account ${name} found`,
    found: 'Windows knows nobody of that name, neither here nor in a domain that it can ask.',
    remedy: name === '' ? grant(path, `*${networkService}`) : otherAccount,
    ...(answer?.ok === false ? answer.verdict : {}),
  };
}

function shortAccount(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1);
}

function entriesOf(access: WindowsAnswer<AccessList>): { readonly label: string; readonly value: string }[] {
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
  return `other rights, 0x${mask.toString(16)}`;
}

/** Windows knows no such account: there is nobody to give a right to. */
const otherAccount = fix(
  'A service whose account is gone does not start.',
  by.server(
    'Correct the account of the service Microsoft ECMA2Host (its properties, tab Log On)',
    'services.msc',
  ),
  restartHost,
);

/** Where an entry denies, a right that is given changes nothing: that entry goes first. */
function remedyFor(path: string, { sid, groups }: Asker, { entries }: AccessList): Remedy {
  const deny = entries.filter(
    (entry) => entry.kind === 'deny' && (entry.mask & full) !== 0 && [sid, ...groups].includes(entry.sid),
  );
  const taken = [...new Set(deny.map((entry) => entry.sid))].map((one) =>
    by.server(
      `Take away the entry that denies ${sidForReaders(one)}, as an administrator`,
      `icacls.exe "${path}" /remove:d "*${one}"`,
    ),
  );
  return grant(path, `*${sid}`, ...taken);
}

/** By SID: names of accounts differ between languages of Windows. */
function grant(path: string, who: string, ...first: readonly Step[]): Remedy {
  return fix(
    'The host loads connector libraries from its cache; without the right it logs "Could not load file or assembly ... Access is denied".',
    ...first,
    by.server(
      'Give the account full control, as an administrator',
      `icacls.exe "${path}" /grant "${who}:(OI)(CI)F"`,
    ),
    restartHost,
    troubleshooting,
  );
}
