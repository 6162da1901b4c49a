import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import { inTurn } from '../../clients/keyed-queue.ts';
import type { Leased } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import type { LdapTarget } from '../../settings/schema.ts';
import { idIn, type Scope } from '../describe.ts';
import type { BindFacts } from './bind/facts.ts';
import { passwordControls } from './controls.ts';
import { Directory } from './directory.ts';
import { plainDn } from './names.ts';
import { Walk } from './open.ts';
import { resultCode } from './outcome.ts';
import { type Place, placeOf } from './place.ts';
import { all, type RootDse, readRootDse } from './root-dse.ts';
import type { ServerKindFacts } from './server-kind/facts.ts';
import { isOutOfReach } from './server-kind.ts';
import { countsAsRefused, subCodeOf } from './sub-codes.ts';

/** The connector's one bound connection, or what stood in its way. */
export interface Bound {
  readonly bind: BindFacts;
  readonly directory?: Directory;
}

/** Leases it: opened, secured and bound by the first probe that asks, closed after the last. */
export function leaseBound(context: ProbeContext, scope: Scope, target: LdapTarget): Promise<Bound> {
  return context.lease((signal) => openBound(context, scope, target, signal));
}

const whoAmI = '1.3.6.1.4.1.4203.1.11.3';

async function openBound(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  signal: AbortSignal,
): Promise<Leased<Bound>> {
  const { authentication } = target;
  if (authentication !== 'simple') {
    return nothing({ outcome: 'unsupported', authentication, account: target.bindDn ?? '', usable: false });
  }
  const place = placeOf(target, context.settings);
  const key = `ldap ${place.address.toLowerCase()}`;
  const account = target.bindDn ?? '';
  // The refusal of one connector must be known before the next sends the same account's password.
  return inTurn(context.credentials, `${key} ${plainDn(account)}`, () =>
    tryOnce(context, scope, target, place, key, signal),
  );
}

async function tryOnce(
  context: ProbeContext,
  scope: Scope,
  target: LdapTarget,
  place: Place,
  key: string,
  signal: AbortSignal,
): Promise<Leased<Bound>> {
  const { authentication, password, bindDn = '' } = target;
  const base = { authentication, account: bindDn };
  const standing = context.credentials.standing(key, bindDn, password);
  if (standing !== undefined) {
    const refusal = { target: key, account: bindDn, at: standing.at };
    return nothing({ ...base, outcome: 'remembered', refusal, usable: false });
  }
  const secret = password === undefined ? undefined : await context.secret(password);
  // A name with an empty password is an anonymous bind to many servers (RFC 4513, 5.1.2): it proves nothing.
  if (secret === undefined || bindDn === '' || secret.reveal() === '') {
    return nothing({ ...base, outcome: 'no-secret', usable: false });
  }
  const walk = new Walk(context, place);
  const socket = await walk.open(signal);
  const reached = walk.reached();
  if (socket === undefined) {
    const problem = walk.startTls?.problem;
    return nothing({
      ...base,
      outcome: 'no-connection',
      reached,
      ...defined({ problem }),
      usable: false,
    });
  }
  const directory = await Directory.over(socket);
  const offered = rootDseOf(context, scope);
  const policy = await passwordControls(all(offered, 'supportedControl'));
  context.waitingFor(`${place.address} (bind)`);
  const answer = await directory.bind(bindDn, secret.reveal(), policy.controls, signal);
  const news = policy.news();
  const about = { ...base, reached, ms: answer.ms, ...defined({ password: news }) };
  if (!answer.ok) {
    await directory.close();
    const refused = countsAsRefused(answer.problem, news);
    if (refused) context.credentials.refused(key, bindDn);
    const at = context.platform.now().toISOString();
    return nothing({
      ...about,
      outcome: resultCode(answer.problem) === undefined ? 'lost' : 'refused',
      problem: hush(answer.problem, secret.reveal()),
      ...defined({ subCode: subCodeOf(answer.problem) }),
      ...(refused ? { refusal: { target: key, account: bindDn, at } } : {}),
      usable: false,
    });
  }
  context.credentials.accepted(key, bindDn);
  const seen = await readRootDse(directory, signal);
  const rootDse = seen.ok ? seen.rootDse : null;
  const version = await monitorVersion(directory, rootDse, signal);
  const outcome = await standingOf(directory, rootDse, offered, signal);
  const usable = outcome === 'bound';
  const bind: BindFacts = {
    ...about,
    outcome,
    rootDse,
    ...defined({ version }),
    usable,
  };
  return { value: usable ? { bind, directory } : { bind }, close: () => directory.close() };
}

/** "OpenLDAP: slapd 2.5.13+dfsg-5 (...)" in cn=Monitor, where the account may read it. */
async function monitorVersion(
  directory: Directory,
  rootDse: RootDse | null,
  signal: AbortSignal,
): Promise<string | undefined> {
  const base = all(rootDse, 'monitorContext')[0];
  if (base === undefined) return undefined;
  const found = await directory.search(
    { base, scope: 'base', filter: '(objectClass=*)', attributes: ['monitoredInfo'] },
    signal,
  );
  const text = found.ok ? found.entries[0]?.values('monitoredInfo')[0] : undefined;
  return /slapd (\d[\w.]*)/.exec(text ?? '')?.[1];
}

/** A server could repeat what it was sent in its message. */
function hush(problem: Problem, secret: string): Problem {
  return { ...problem, text: problem.text.replaceAll(secret, '[secret]') };
}

/** What a sign-in that was accepted is worth. */
async function standingOf(
  directory: Directory,
  rootDse: RootDse | null,
  offered: RootDse | null | undefined,
  signal: AbortSignal,
): Promise<'bound' | 'anonymous' | 'forbidden'> {
  if (rootDse !== null && isOutOfReach(rootDse)) return 'forbidden';
  return (await isAnonymous(directory, rootDse ?? offered, signal)) ? 'anonymous' : 'bound';
}

async function isAnonymous(
  directory: Directory,
  rootDse: RootDse | null | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (!all(rootDse, 'supportedExtension').includes(whoAmI)) return false;
  const answer = await directory.whoAmI(signal);
  return answer.ok && answer.id === '';
}

function rootDseOf(context: ProbeContext, scope: Scope): RootDse | null | undefined {
  return (context.facts(idIn(scope, 'ldap.server-kind')) as ServerKindFacts | undefined)?.rootDse;
}

function nothing(bind: BindFacts): Leased<Bound> {
  return { value: { bind }, close: () => {} };
}

/** What a probe over the connection could not ask: `lost` says why. */
export type LostFacts = { readonly usable: false; readonly lost: Problem };

/** The bound connection is not there: the refusal goes along, so that the row asks before another try. */
export function lostTo(bind: BindFacts): LostFacts & Pick<BindFacts, 'refusal'> {
  const problem = bind.problem ?? { code: 'NOT_BOUND', text: bindTexts[bind.outcome] };
  return { usable: false, lost: problem, ...defined({ refusal: bind.refusal }) };
}

const bindTexts: Readonly<Record<BindFacts['outcome'], string>> = {
  bound: '',
  anonymous: 'the account is only anonymous to the server',
  forbidden: 'the server is an Active Directory',
  refused: 'the account was refused',
  remembered: 'the account was refused before and is not tried again',
  'no-secret': 'there is no password to send',
  'no-connection': 'the server cannot be reached',
  lost: 'the connection was lost',
  unsupported: 'the doctor does not sign in this way',
};
