import { never } from '../../base/never.ts';

import { failedStep, type Layer, type LayerFacts } from '../../clients/connection/layers.ts';
import type { ConnectionTrace } from '../../clients/connection/trace.ts';
import type { Evidence, Remedy, Step } from '../../engine/probe.ts';
import { isLoopback, proxyLabel } from '../../platform/proxy-selection.ts';
import type { Problem, Secured } from '../../platform/types.ts';
import { authority } from '../../platform/url-host.ts';
import { mendCaFile } from './ca-file.ts';
import { internetCertificateFailure } from './certificate-words.ts';
import { listeners, lookUpName, tryPort } from './commands.ts';
import { by, fix } from './fix.ts';

/** What a failed layer means, in a few words, and what a person can do about it. */
export interface Failure {
  /** What happened first, whom it was with last: a list cuts the end. */
  readonly message: string;
  /** The same where the host stands beside it already. */
  readonly brief: string;
  readonly remedy: Remedy;
}

interface Surroundings {
  readonly seen?: Secured | undefined;
  /** The peer is a proxy of the own network, not a host of the internet. */
  readonly proxy: boolean;
  /** What the proxy was to reach: `login.microsoftonline.com:443`. */
  readonly wanted?: string;
}

/** The failure of a connection; undefined when every layer went well. */
export function failureOf(reached: ConnectionTrace): Failure | undefined {
  const failed = failedStep(reached.steps);
  if (failed === undefined) return undefined;
  const toProxy = reached.way.kind === 'proxy' && failed.layer !== 'tls' && failed.layer !== 'http';
  const seen = failed.layer === 'proxy-tls' ? reached.proxyTls : reached.tls;
  const said = stepFailure(failed, { seen, proxy: toProxy, wanted: authority(reached.host, reached.port) });
  // A certificate was shown and not trusted: the file may hold its authority.
  return reached.caFileProblem === undefined || seen === undefined
    ? said
    : { ...said, remedy: mendCaFile(reached.caFileProblem, said.remedy) };
}

export function stepFailure(step: LayerFacts, around: Surroundings): Failure {
  const problem = step.problem ?? { code: '', text: '' };
  switch (step.layer) {
    case 'name':
      return nameFailure(step.peer, problem);
    case 'connection':
      return connectionFailure(step.peer, problem, around.proxy);
    case 'proxy':
      return proxyFailure(step.peer, problem, around.wanted ?? 'that host');
    case 'proxy-tls':
    case 'tls':
      return tlsFailure(step.peer, problem, around);
    case 'http':
      return httpFailure(step.peer, problem);
    default:
      return never(step.layer);
  }
}

/** One line a layer: how long it took and what it gave. */
export function stepEvidence(step: LayerFacts): Evidence {
  const { code = '', text = '' } = step.problem ?? {};
  // The system's own text mostly has the code in it.
  const gave = step.ok ? (step.found ?? 'ok') : text.includes(code) ? text : `${code} ${text}`.trim();
  return { label: layerNames[step.layer], value: `${step.peer}: ${gave} (${Math.round(step.ms)} ms)` };
}

/** Each network row says as whom and by which way it went, and what each layer took. */
export function reachedEvidence(reached: ConnectionTrace): Evidence[] {
  const more = (reached.tried ?? []).map((one) => ({
    label: 'No answer from',
    value: `${one.address}: ${one.problem.code}`,
  }));
  const trouble = reached.caFileProblem;
  return [
    { label: 'Way', value: reached.way.kind === 'direct' ? 'direct' : `by proxy ${proxyLabel(reached.way)}` },
    { label: 'Asked as', value: reached.as },
    ...reached.steps.map(stepEvidence),
    ...more,
    ...certificateEvidence(reached.tls ?? reached.proxyTls),
    ...(trouble === undefined
      ? []
      : [{ label: 'network.caFile', value: `not used: ${trouble.code}, ${trouble.text}` }]),
  ];
}

export function certificateEvidence(seen: Secured | undefined): Evidence[] {
  if (seen === undefined) return [];
  return seen.chain.map((one, place) => ({
    label: place === 0 ? 'Certificate' : 'Issued by',
    value: `${one.subject || '(no subject)'}, until ${one.notAfter.slice(0, 10)}, SHA-256 ${one.sha256.slice(0, 16)}...`,
  }));
}

const layerNames: Readonly<Record<Layer, string>> = {
  name: 'Name',
  connection: 'Connection',
  'proxy-tls': 'TLS to the proxy',
  proxy: 'Proxy',
  tls: 'TLS',
  http: 'HTTP',
};

/** `whom` ends the message: " by host:443". */
function failure(brief: string, whom: string, why: string, ...steps: readonly Step[]): Failure {
  return { message: `${brief}${whom}`, brief, remedy: fix(why, ...steps) };
}

function nameFailure(host: string, { code }: Problem): Failure {
  const [brief, whom] =
    code === 'ENOTFOUND' ? ['no such name', `: ${host}`] : ['DNS does not answer', ` for ${host}`];
  return failure(
    brief,
    whom,
    `This server cannot turn the name ${host} into an address (${code}).`,
    by.server('See what DNS answers on this server', lookUpName(host)),
    by.network(`Let the DNS servers of this machine resolve ${host}`),
  );
}

function connectionFailure(peer: string, { code, text }: Problem, proxy: boolean): Failure {
  const { host, port } = split(peer);
  if (code === 'ECONNREFUSED' && !proxy && isLoopback(host)) return refusedHere(peer);
  const test = by.server('Try the connection by itself', tryPort(host, port));
  const open = by.network(
    proxy
      ? `Start the proxy, or correct its address, and let this server reach ${peer}`
      : `Allow outbound TCP ${port} from this server to ${host}`,
  );
  switch (code) {
    case 'ECONNREFUSED':
      return failure(
        'refused',
        ` by ${peer}`,
        'The host was reached, but nothing accepts connections on that port, or a firewall rejects them.',
        test,
        open,
      );
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'EADDRNOTAVAIL':
      return failure(
        'no route',
        ` to ${peer}`,
        `This server has no network path to the host (${code}).`,
        test,
        open,
      );
    case 'ETIMEDOUT':
    case 'NO_ANSWER':
      return failure(
        'no answer',
        ` from ${peer}`,
        'Packets to the host are dropped without an answer, as firewalls do.',
        test,
        open,
      );
    case 'EACCES':
    case 'EPERM':
      return failure(
        'forbidden by this system',
        `: ${peer}`,
        `The system itself forbade the connection (${code}): a local firewall or security software.`,
        test,
        by.server(`Let the firewall and the security software of this server allow TCP ${port} to ${host}`),
      );
    default:
      return failure(
        code === 'ECONNRESET' ? 'connection reset' : text,
        code === 'ECONNRESET' ? ` by ${peer}` : `: ${peer}`,
        `The connection could not be opened (${code}).`,
        test,
        open,
      );
  }
}

/** On this server itself no firewall stands between: whoever looks after it sees what listens there. */
function refusedHere(peer: string): Failure {
  const { host, port } = split(peer);
  return failure(
    'refused',
    ` by ${peer}`,
    'This server itself was asked, and no program of it accepts connections on that port: the service does not run, or listens at another one.',
    by.server('Try the connection by itself', tryPort(host, port)),
    by.server(`See what listens on TCP ${port} of this server; no line: nothing`, listeners(port)),
  );
}

function proxyFailure(peer: string, { code, text }: Problem, wanted: string): Failure {
  const whom = ` by proxy ${peer}`;
  const allow = by.network(`Allow CONNECT to ${wanted} from this server, without a password`);
  const why = `The proxy gave no tunnel: ${text}.`;
  switch (code) {
    case 'HTTP_407':
    case 'HTTP_401':
      return failure('password wanted', whom, why, allow);
    case 'REFUSED_BEFORE':
      return failure('password refused', whom, why, allow);
    case 'NO_ANSWER':
      return failure(
        'no answer',
        whom,
        'The proxy takes the connection and says nothing.',
        by.network('Look at the proxy: is it overloaded, or does another program listen on that port?'),
      );
    case 'HTTP_403':
      return failure('forbidden (403)', whom, why, allow);
    case 'HTTP_502':
    case 'HTTP_503':
    case 'HTTP_504':
      return failure(
        `not reached (${code.slice(5)})`,
        whom,
        why,
        by.network(
          `Find out on the proxy why it cannot reach ${wanted}: its own DNS, firewall or parent proxy`,
        ),
      );
    default:
      if (code.startsWith('HTTP_')) return failure(`answered ${code.slice(5)}`, whom, why, allow);
      return failure(
        code === 'ECONNRESET' ? 'cut off' : 'no proxy',
        code === 'ECONNRESET' ? whom : ` at ${peer}`,
        `What answers there does not speak HTTP as proxies do (${code}).`,
        by.network('Check the address and port of the proxy'),
      );
  }
}

function tlsFailure(peer: string, problem: Problem, { seen, proxy }: Surroundings): Failure {
  const { code, text } = problem;
  const { host } = split(peer);
  if (seen === undefined) {
    const [brief, whom] =
      code === 'ECONNRESET'
        ? ['TLS cut off', ` by ${peer}`]
        : code === 'NO_ANSWER'
          ? ['no answer to TLS', ` by ${peer}`]
          : ['no TLS', ` with ${peer}`];
    return failure(
      brief,
      whom,
      `The handshake failed before a certificate was accepted: ${text} (${code}).`,
      by.network(`Let TLS 1.2 connections to ${host} pass unchanged`),
    );
  }
  const { brief, remedy } = internetCertificateFailure({ host, seen, problem }, proxy);
  return { message: `${brief}: ${host}`, brief, remedy };
}

function httpFailure(peer: string, { code, text }: Problem): Failure {
  if (code === 'NO_ANSWER')
    return failure(
      'no answer to HTTP',
      ` by ${peer}`,
      'The connection stands, and no answer comes.',
      by.network(`Find out what keeps the answer of ${split(peer).host} back`),
    );
  return failure(
    code === 'ECONNRESET' ? 'cut off' : 'no HTTP',
    code === 'ECONNRESET' ? ` by ${peer}` : ` from ${peer}`,
    `The connection stands, but the answer could not be read: ${text} (${code}).`,
    by.network(`Find out what answers in place of ${split(peer).host}`),
  );
}

function split(peer: string): { host: string; port: string } {
  const at = peer.lastIndexOf(':');
  return { host: peer.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: peer.slice(at + 1) };
}
