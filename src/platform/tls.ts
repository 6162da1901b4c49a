import { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  type DetailedPeerCertificate,
  type SecureContext,
  type SecureContextOptions,
  type TLSSocket,
} from 'node:tls';
import { defined } from '../base/defined.ts';
import {
  issuersAddress,
  longestChain,
  readChain,
  revocationLists,
  shortName,
  signed,
} from './certificates.ts';
import { toProblem } from './problem.ts';
import { asPermissive, defaultSuites, schannelIdentity } from './schannel.ts';
import type { Trusted } from './trust.ts';
import type { ClientCertificate, Problem, Secured, SecureStep } from './types.ts';
import { withoutBrackets } from './url-host.ts';
import { abortable, closeOnAbort, closeProblem, hasEnded, stopwatch } from './wait.ts';

/**
 * A TLS handshake over a connected socket. Node is told not to hang up by itself, for one reason: so that an
 * untrusted chain can be shown. The only socket that leaves this function is one that Node's own check of chain
 * and name has authorized; every other is closed here, with nothing sent but what the caller asks anonymously.
 */
export async function secure(
  under: Socket,
  peer: {
    readonly host: string;
    readonly alpn?: readonly string[];
    readonly anonymously?: (socket: Socket) => Promise<void>;
    readonly upToTls12?: boolean;
    readonly clientCertificate?: ClientCertificate;
    readonly revocation?: boolean;
    readonly schannel?: 'permissive' | 'suites';
    readonly between?: readonly Uint8Array[];
  },
  trusted: Trusted,
  signal: AbortSignal,
): Promise<SecureStep> {
  const ms = stopwatch();
  const host = withoutBrackets(peer.host).replace(/\.$/, '');
  signal.throwIfAborted();
  const own = peer.clientCertificate === undefined ? {} : ownCertificate(peer.clientCertificate);
  const { schannel, between = [] } = peer;
  const context =
    schannel === 'suites'
      ? createSecureContext({ ...defaultSuites, ...own })
      : peer.upToTls12
        ? createSecureContext({ maxVersion: 'TLSv1.2', ...own })
        : schannel === undefined && between.length === 0 && peer.clientCertificate === undefined
          ? trusted.context
          : trusted.contextWith({ ...(schannel === undefined ? {} : asPermissive), ...own }, between);
  const identity = schannel === undefined ? checkServerIdentity : schannelIdentity;
  const read = (socket: TLSSocket): Read => {
    const banned = socket.authorized ? distrustedIn(socket.getPeerCertificate(true), trusted) : undefined;
    const authorized = socket.authorized && banned === undefined;
    return {
      seen: look(socket, trusted, { lists: peer.revocation === true, authorized }),
      whyNot: authorized ? undefined : (banned ?? whyNot(socket, host, identity)),
      root: authorized ? undefined : rootOf(socket.getPeerCertificate(true)),
    };
  };
  const shaken = await handshake(under, { host, alpn: peer.alpn, identity }, context, signal, read);
  if ('problem' in shaken) return { ok: false, problem: shaken.problem, ms: ms() };
  const { socket, seen, whyNot: problem, root } = shaken;
  if (problem === undefined) return { ok: true, socket, ...seen, ms: ms() };
  try {
    await peer.anonymously?.(socket);
  } finally {
    socket.destroy();
  }
  return { ok: false, problem, seen, ms: ms(), ...defined({ root }) };
}

/** Is it one that can be shown? The problem where it is not: no certificate, no key, a wrong password. */
export function certificateProblem(certificate: ClientCertificate): Problem | undefined {
  try {
    createSecureContext(ownCertificate(certificate));
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const password = /mac verify|bad decrypt|bad password|passphrase|maybe wrong/i.test(text);
    return password
      ? { code: 'PASSWORD', text: 'its password is missing or wrong' }
      : { code: 'NO_CERTIFICATE', text: 'it holds no readable certificate with its private key' };
  }
}

function ownCertificate({ bytes, password }: ClientCertificate): SecureContextOptions {
  const passphrase = defined({ passphrase: password() });
  const whole = Buffer.from(bytes);
  const pem = whole.includes('-----BEGIN ');
  return pem ? { cert: whole, key: whole, ...passphrase } : { pfx: whole, ...passphrase };
}

type Identity = typeof checkServerIdentity;

/** What a handshake showed, and why it is not trusted, where it is not. */
interface Read {
  readonly seen: Secured;
  readonly whyNot: Problem | undefined;
  /** The root that ends the chain, where it was sent. */
  readonly root: Uint8Array | undefined;
}

function handshake(
  under: Socket,
  {
    host,
    alpn,
    identity,
  }: { readonly host: string; readonly alpn: readonly string[] | undefined; readonly identity: Identity },
  secureContext: SecureContext,
  signal: AbortSignal,
  look: (socket: TLSSocket) => Read,
): Promise<({ readonly socket: TLSSocket } & Read) | { readonly problem: Problem }> {
  if (hasEnded(under)) {
    under.destroy();
    return Promise.resolve({ problem: closeProblem(under) });
  }
  const socket = connect({
    socket: under,
    host,
    // RFC 6066, section 3: an address is never sent as a server name.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...defined({ ALPNProtocols: alpn && [...alpn] }),
    secureContext,
    checkServerIdentity: identity,
    rejectUnauthorized: false,
  });
  // Errors are read from the stream when it closes; one that comes later has nobody left to tell.
  socket.on('error', () => {});
  const stop = () => {
    socket.destroy();
    under.destroy();
  };
  return abortable(
    signal,
    (done) => {
      let shaken = false;
      socket.once('secureConnect', () => {
        shaken = true;
        const read = look(socket);
        closeOnAbort(signal, socket);
        // OpenSSL is still at work under this event: who destroys both sockets now has Node free it there, and the
        // process ends with a segmentation fault. So nobody hears of it before the next turn of the loop.
        setImmediate(() => done({ socket, ...read }));
      });
      socket.once('close', () => {
        under.destroy();
        if (!shaken) done({ problem: closeProblem(socket) });
      });
      under.once('close', () => socket.destroy());
    },
    stop,
  );
}

function look(
  socket: TLSSocket,
  trusted: Trusted,
  { lists, authorized }: { readonly lists: boolean; readonly authorized: boolean },
): Secured {
  const leaf = socket.getPeerCertificate(true);
  const top = topOf(leaf);
  const publicRoot = top !== undefined && trusted.isPublic(top);
  const incomplete = top !== undefined && !authorized && !publicRoot && lacksIssuer(top);
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    chain: readChain(leaf),
    trustedBy: authorized && top !== undefined ? trusted.owner(top) : null,
    publicRoot,
    ...(top !== undefined && trusted.ofExtra(top) ? { extraRoot: true } : {}),
    ...(incomplete ? { incomplete, ...defined({ issuersAt: issuersAddress(top) }) } : {}),
    ...(lists && leaf.raw !== undefined ? { revocation: revocationLists(leaf.raw) } : {}),
  };
}

/**
 * It says where its issuer's certificate is to be fetched, as all public authorities do and devices that open TLS do
 * not: Windows would fetch it, Node does not.
 */
function lacksIssuer(top: X509Certificate): boolean {
  return top.issuer !== top.subject && issuersAddress(top) !== undefined;
}

/**
 * The last certificate of the chain; Node completes it by the known root. Node links certificates by their names
 * alone, so each link's signature is checked here: a peer can append any root it likes.
 */
function topOf(leaf: DetailedPeerCertificate): X509Certificate | undefined {
  return chainOf(leaf).at(-1);
}

/** The certificate that ends the chain, where it signed itself. */
function rootOf(leaf: DetailedPeerCertificate): Uint8Array | undefined {
  const top = topOf(leaf);
  return top !== undefined && top.issuer === top.subject && signed(top, top) ? top.raw : undefined;
}

function chainOf(leaf: DetailedPeerCertificate): readonly X509Certificate[] {
  const chain = [read(leaf)].flatMap((one) => one ?? []);
  let next: DetailedPeerCertificate | undefined = leaf.issuerCertificate;
  for (let length = 0; next !== undefined && length < longestChain; length += 1) {
    const [top, issuer] = [chain.at(-1), read(next)];
    if (top === undefined || issuer === undefined) break;
    if (issuer.fingerprint256 === top.fingerprint256 || !signed(top, issuer)) break;
    chain.push(issuer);
    next = next.issuerCertificate;
  }
  return chain;
}

/** Windows refuses a chain with one of these in it, whoever signed it, and programs that it starts do. */
function distrustedIn(leaf: DetailedPeerCertificate, trusted: Trusted): Problem | undefined {
  const banned = chainOf(leaf).find((one) => trusted.distrusts(one));
  return banned === undefined
    ? undefined
    : {
        code: 'CERT_DISTRUSTED',
        text: `${shortName(banned.subject)} is among the certificates that Windows is told to distrust (LocalMachine\\Disallowed)`,
      };
}

function read(certificate: DetailedPeerCertificate): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate.raw);
  } catch {
    return undefined;
  }
}

/** `authorizationError` is the bare code; for a wrong name the reason is asked again. */
function whyNot(socket: TLSSocket, host: string, identity: Identity): Problem {
  const code: unknown = socket.authorizationError;
  if (code instanceof Error) return toProblem(code);
  const wrongName = code === 'ERR_TLS_CERT_ALTNAME_INVALID' && identity(host, socket.getPeerCertificate());
  if (wrongName instanceof Error) {
    const { subjectaltname, subject } = socket.getPeerCertificate();
    return {
      ...toProblem(wrongName),
      text: `it names ${subjectaltname ?? subject?.CN ?? 'nobody'}, not ${host}`,
    };
  }
  return { code: String(code), text: meanings[String(code)] ?? String(code) };
}

/** OpenSSL's verification codes (its manual, X509_STORE_CTX_get_error) in plain words. */
const meanings: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'a certificate of the chain has expired',
  CERT_NOT_YET_VALID: 'a certificate of the chain is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the chain ends in an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'an authority of the chain is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority that issued it is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the server sends its certificate without the ones that issued it',
  CERT_REVOKED: 'a certificate of the chain is revoked',
};
