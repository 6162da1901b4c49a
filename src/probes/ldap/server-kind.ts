import { defined } from '../../base/defined.ts';
import { failedStep } from '../../clients/connection/layers.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { JudgeInput } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { LdapTarget, Settings } from '../../settings/schema.ts';
import { ldapTargetOf } from '../common/target.ts';
import { idIn, type MakeProbe } from '../describe.ts';
import { Directory } from './directory.ts';
import { kindOf } from './kinds.ts';
import { Walk } from './open.ts';
import { resultCode } from './outcome.ts';
import { placeOf } from './place.ts';
import { type RootDse, readRootDse } from './root-dse.ts';
import { onServer } from './rows.ts';
import type { ServerKindFacts } from './server-kind/facts.ts';
import { judgeServerKind } from './server-kind-judge.ts';

/**
 * The rootDSE, asked anonymously: no credential goes out here, so it may be asked over a channel that could not be
 * verified. An Active Directory is told before any password is sent.
 */
export const ldapServerKindProbe: MakeProbe = (scope) => {
  const target = ldapTargetOf(scope);
  const bind = idIn(scope, 'ldap.bind');
  return onServer(scope, {
    id: 'ldap.server-kind',
    title: 'Not Active Directory',
    levels: levels('restricted', 'restricted'),
    requirements: ['LDAP-01', 'LDAP-03'],
    needs: ['ldap.reach'],
    uses: ['ldap.bind'],
    seconds: 15,
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context, signal) => collect(context, target, signal),
            judge: (input: JudgeInput<Settings, ServerKindFacts>) => judgeServerKind(input, bind),
          },
        }),
  });
};

type Look = Pick<ServerKindFacts, 'rootDse' | 'channel' | 'problem'>;

async function collect(
  context: ProbeContext,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<ServerKindFacts> {
  const { protection } = placeOf(target, context.settings);
  let look =
    protection === 'ldaps' ? await overTls(context, target, signal) : await inClear(context, target, signal);
  // Some servers talk to nobody in clear: then as the connector will.
  if (protection === 'start-tls' && [8, 13].includes(resultCode(look.problem) ?? 0)) {
    look = await overTls(context, target, signal);
  }
  const usable = look.rootDse === null || !isOutOfReach(look.rootDse);
  return { ...look, usable };
}

/** Active Directory itself: the account must not be tried there. A virtual directory that relays one may be. */
export function isOutOfReach(rootDse: RootDse): boolean {
  return kindOf(rootDse).name === 'active-directory';
}

async function inClear(context: ProbeContext, target: LdapTarget, signal: AbortSignal): Promise<Look> {
  const walk = new Walk(context, placeOf(target, context.settings));
  const socket = await walk.connect(signal);
  if (socket === undefined) return failure(walk);
  return { channel: 'clear', ...(await question(context, socket, signal)) };
}

async function overTls(context: ProbeContext, target: LdapTarget, signal: AbortSignal): Promise<Look> {
  const place = placeOf(target, context.settings);
  const walk = new Walk(context, place);
  const plain = await walk.connect(signal);
  const ready =
    plain === undefined || place.protection === 'ldaps' ? plain : await walk.negotiate(plain, signal);
  if (ready === undefined) return failure(walk);
  let unverified: Look | undefined;
  const socket = await walk.secure(ready, signal, async (stranger) => {
    unverified = { channel: 'unverified', ...(await question(context, stranger, signal)) };
  });
  if (socket === undefined) return unverified ?? failure(walk);
  return { channel: 'verified', ...(await question(context, socket, signal)) };
}

async function question(
  context: ProbeContext,
  socket: Parameters<typeof Directory.over>[0],
  signal: AbortSignal,
): Promise<Look> {
  context.waitingFor('rootDSE');
  const directory = await Directory.over(socket);
  try {
    const read = await readRootDse(directory, signal);
    return read.ok ? { rootDse: read.rootDse } : { rootDse: null, problem: read.problem };
  } finally {
    await directory.close();
  }
}

function failure(walk: Walk): Look {
  const problem = walk.startTls?.problem ?? failedStep(walk.reached().steps)?.problem;
  return { rootDse: null, ...defined({ problem }) };
}
