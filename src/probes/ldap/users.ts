import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { JudgeInput } from '../../engine/probe.ts';
import { stopwatch } from '../../platform/wait.ts';
import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { ldapTargetOf } from '../common/target.ts';
import type { MakeProbe, Scope } from '../describe.ts';
import { leaseBound, lostTo } from './connection.ts';
import type { Directory } from './directory.ts';
import { isClass } from './names.ts';
import { all } from './root-dse.ts';
import { bound, noUsers } from './rows.ts';
import type { Count, UsersFacts } from './users/facts.ts';
import { judgeUsers } from './users-judge.ts';

/** Counting is to show an order of magnitude, not to load a directory. */
export const countBounds = { entries: 5_000, ms: 10_000, page: 500, unpaged: 1_000 } as const;

/** The container, and how many users of the class are in it. */
export const ldapUsersProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  return bound(scope, {
    id: 'ldap.users',
    title: 'Finds the users',
    levels: levels('required', 'required'),
    requirements: ['LDAP-11', 'LDAP-12'],
    seconds: 60,
    notConfigured: () => noUsers(scope),
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context, signal) => collect(context, scope, target, signal),
            judge: (input: JudgeInput<Settings, UsersFacts>) => judgeUsers(input, target),
          },
        }),
  });
};

/** Names for the number of children: Netscape's family and OpenDJ, AD LDS. */
const childCounts = ['numSubordinates', 'msDS-Approx-Immed-Subordinates'] as const;

async function collect(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<UsersFacts> {
  const { bind, directory } = await leaseBound(context, scope, target);
  if (directory === undefined) return lostTo(bind);
  const container = target.users ?? '';
  context.waitingFor(container);
  const base = await directory.search(
    {
      base: container,
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: ['objectClass', ...childCounts],
    },
    signal,
  );
  if (!base.ok) return { container, base: 'refused', problem: base.problem, usable: false };
  const [entry] = base.entries;
  if (entry === undefined) return { container, base: 'nothing', usable: false };
  const children = childCounts
    .map((name) => Number.parseInt(entry.values(name)[0] ?? '', 10))
    .find((one) => one >= 0);
  const filter = isClass(target.objectClass);
  const { paged } = requirement('LDAP-06').values;
  const pages = all(bind.rootDse, 'supportedControl').includes(paged);
  const counted = await count(directory, container, filter, pages, signal);
  const sample = await attributeNames(directory, container, filter, signal);
  const shown =
    counted.number === 0 && children !== undefined && children > 0
      ? await shownChildren(directory, container, signal)
      : undefined;
  return {
    container,
    base: 'entry',
    classes: entry.values('objectClass').slice(0, 20),
    ...defined({ children, shown }),
    counted,
    ...(sample.length === 0 ? {} : { sample }),
    usable: true,
  };
}

/** Containers below it, say: where all children are shown, no user among them is hidden. */
async function shownChildren(
  directory: Directory,
  base: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const found = await directory.search(
    { base, scope: 'one', filter: '(objectClass=*)', attributes: ['1.1'], sizeLimit: countBounds.unpaged },
    signal,
  );
  return found.ok ? found.entries.length : undefined;
}

async function count(
  directory: Directory,
  base: string,
  filter: string,
  paged: boolean,
  signal: AbortSignal,
): Promise<Count> {
  const ms = stopwatch();
  const search = { base, scope: 'sub', filter, attributes: ['1.1'] } as const;
  let number = 0;
  let referrals = 0;
  if (!paged) {
    const found = await directory.search({ ...search, sizeLimit: countBounds.unpaged }, signal);
    if (!found.ok) return { number, more: false, paged, ms: ms(), referrals, problem: found.problem };
    number = found.entries.length;
    return { number, more: number >= countBounds.unpaged, paged, ms: ms(), referrals: found.referrals };
  }
  for await (const page of directory.pages(search, countBounds.page, signal)) {
    if (!page.ok) return { number, more: true, paged, ms: ms(), referrals, problem: page.problem };
    number += page.entries.length;
    referrals += page.referrals;
    const enough = number >= countBounds.entries || ms() >= countBounds.ms;
    if (enough && page.entries.length > 0) return { number, more: true, paged, ms: ms(), referrals };
  }
  return { number, more: false, paged, ms: ms(), referrals };
}

/** No value crosses the network: the server is asked for names only. */
async function attributeNames(
  directory: Directory,
  base: string,
  filter: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await directory.search(
    { base, scope: 'sub', filter, attributes: ['*'], namesOnly: true, sizeLimit: 3 },
    signal,
  );
  if (!found.ok) return [];
  return [...new Set(found.entries.flatMap(({ names }) => names))]
    .map((name) => name.slice(0, 80))
    .slice(0, 100);
}
