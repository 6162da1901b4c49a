import type { Socket } from 'node:net';
import { defined } from '../../base/defined.ts';
import { parseObject } from '../../base/json.ts';
import { wholeNumberIn } from '../../base/whole-number.ts';
import type { Problem } from '../../platform/types.ts';
import { withoutBrackets } from '../../platform/url-host.ts';
import { requirement } from '../../requirements/index.ts';
import type { Secret } from '../../settings/secret.ts';
import { dial, handshake } from '../connection/dial.ts';
import { failedStep, type LayerFacts, Steps } from '../connection/layers.ts';
import type { ConnectionDetails } from '../connection/trace.ts';
import type { ProbeContext } from '../environment.ts';
import { noAnswer, within } from '../step-timeouts.ts';
import { portOf } from './tenant-url.ts';

/** One question to the host and what came of it. Neither the token nor the answer's body is kept. */
export type HostAnswer = {
  /** `not-https` and `elsewhere` (not an address of this server): nothing was sent. `silent`: `waited` in vain. */
  readonly end: 'answered' | 'not-reached' | 'silent' | 'not-https' | 'elsewhere';
  readonly steps: readonly LayerFacts[];
  readonly problem?: Problem;
  /** The name that the host's certificate was checked for. */
  readonly name?: string;
  /** Whose root its chain ends in; `extra`: only that of network.caFile. */
  readonly trustedBy?: 'machine' | 'extra';
  /** HTTP status of the question for its schemas. */
  readonly status?: number;
  readonly importing?: boolean;
  readonly invalidResource?: boolean;
  /** `totalResults` of the question for its users. */
  readonly users?: number;
  /** HTTP status of that question; absent where no answer to it came. */
  readonly usersStatus?: number;
  /** It does not list its users. Asked for one that cannot be there, does it answer as SCIM wants it? */
  readonly answersFilter?: boolean;
  /** Seconds after which no answer had come; with `answered`, none about its users. */
  readonly waited?: number;
};

const [importing = ''] = requirement('ERR-13').values.marks;
const [invalid = ''] = requirement('ERR-11').values.marks;
const maxBytes = 256 * 1024;

/** Whom all questions go to, and with what. */
interface Peer {
  readonly context: ProbeContext;
  /** The connector's tenant URL. */
  readonly url: URL;
  readonly token: Secret;
  readonly signal: AbortSignal;
  /** The layers of the try that is under way: which one was silent, when time is up. */
  under: Steps;
}

/**
 * Harmless questions: for the schemas, then for the first user; a host that refuses to list its users is asked for
 * one, as Microsoft Entra ID tests a connection. The token goes only to an address of this server, behind a
 * certificate that is trusted here and names it: a certificate made by the wizard names the server also where the
 * address says localhost. All take `seconds` at most.
 */
export async function askHost(
  context: ProbeContext,
  base: string,
  token: Secret,
  seconds: number,
  signal: AbortSignal,
): Promise<HostAnswer> {
  const url = new URL(base);
  if (url.protocol !== 'https:') return { end: 'not-https', steps: [] };
  const steps = new Steps();
  let first: HostAnswer | undefined;
  let peer: Peer | undefined;
  const whole = await within(seconds, signal, async (inner) => {
    peer = { context, url, token, signal: inner, under: steps };
    first = await askSchemas(peer, steps);
    if (first.end !== 'answered' || !isGood(first.status)) return first;
    first = await askUsers(peer, first);
    return refusesList(first) ? askOneUser(peer, first) : first;
  });
  if (whole !== undefined) return whole;
  const silent = (): HostAnswer => ({ end: 'silent', steps: silentAt(peer?.under.list ?? [], url, seconds) });
  return { ...(first ?? silent()), waited: seconds };
}

const layers = ['name', 'connection', 'tls', 'http'] as const;

/** The layers that came about, and the one that was still waited for. */
function silentAt(done: readonly LayerFacts[], url: URL, seconds: number): readonly LayerFacts[] {
  const layer = layers[done.length] ?? 'http';
  return [...done, { layer, ok: false, ms: seconds * 1000, peer: url.host, problem: noAnswer(seconds) }];
}

function isGood(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Another refusal than of the token. */
function refusesList({ usersStatus = 0, importing }: HostAnswer): boolean {
  return usersStatus >= 400 && usersStatus !== 401 && importing !== true;
}

async function askSchemas(peer: Peer, steps: Steps): Promise<HostAnswer> {
  const { list } = steps;
  const opened = await openSecure(peer, steps);
  if (!('socket' in opened)) return { end: opened.end, steps: list, ...problemOf(list) };
  const { name, trustedBy } = opened;
  const schemas = await get(peer, opened.socket, '/Schemas');
  if (!schemas.ok) {
    steps.refuse('http', peer.url.host, schemas.ms, schemas.problem);
    return { end: 'not-reached', steps: list, ...problemOf(list), name, trustedBy };
  }
  const { status, body } = schemas;
  return { end: 'answered', steps: list, name, trustedBy, status, ...marksOf(body) };
}

async function askUsers(peer: Peer, first: HostAnswer): Promise<HostAnswer> {
  const users = await askAgain(peer, first, '/Users?startIndex=1&count=1');
  if (users === undefined) return first;
  const total = wholeNumberIn(parseObject(users.body)?.totalResults);
  return {
    ...first,
    ...importingIn(users.body),
    usersStatus: users.status,
    ...defined({ users: users.status < 300 ? total : undefined }),
  };
}

/** One that nobody has: a test of the connection by Microsoft Entra ID asks for such a one (RFC 7644, 3.4.2.2). */
async function askOneUser(peer: Peer, first: HostAnswer): Promise<HostAnswer> {
  const filter = encodeURIComponent(`userName eq "${crypto.randomUUID()}"`);
  const one = await askAgain(peer, first, `/Users?filter=${filter}`);
  if (one === undefined) return first;
  const listed = wholeNumberIn(parseObject(one.body)?.totalResults) !== undefined;
  return { ...first, ...importingIn(one.body), answersFilter: isGood(one.status) && listed };
}

/** On a connection of its own: the host may close it after each question. Undefined: no answer. */
async function askAgain(peer: Peer, first: HostAnswer, path: string) {
  const again = await openSecure(peer, new Steps(), first.name);
  if (!('socket' in again)) return undefined;
  const answer = await get(peer, again.socket, path);
  return answer.ok ? answer : undefined;
}

type Opened =
  | { readonly socket: Socket; readonly name: string; readonly trustedBy: 'machine' | 'extra' }
  | { readonly end: 'not-reached' | 'elsewhere' };

async function openSecure(peer: Peer, steps: Steps, known?: string): Promise<Opened> {
  const { context, url, signal } = peer;
  const host = withoutBrackets(url.hostname);
  const port = portOf(url);
  const own = context.platform.machine().hostName;
  const names = known === undefined ? [host, own] : [known];
  for (const name of names) {
    const details: ConnectionDetails = {};
    const tried = new Steps();
    peer.under = tried;
    const socket = await dial(context, host, port, tried, details, signal);
    if (socket !== undefined && !(await isOwn(context, socket, signal))) {
      socket.destroy();
      steps.list.push(...tried.list);
      return { end: 'elsewhere' };
    }
    const secured =
      socket === undefined
        ? undefined
        : await handshake(context, 'tls', { host: name, port, socket }, tried, details, signal);
    const wrongName = failedStep(tried.list)?.problem?.code === 'ERR_TLS_CERT_ALTNAME_INVALID';
    if (secured === undefined && wrongName && name !== names.at(-1)) continue;
    steps.list.push(...tried.list);
    if (secured === undefined) return { end: 'not-reached' };
    return { socket: secured, name, trustedBy: details.tls?.trustedBy === 'extra' ? 'extra' : 'machine' };
  }
  return { end: 'not-reached' };
}

/** Is the far end this machine itself? */
async function isOwn(context: ProbeContext, socket: Socket, signal: AbortSignal): Promise<boolean> {
  const far = socket.remoteAddress?.replace(/^::ffff:/, '').replace(/%.*$/, '') ?? '';
  if (far === '::1' || far.startsWith('127.')) return true;
  const { local } = await context.platform.addresses(signal);
  return local.some(({ address }) => address.replace(/%.*$/, '') === far);
}

function get({ context, url, token, signal }: Peer, socket: Socket, below: string) {
  context.waitingFor(`${url.host} (HTTP)`);
  const target = `${url.pathname.replace(/\/$/, '')}${below}`;
  const content = { headers: () => ({ authorization: `Bearer ${token.reveal()}` }) };
  return context.platform.network.get(socket, { host: url.host, target, maxBytes, content }, signal);
}

function marksOf(body: string): Pick<HostAnswer, 'importing' | 'invalidResource'> {
  // Written as words, or as a code in one word.
  const packed = (text: string): string => text.toLowerCase().replace(/\s/g, '');
  return {
    ...importingIn(body),
    ...(packed(body).includes(packed(invalid)) ? { invalidResource: true } : {}),
  };
}

/** Which connector it is was settled by the question before: of the questions for users only this is taken. */
function importingIn(body: string): Pick<HostAnswer, 'importing'> {
  return body.toLowerCase().includes(importing.toLowerCase()) ? { importing: true } : {};
}

function problemOf(steps: readonly LayerFacts[]): { readonly problem?: Problem } {
  return defined({ problem: failedStep(steps)?.problem });
}
