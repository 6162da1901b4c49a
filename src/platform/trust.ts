import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  createSecureContext,
  getCACertificates,
  rootCertificates,
  type SecureContext,
  type SecureContextOptions,
} from 'node:tls';
import { defined } from '../base/defined.ts';
import { fingerprint, pemBlocks, signed } from './certificates.ts';
import { toProblem } from './problem.ts';
import type { Problem, Trust } from './types.ts';
import { orAborted } from './wait.ts';

/** Trusted authorities as PEM, and where they came from in words. */
export interface Roots {
  readonly pems: readonly string[];
  /** Those that only this user trusts, not the machine: read when first wanted. */
  readonly ofUser?: () => Promise<readonly string[]>;
  readonly source: string;
  /** Authorities that count as public beside the list that Node brings: Windows' own programme. */
  readonly alsoPublic?: readonly string[];
  /** Authorities that the machine holds between a root and its servers: they may close a chain, and never end one. */
  readonly between?: readonly string[];
  /** Certificates that the machine trusts nowhere in a chain, whoever signed them: LocalMachine\\Disallowed. */
  readonly distrusted?: readonly string[];
}

/** What a handshake is checked against. */
export interface Trusted extends Trust {
  readonly context: SecureContext;
  /** The same with more said: a version, a certificate of our own. Throws where that cannot be read. */
  contextWith(more: SecureContextOptions, between?: readonly Uint8Array[]): SecureContext;
  /** Whose root ends this chain; `top` is the last certificate of a chain that was found trusted. */
  owner(top: X509Certificate): 'machine' | 'extra' | 'user';
  isPublic(top: X509Certificate): boolean;
  /** Does the machine distrust it, wherever in a chain it stands? */
  distrusts(certificate: X509Certificate): boolean;
  /** Is it of the extra file, wherever else it is trusted too? */
  ofExtra(top: X509Certificate): boolean;
}

/** What is trusted beside the machine's roots: a file's, and this user's own. */
export interface AlsoTrusted {
  readonly extraCaFile?: string | undefined;
  readonly ofUser?: boolean;
}

export interface TrustStore {
  get(beside: AlsoTrusted, signal: AbortSignal): Promise<Trusted>;
}

/**
 * Reads the roots once, at the first handshake: it takes tens of milliseconds, so never before the first frame.
 * An extra file is read every time (a retry must see a mended file); a context is made anew only when it changed.
 */
export function createTrustStore(
  readRoots: () => Promise<Roots>,
  publicRoots: () => readonly string[],
): TrustStore {
  let roots: Promise<Roots> | undefined;
  let also: readonly string[] = [];
  const isPublic = createPublicList(() => [...publicRoots(), ...also]);
  const contexts = new Map<string, Trusted>();
  return {
    async get({ extraCaFile, ofUser = false }, signal) {
      roots ??= readRoots();
      const machine = await orAborted(signal, roots);
      also = machine.alsoPublic ?? [];
      const extra =
        extraCaFile === undefined ? { pems: [] } : await orAborted(signal, readExtra(extraCaFile));
      const users = ofUser ? await orAborted(signal, machine.ofUser?.() ?? Promise.resolve([])) : [];
      const key = JSON.stringify([extra, users]);
      const known = contexts.get(key);
      if (known !== undefined) return known;
      const made = { ...makeTrusted(machine, extra, users), isPublic };
      contexts.set(key, made);
      return made;
    },
  };
}

/** The system's store; where that is empty (a bare container), the public list that Node brings. */
export async function systemRoots(): Promise<Roots> {
  const system = getCACertificates('system');
  if (system.length > 0) return { pems: system, source: "the system's store" };
  return {
    pems: rootCertificates,
    source: "Node's own list of public authorities: the system's store is empty",
  };
}

interface Extra {
  readonly pems: readonly string[];
  readonly problem?: Problem;
}

/** PEM (any number of certificates) or one DER certificate. */
async function readExtra(file: string): Promise<Extra> {
  try {
    const bytes = await readFile(file);
    const blocks = pemBlocks(bytes.toString('latin1'));
    const certificates = blocks.length > 0 ? blocks : [bytes];
    return { pems: certificates.map((one) => new X509Certificate(one).toString()) };
  } catch (error) {
    const problem = toProblem(error);
    const known = /^E[A-Z]+$/.test(problem.code);
    return {
      pems: [],
      problem: known ? problem : { code: 'NO_CERTIFICATE', text: 'the file holds no readable certificate' },
    };
  }
}

function makeTrusted(
  machine: Roots,
  { pems: extra, problem: extraProblem }: Extra,
  users: readonly string[],
): Omit<Trusted, 'isPublic'> {
  const [extras, own] = [extra, users].map((pems) => pems.map((pem) => new X509Certificate(pem)));
  const roots = [...machine.pems, ...extra, ...users];
  const distrusted = new Set((machine.distrusted ?? []).map((pem) => fingerprint(derOf(pem))));
  const between = (machine.between ?? []).filter((pem) => !distrusted.has(fingerprint(derOf(pem))));
  const ca = [...roots, ...leadingTo(roots, between)];
  let prints: Set<string> | undefined;
  const machinePrints = () => {
    prints ??= new Set(machine.pems.map((pem) => fingerprint(derOf(pem))));
    return prints;
  };
  return {
    source: machine.source,
    roots: machine.pems.length,
    ...defined({ extraProblem }),
    context: createSecureContext({ ca }),
    distrusts: ({ raw }) => distrusted.has(fingerprint(raw)),
    contextWith: (more, fetched = []) =>
      // Never roots (readIssuer): OpenSSL ends a chain in a certificate that signs itself, or nowhere.
      createSecureContext({
        ca: [...ca, ...fetched.map((one) => new X509Certificate(one).toString())],
        ...more,
      }),
    ofExtra: (top) => extras?.some((root) => isOrSigned(top, root)) === true,
    owner(top) {
      if (extra.length + users.length === 0 || machinePrints().has(fingerprint(top.raw))) return 'machine';
      const signs = (root: X509Certificate) => isOrSigned(top, root);
      if (extras?.some(signs)) return 'extra';
      return own?.some(signs) ? 'user' : 'machine';
    },
  };
}

/**
 * Those of `between` that are valid now and lead to one of the roots, by signatures. OpenSSL takes what it holds before
 * what a server sends: one that has expired, or leads elsewhere, would spoil a chain that is good without it. Never one
 * that signs itself: OpenSSL would end a chain there.
 */
function leadingTo(roots: readonly string[], between: readonly string[]): readonly string[] {
  if (between.length === 0) return [];
  const now = new Date();
  let open = parsed(between).filter((one) => {
    const valid = one.validFromDate <= now && now <= one.validToDate;
    return one.ca && valid && one.subject !== one.issuer && !signed(one, one);
  });
  let ends = parsed(roots);
  const found: X509Certificate[] = [];
  while (open.length > 0 && ends.length > 0) {
    const above = ends;
    ends = open.filter((one) => above.some((authority) => signed(one, authority)));
    found.push(...ends);
    open = open.filter((one) => !ends.includes(one));
  }
  return found.map((one) => one.toString());
}

/** Without those that cannot be read: a store may hold anything. */
function parsed(pems: readonly string[]): X509Certificate[] {
  return pems.flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}

function isOrSigned(top: X509Certificate, root: X509Certificate): boolean {
  return root.fingerprint256 === top.fingerprint256 || signed(top, root);
}

/** A chain need not bring its root: a certificate that a public root issued counts too. */
function createPublicList(pems: () => readonly string[]): (top: X509Certificate) => boolean {
  let prints: Set<string> | undefined;
  let certificates: readonly X509Certificate[] | undefined;
  return (top) => {
    prints ??= new Set(pems().map((pem) => fingerprint(derOf(pem))));
    if (prints.has(fingerprint(top.raw))) return true;
    certificates ??= pems().map((pem) => new X509Certificate(pem));
    return certificates.some((root) => signed(top, root));
  };
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
}
