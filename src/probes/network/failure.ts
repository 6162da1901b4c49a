import type { Evidence, Remedy, Step } from '../../engine/probe.ts';
import { never } from '../../engine/status.ts';
import { shortName } from '../../platform/certificates.ts';
import type { Problem, Secured } from '../../platform/types.ts';
import { wayText } from '../../platform/way-out.ts';
import type { Reached } from './reached.ts';
import { failedStep, type Layer, type LayerFacts } from './steps.ts';

/** What a failed layer means, in a few words, and what a person can do about it. */
export interface Failure {
  readonly message: string;
  readonly remedy: Remedy;
}

interface Surroundings {
  readonly seen?: Secured | undefined;
  /** The peer is a proxy of the own network, not a host of the internet. */
  readonly proxy: boolean;
}

/** The failure of a walk; undefined when every layer went well. */
export function failureOf(reached: Reached): Failure | undefined {
  const failed = failedStep(reached.steps);
  if (failed === undefined) return undefined;
  const toProxy = reached.way.kind === 'proxy' && failed.layer !== 'tls' && failed.layer !== 'http';
  const seen = failed.layer === 'proxy-tls' ? reached.proxyTls : reached.tls;
  return stepFailure(failed, { seen, proxy: toProxy });
}

export function stepFailure(step: LayerFacts, around: Surroundings): Failure {
  const problem = step.problem ?? { code: '', text: '' };
  switch (step.layer) {
    case 'name':
      return nameFailure(step.peer, problem);
    case 'connection':
      return connectionFailure(step.peer, problem, around.proxy);
    case 'proxy':
      return proxyFailure(step.peer, problem);
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
  const gave = step.ok
    ? (step.found ?? 'ok')
    : `${step.problem?.code ?? ''} ${step.problem?.text ?? ''}`.trim();
  return { label: layerText(step.layer), value: `${step.peer}: ${gave} (${Math.round(step.ms)} ms)` };
}

/** Each network row says as whom and by which way it went, and what each layer took. */
export function reachedEvidence(reached: Reached): Evidence[] {
  const more = (reached.tried ?? []).map((one) => ({
    label: 'No answer from',
    value: `${one.address}: ${one.problem.code}`,
  }));
  const trouble = reached.caFileProblem;
  return [
    { label: 'Way', value: reached.way.kind === 'direct' ? 'direct' : `by proxy ${wayText(reached.way)}` },
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

function layerText(layer: Layer): string {
  switch (layer) {
    case 'name':
      return 'Name';
    case 'connection':
      return 'Connection';
    case 'proxy-tls':
      return 'TLS to the proxy';
    case 'proxy':
      return 'Proxy';
    case 'tls':
      return 'TLS';
    case 'http':
      return 'HTTP';
    default:
      return never(layer);
  }
}

function failure(message: string, why: string, ...steps: Step[]): Failure {
  return { message, remedy: { why, steps, links: [] } };
}

function nameFailure(host: string, { code }: Problem): Failure {
  const message = code === 'ENOTFOUND' ? `no such name: ${host}` : `DNS does not answer for ${host}`;
  return failure(
    message,
    `This server cannot turn the name ${host} into an address (${code}).`,
    { text: 'See what DNS answers on this server', command: `Resolve-DnsName ${host}`, owner: 'server' },
    { text: `Let the DNS servers of this machine resolve ${host}`, owner: 'network' },
  );
}

function connectionFailure(peer: string, { code, text }: Problem, proxy: boolean): Failure {
  const { host, port } = split(peer);
  const test: Step = {
    text: 'Try the connection by itself',
    command: `Test-NetConnection ${host} -Port ${port}`,
    owner: 'server',
  };
  const open: Step = proxy
    ? { text: `Start the proxy, or correct its address, and let this server reach ${peer}`, owner: 'network' }
    : { text: `Allow outbound TCP ${port} from this server to ${host}`, owner: 'network' };
  switch (code) {
    case 'ECONNREFUSED':
      return failure(
        `${peer} refuses the connection`,
        'The host was reached, but nothing accepts connections on that port, or a firewall rejects them.',
        test,
        open,
      );
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'EADDRNOTAVAIL':
      return failure(
        `no route to ${peer}`,
        `This server has no network path to the host (${code}).`,
        test,
        open,
      );
    case 'ETIMEDOUT':
    case 'NO_ANSWER':
      return failure(
        `${peer} does not answer`,
        'Packets to the host are dropped without an answer, as firewalls do.',
        test,
        open,
      );
    case 'EACCES':
    case 'EPERM':
      return failure(
        `this system forbids ${peer}`,
        `The system itself forbade the connection (${code}): a local firewall or security software.`,
        test,
        open,
      );
    default:
      return failure(
        `${peer}: ${code === 'ECONNRESET' ? 'connection reset' : text}`,
        `The connection could not be opened (${code}).`,
        test,
        open,
      );
  }
}

function proxyFailure(peer: string, { code, text }: Problem): Failure {
  const fix: Step = {
    text: 'Allow CONNECT to that host from this server, without a password',
    owner: 'network',
  };
  const why = `The proxy gave no tunnel: ${text}.`;
  switch (code) {
    case 'HTTP_407':
    case 'HTTP_401':
      return failure(`proxy ${peer} wants a password`, why, fix);
    case 'REFUSED_BEFORE':
      return failure(`proxy ${peer} refuses the password`, why, fix);
    case 'HTTP_403':
      return failure(`proxy ${peer} forbids it (403)`, why, fix);
    case 'HTTP_502':
    case 'HTTP_503':
    case 'HTTP_504':
      return failure(`proxy ${peer} cannot reach it (${code.slice(5)})`, why, {
        text: 'Find out on the proxy why it cannot reach the host: its own DNS, firewall or parent proxy',
        owner: 'network',
      });
    default:
      if (code.startsWith('HTTP_')) return failure(`proxy ${peer} answers ${code.slice(5)}`, why, fix);
      return failure(
        code === 'ECONNRESET' ? `proxy ${peer} hangs up` : `${peer} does not answer as a proxy`,
        `What answers there does not speak HTTP as proxies do (${code}).`,
        { text: 'Check the address and port of the proxy', owner: 'network' },
      );
  }
}

function tlsFailure(peer: string, { code, text }: Problem, { seen, proxy }: Surroundings): Failure {
  const { host } = split(peer);
  const issuer = seen?.chain[0] === undefined ? 'an unknown authority' : shortName(seen.chain[0].issuer);
  if (seen === undefined) {
    const spoken = code === 'ECONNRESET' ? `${peer} hangs up during TLS` : `no TLS with ${peer}`;
    return failure(spoken, `The handshake failed before a certificate was accepted: ${text} (${code}).`, {
      text: `Let TLS 1.2 connections to ${host} pass unchanged`,
      owner: 'network',
    });
  }
  const clock: Step = {
    text: 'Compare the clock of this server',
    command: 'w32tm /query /status',
    owner: 'server',
  };
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return failure(
        `${host}: certificate has expired`,
        `A certificate of the chain ended, as seen by the clock of this server. Last day: ${seen.chain[0]?.notAfter ?? 'unknown'}.`,
        clock,
        {
          text: 'Renew the certificate, or the one of the inspecting proxy',
          owner: 'network',
        },
      );
    case 'CERT_NOT_YET_VALID':
      return failure(
        `${host}: certificate not valid yet`,
        `A certificate of the chain begins later than the clock of this server says. First day: ${seen.chain[0]?.notBefore ?? 'unknown'}.`,
        clock,
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failure(`${host}: certificate of another name`, text, {
        text: 'Find out what answers in place of the host: a portal, a filter or a wrong DNS answer',
        owner: 'network',
      });
    default:
      return failure(
        `${host}: ${issuer} is not trusted`,
        `${sentence(text)} (${code}). When the issuer is your own organisation, something on the way opens TLS, which Microsoft does not allow between the agent and its hosts.`,
        proxy
          ? {
              text: "Import the proxy's authority into the machine's store",
              command:
                'Import-Certificate -FilePath .\\proxy-ca.cer -CertStoreLocation Cert:\\LocalMachine\\Root',
              owner: 'server',
            }
          : { text: `Exempt ${host} and the hosts of the agent from TLS inspection`, owner: 'network' },
      );
  }
}

function httpFailure(peer: string, { code, text }: Problem): Failure {
  return failure(
    code === 'ECONNRESET' ? `${peer} hangs up` : `${peer} does not answer in HTTP`,
    `The connection stands, but the answer could not be read: ${text} (${code}).`,
    { text: 'Find out what answers in place of the host', owner: 'network' },
  );
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function split(peer: string): { host: string; port: string } {
  const at = peer.lastIndexOf(':');
  return { host: peer.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: peer.slice(at + 1) };
}
