import { defined } from '../../../base/defined.ts';
import { never } from '../../../base/never.ts';
import { anyEntry, type Directory, noAttributes } from '../../../clients/ldap/directory.ts';
import { isClass } from '../../../clients/ldap/names.ts';
import { isLost } from '../../../clients/ldap/outcome.ts';
import { askClock, type PeerClock, stampedAhead } from '../../../clients/ldap/peer-clock.ts';
import { firstValueOf, valuesOf } from '../../../clients/ldap/root-dse.ts';
import { serverKindOf } from '../../../clients/ldap/server-kinds.ts';
import type { Problem } from '../../../platform/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { operatingSystem } from '../../../requirements/operating-system.ts';
import type { LdapTarget } from '../../../settings/schema.ts';
import type { BoundContext } from '../define.ts';
import type { DeltaFacts } from './facts.ts';

export async function collectDelta(context: BoundContext, signal: AbortSignal): Promise<DeltaFacts> {
  const seen = await readMethod(context, signal);
  const clock = seen.lost === undefined ? await clockOf(context, seen, signal) : undefined;
  return { ...seen, ...defined({ clock }) };
}

/** What goes by date goes by two clocks (LDAP-21). */
async function clockOf(
  { directory, scope, platform }: BoundContext,
  { method, base, log }: DeltaFacts,
  signal: AbortSignal,
): Promise<PeerClock | undefined> {
  if (method !== 'accesslog' && method !== 'timestamp') return undefined;
  const now = () => platform.now();
  const told = await askClock(directory, now, signal);
  if (told !== undefined) return told;
  const { users, objectClass } = scope.target;
  const allowed = { now, allowedMs: operatingSystem['OS-09'].values.skewMs };
  if (method === 'timestamp')
    return users === undefined
      ? undefined
      : stampedAhead(
          directory,
          { base: users, scope: 'sub', filter: isClass(objectClass), name: 'modifyTimestamp' },
          allowed,
          signal,
        );
  return base === undefined || log !== 'entries'
    ? undefined
    : stampedAhead(directory, { base, scope: 'one', filter: anyEntry, name: 'reqStart' }, allowed, signal);
}

async function readMethod(
  { bind, directory, scope }: BoundContext,
  signal: AbortSignal,
): Promise<DeltaFacts> {
  const rootDse = bind.rootDse ?? {};
  const { label: server, name: kind, delta: method } = serverKindOf(rootDse);
  const { changeLog, accessLog } = requirement('LDAP-08').values;
  const about = { server, method, usable: true } as const;
  switch (method) {
    case 'usn': {
      const usn = firstValueOf(rootDse, 'highestCommittedUSN');
      const showsDeleted = valuesOf(rootDse, 'supportedControl').includes(requirement('LDAP-07').values.oid);
      return { ...about, ...defined({ usn }), showsDeleted };
    }
    case 'changelog': {
      const base = firstValueOf(rootDse, 'changelog');
      const first = firstValueOf(rootDse, 'firstChangeNumber');
      const last = firstValueOf(rootDse, 'lastChangeNumber');
      return {
        ...about,
        ...(await readLog(directory, base, changeLog, signal)),
        ...defined({ first, last }),
      };
    }
    case 'accesslog': {
      const base = valuesOf(rootDse, 'namingContexts').find(
        (dn) => dn.toLowerCase().replaceAll(' ', '') === accessLog,
      );
      return { ...about, ...(await readLog(directory, base, accessLog, signal)) };
    }
    case 'timestamp':
      // That it works with eDirectory is documented; of others it is seen by trying.
      return kind === 'edirectory'
        ? about
        : { ...about, ...(await findByStamp(directory, scope.target, signal)) };
    case 'none':
      return about;
    default:
      return never(method);
  }
}

/** One user that was changed since long ago: the question that the connector puts. */
async function findByStamp(
  directory: Directory,
  { users, objectClass }: LdapTarget,
  signal: AbortSignal,
): Promise<Pick<DeltaFacts, 'lost' | 'problem' | 'stamps'>> {
  if (users === undefined) return {};
  const one = { base: users, scope: 'sub', attributes: noAttributes, sizeLimit: 1, timeLimit: 5 } as const;
  const ofClass = isClass(objectClass);
  const stamped = await directory.search(
    { ...one, filter: `(&${ofClass}(modifyTimestamp>=19900101000000Z))` },
    signal,
  );
  if (!stamped.ok)
    return isLost(stamped.problem)
      ? { lost: stamped.problem }
      : { stamps: 'refused', problem: stamped.problem };
  if (stamped.entries.length > 0) return { stamps: 'found' };
  const any = await directory.search({ ...one, filter: ofClass }, signal);
  return { stamps: any.ok && any.entries.length > 0 ? 'none' : 'no-users' };
}

type LogFacts = Pick<DeltaFacts, 'lost' | 'base' | 'named' | 'log' | 'problem'>;

/** Is the log there, and does the account see anything in it? `advertised` is its DN in the rootDSE. */
async function readLog(
  directory: Directory,
  advertised: string | undefined,
  usual: string,
  signal: AbortSignal,
): Promise<LogFacts> {
  const base = advertised ?? usual;
  const named = advertised !== undefined;
  const refused = (problem: Problem): LogFacts =>
    isLost(problem) ? { lost: problem } : { base, named, log: 'refused', problem };
  const self = await directory.read(base, noAttributes, signal);
  if (!self.ok) return refused(self.problem);
  const children = await directory.search(
    { base, scope: 'one', filter: anyEntry, attributes: noAttributes, sizeLimit: 1 },
    signal,
  );
  if (!children.ok) return refused(children.problem);
  if (children.entries.length > 0) return { base, named, log: 'entries' };
  return { base, named, log: self.entries.length > 0 ? 'empty' : 'nothing' };
}
