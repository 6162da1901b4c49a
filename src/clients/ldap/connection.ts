import { defined } from '../../base/defined.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Leased } from '../../engine/probe.ts';
import type { Problem } from '../../platform/types.ts';
import type { LdapTarget } from '../../settings/schema.ts';
import type { ConnectionTrace } from '../connection/trace.ts';
import type { ProbeContext } from '../environment.ts';
import { inTurn } from '../keyed-queue.ts';
import { type Directory, SocketDirectory } from './directory.ts';
import { endpointOf, type LdapEndpoint } from './endpoint.ts';
import { plainDn } from './names.ts';
import { LdapOpener } from './opener.ts';
import { resultCode } from './outcome.ts';
import { type PasswordState, passwordControls } from './password-controls.ts';
import { type RootDse, readRootDse, valuesOf } from './root-dse.ts';
import { isActiveDirectory } from './server-kinds.ts';
import { countsAsRefused, subCodeOf } from './sub-codes.ts';
import { problemOf, WindowsDirectory } from './wldap32/directory.ts';
import { openThroughWindows } from './wldap32/open.ts';
import type { SchannelInfo, WindowsBind, WindowsStage } from './wldap32/protocol.ts';

/** How signing in as the connector's account went. */
export interface BindFacts extends Facts {
  /**
   * `remembered`: refused before, nothing was sent. `held`: refused at another address in `.ecmarc`, which may be of the
   * same directory; nothing was sent. `no-secret`: an empty password, nothing was sent. `lost`: the
   * connection ended before an answer. `anonymous`: accepted, but not as this account. `forbidden`: accepted, by an
   * Active Directory that strangers could not tell: nothing more is asked of it.
   */
  readonly outcome:
    | 'bound'
    | 'refused'
    | 'remembered'
    | 'held'
    | 'no-secret'
    | 'no-connection'
    | 'lost'
    | 'anonymous'
    | 'forbidden'
    | 'unsupported'
    /** Windows' own client, which this way to sign in goes through, could not be asked. */
    | 'unasked';
  readonly authentication: LdapTarget['authentication'];
  readonly account: string;
  readonly reached?: ConnectionTrace;
  readonly ms?: number;
  readonly problem?: Problem;
  readonly subCode?: string | undefined;
  readonly password?: PasswordState;
  /** The rootDSE as the account sees it. */
  readonly rootDse?: RootDse | null;
  /** Of OpenLDAP, which tells its version in cn=Monitor only. */
  readonly version?: string;
  readonly refusal?: Refusal;
  /** Signed in through Windows' own client, as whoever runs the doctor where no account is named. */
  readonly throughWindows?: { readonly tls?: SchannelInfo; readonly asMe?: string };
}

/** A password that was refused: at which server, of whom, when (ISO 8601). */
export type Refusal = { readonly target: string; readonly account: string; readonly at: string };

/** The connector's one bound connection, or what stood in its way. */
export interface BoundConnection {
  readonly bind: BindFacts;
  readonly directory?: Directory;
}

/** What is asked for: the target, and its rootDSE as strangers see it, where it was read. */
interface Wanted {
  readonly target: LdapTarget;
  readonly offered: RootDse | null | undefined;
}

/** Leases it: opened, secured and bound by the first probe that asks, closed after the last. */
export function leaseConnection(
  context: ProbeContext,
  target: LdapTarget,
  offered: RootDse | null | undefined,
): Promise<BoundConnection> {
  return context.lease((signal) => openBound(context, { target, offered }, signal));
}

const whoAmI = '1.3.6.1.4.1.4203.1.11.3';

async function openBound(
  context: ProbeContext,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Leased<BoundConnection>> {
  const { target } = wanted;
  const { authentication } = target;
  const account = target.bindDn ?? '';
  const endpoint = endpointOf(target, context.settings);
  const key = credentialsKey(endpoint);
  const onWindows = context.platform.machine().platform === 'win32';
  if (authentication !== 'simple' && !onWindows)
    return nothing({ outcome: 'unsupported', authentication, account, usable: false });
  // The refusal of one connector must be known before the next sends the same account's password, also to another
  // address: one directory can have several.
  return inTurn(context.credentials, `ldap ${plainDn(account)}`, async () => {
    const standing = context.credentials.standing(key, account, target.password);
    if (standing !== undefined) {
      const refusal = { target: key, account, at: standing.at };
      return nothing({ authentication, account, outcome: 'remembered', refusal, usable: false });
    }
    return authentication === 'simple'
      ? tryOnce(context, wanted, endpoint, key, signal)
      : tryThroughWindows(context, wanted, endpoint, key, signal);
  });
}

async function tryOnce(
  context: ProbeContext,
  { target, offered }: Wanted,
  endpoint: LdapEndpoint,
  key: string,
  signal: AbortSignal,
): Promise<Leased<BoundConnection>> {
  const { authentication, password, bindDn = '' } = target;
  const base = { authentication, account: bindDn };
  const elsewhere = refusedElsewhere(context, target, key);
  if (elsewhere !== undefined)
    return nothing({ ...base, outcome: 'held', refusal: elsewhere, usable: false });
  const secret = password === undefined ? undefined : await context.secret(password);
  // A name with an empty password is an anonymous bind to many servers (RFC 4513, 5.1.2): it proves nothing.
  if (secret === undefined || bindDn === '' || secret.reveal() === '') {
    return nothing({ ...base, outcome: 'no-secret', usable: false });
  }
  const opener = new LdapOpener(context, endpoint);
  const socket = await opener.open(signal);
  const reached = opener.trace();
  if (socket === undefined) {
    const problem = opener.agreement?.problem;
    return nothing({ ...base, outcome: 'no-connection', reached, ...defined({ problem }), usable: false });
  }
  const directory = await SocketDirectory.over(socket);
  const policy = await passwordControls(valuesOf(offered, 'supportedControl'));
  context.waitingFor(`${endpoint.address} (bind)`);
  const answer = await directory.bind(bindDn, secret.reveal(), policy.controls, signal);
  const state = policy.state();
  const about = { ...base, reached, ms: answer.ms, ...defined({ password: state }) };
  if (!answer.ok) {
    await directory.close();
    const refused = countsAsRefused(answer.problem, state);
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
  const outcome = await worthOf(directory, rootDse, offered, signal);
  // A password that must be changed first: everything else would be refused, for this one cause.
  const usable = outcome === 'bound' && state?.error !== 2;
  const bind: BindFacts = { ...about, outcome, rootDse, ...defined({ version }), usable };
  return { value: usable ? { bind, directory } : { bind }, close: () => directory.close() };
}

/** Kerberos, or the certificate: through wldap32, and so is all that is asked behind (decisions: ldap.windows). */
async function tryThroughWindows(
  context: ProbeContext,
  { target, offered }: Wanted,
  endpoint: LdapEndpoint,
  key: string,
  signal: AbortSignal,
): Promise<Leased<BoundConnection>> {
  const { authentication, password, bindDn = '' } = target;
  const base = { authentication, account: bindDn };
  const secret = password === undefined ? undefined : await context.secret(password);
  const named = authentication === 'kerberos' && bindDn !== '' && secret !== undefined;
  const how: WindowsBind =
    authentication === 'external'
      ? { kind: 'external' }
      : {
          kind: 'kerberos',
          ...(named ? { user: bindDn, password: secret.reveal(), realm: target.realm ?? '' } : {}),
        };
  const opened = await openThroughWindows(context, endpoint, how, signal);
  if (opened.kind === 'unasked')
    return nothing({ ...base, outcome: 'unasked', problem: opened.problem, usable: false });
  const { reply, conversation, ms } = opened;
  if (!reply.ok) {
    await conversation.close();
    const problem = secret === undefined ? problemOf(reply) : hush(problemOf(reply), secret.reveal());
    const refused = named && countsAsRefused(problem, undefined);
    if (refused) context.credentials.refused(key, bindDn);
    const at = context.platform.now().toISOString();
    const stage = 'stage' in reply ? reply.stage : 'library';
    return nothing({
      ...base,
      ms,
      outcome: windowsOutcome(stage, problem),
      problem,
      ...(refused ? { refusal: { target: key, account: bindDn, at } } : {}),
      usable: false,
    });
  }
  if (named) context.credentials.accepted(key, bindDn);
  const directory = new WindowsDirectory(conversation);
  const { rootDse, outcome } = await looked(directory, offered, signal).catch((error: unknown) => {
    // Nobody else knows of the child yet: it would live on.
    conversation.kill();
    throw error;
  });
  const usable = outcome === 'bound';
  const asMe = authentication === 'kerberos' && !named ? context.platform.machine().user : undefined;
  const throughWindows = defined({ tls: opened.tls, asMe });
  const bind: BindFacts = { ...base, ms, outcome, rootDse, throughWindows, usable };
  return { value: usable ? { bind, directory } : { bind }, close: () => directory.close() };
}

async function looked(directory: Directory, offered: RootDse | null | undefined, signal: AbortSignal) {
  const seen = await readRootDse(directory, signal);
  const rootDse = seen.ok ? seen.rootDse : null;
  return { rootDse, outcome: await worthOf(directory, rootDse, offered, signal) };
}

/** What the client says by itself is no word of the directory, but for a lost line and a ticket that it did not get (82). */
function windowsOutcome(stage: WindowsStage, { code }: Problem): BindFacts['outcome'] {
  if (stage === 'library') return 'unasked';
  if (stage !== 'bind') return 'no-connection';
  if (code === 'CLOSED' || code === 'NO_ANSWER') return 'lost';
  return /^LDAP_\d+$|^WLDAP32_82$/.test(code) ? 'refused' : 'unasked';
}

/** A standing refusal of this account at another address of `.ecmarc` (decisions: Lock-out). */
function refusedElsewhere(
  { credentials, settings }: ProbeContext,
  { bindDn = '', password }: LdapTarget,
  key: string,
): Refusal | undefined {
  for (const { target } of settings.connectors) {
    if (target === undefined || !('ldap' in target)) continue;
    const { bindDn: account = '' } = target.ldap;
    const other = credentialsKey(endpointOf(target.ldap, settings));
    if (other === key || plainDn(account) !== plainDn(bindDn)) continue;
    const standing = credentials.standing(other, account, password);
    if (standing !== undefined) return { target: other, account, at: standing.at };
  }
  return undefined;
}

/** Under which a refusal at this address is remembered. */
export function credentialsKey({ address }: LdapEndpoint): string {
  return `ldap ${address.toLowerCase()}`;
}

/** "OpenLDAP: slapd 2.5.13+dfsg-5 (...)" in cn=Monitor, where the account may read it. */
async function monitorVersion(
  directory: Directory,
  rootDse: RootDse | null,
  signal: AbortSignal,
): Promise<string | undefined> {
  const base = valuesOf(rootDse, 'monitorContext')[0];
  if (base === undefined) return undefined;
  const found = await directory.read(base, ['monitoredInfo'], signal);
  const text = found.ok ? found.entries[0]?.values('monitoredInfo')[0] : undefined;
  return /slapd (\d[\w.]*)/.exec(text ?? '')?.[1];
}

/** A server could repeat what it was sent in its message. */
function hush(problem: Problem, secret: string): Problem {
  return { ...problem, text: problem.text.replaceAll(secret, '[secret]') };
}

/** What a sign-in that was accepted is worth. */
async function worthOf(
  directory: Directory,
  rootDse: RootDse | null,
  offered: RootDse | null | undefined,
  signal: AbortSignal,
): Promise<'bound' | 'anonymous' | 'forbidden'> {
  if (rootDse !== null && isActiveDirectory(rootDse)) return 'forbidden';
  return (await isAnonymous(directory, rootDse ?? offered, signal)) ? 'anonymous' : 'bound';
}

async function isAnonymous(
  directory: Directory,
  rootDse: RootDse | null | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (!valuesOf(rootDse, 'supportedExtension').includes(whoAmI)) return false;
  const answer = await directory.whoAmI(signal);
  return answer.ok && answer.id === '';
}

function nothing(bind: BindFacts): Leased<BoundConnection> {
  return { value: { bind }, close: () => {} };
}

/** What every probe over the connection may have to tell. */
export interface BoundFacts extends Facts {
  /** The connection was not there, or ended. */
  readonly lost?: Problem;
  readonly refusal?: Refusal;
}

/** Of a probe that could not ask, since the connection was not there. */
export type LostFacts = { readonly usable: false; readonly lost: Problem; readonly refusal?: Refusal };

/** The refusal goes along, so that the row asks before another try. */
export function lostTo({ problem, outcome, refusal }: BindFacts): LostFacts {
  const lost = problem ?? { code: 'NOT_BOUND', text: bindTexts[outcome] };
  return { usable: false, lost, ...defined({ refusal }) };
}

const bindTexts: Readonly<Record<BindFacts['outcome'], string>> = {
  bound: '',
  anonymous: 'the account is only anonymous to the server',
  forbidden: 'the server is an Active Directory',
  refused: 'the account was refused',
  remembered: 'the account was refused before and is not tried again',
  held: 'the account was refused at another address and is not tried here',
  'no-secret': 'there is no password to send',
  'no-connection': 'the server cannot be reached',
  lost: 'the connection was lost',
  unsupported: 'this way to sign in goes through Windows, and this is none',
  unasked: "Windows' own client could not be asked",
};
