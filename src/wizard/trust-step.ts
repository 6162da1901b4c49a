import { readFile } from 'node:fs/promises';
import { EOL } from 'node:os';
import { dirname } from 'node:path';
import { fingerprint } from '../platform/certificates.ts';
import type { Platform, Secured } from '../platform/types.ts';
import { resolvePath } from '../settings/resolve-paths.ts';
import { authorityFileOf } from './choice-questions.ts';
import type { WizardCore } from './core.ts';
import { authorityFindings, below } from './findings.ts';
import { fileIsThere, writeNewFile } from './new-file.ts';
import { type Rows, untrustedAt } from './trials.ts';

/** Roots that peers have shown and this server does not trust, by fingerprint: the last few. */
export class ShownRoots {
  readonly #known = new Map<string, Uint8Array>();

  /** The platform, heard as it shakes hands. */
  heard(platform: Platform): Platform {
    const { network } = platform;
    const secure: typeof network.secure = async (socket, peer, signal) => {
      const step = await network.secure(socket, peer, signal);
      if (!step.ok && step.root !== undefined) this.#note(step.root);
      return step;
    };
    return { ...platform, network: { ...network, secure } };
  }

  /** As a file holds it. */
  pem(sha256: string): string | undefined {
    const der = this.#known.get(sha256);
    if (der === undefined) return undefined;
    const lines =
      Buffer.from(der)
        .toString('base64')
        .match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  }

  #note(der: Uint8Array): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= 20 && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(fingerprint(Buffer.from(der)), der);
  }
}

/** The authority of a target, where this server does not trust it: shown, then named by a person. */
export class TrustStep {
  readonly #core: WizardCore;
  readonly #roots: ShownRoots;
  #seen: Secured | undefined;

  constructor(core: WizardCore, roots: ShownRoots) {
    this.#core = core;
    this.#roots = roots;
  }

  /** What the target's handshake has shown; undefined: it is trusted, or nothing was. */
  seen(secured: Secured | undefined): void {
    this.#seen = secured;
    this.#core.offer({ root: this.#pem() !== undefined });
  }

  /** A database's certificate is seen at the log-in first: then the question for its authority comes between. */
  isAsked(rows: Rows): boolean {
    const { draft, progress } = this.#core;
    const secured = draft.current.trust === undefined ? untrustedAt(draft, rows) : undefined;
    if (secured === undefined) return false;
    progress.note({ trust: 'wanted' });
    progress.go('trust');
    this.seen(secured);
    this.enter('No password was sent. ');
    return true;
  }

  /** The question comes up. */
  enter(before = ''): void {
    if (this.#seen === undefined) return;
    const advice =
      this.#pem() === undefined
        ? `${before}Name a file with that authority, or leave it: it is imported later.`
        : `${before}Compare it with what its administrator says, before you trust it.`;
    this.#core.show({ value: '?', findings: authorityFindings(this.#seen), advice });
  }

  /** The file that the shown authority would go to is written after a second Enter. Tells whether the answer is taken. */
  async submit(value: string, tryIt: () => Promise<boolean>): Promise<boolean> {
    const pem = this.#pem();
    if (pem === undefined || this.#seen === undefined || value !== authorityFileOf(this.#core.draft.current))
      return tryIt();
    const path = resolvePath(value, dirname(this.#core.file));
    const counts = this.#core.mark();
    const same = await holds(path, pem);
    const isThere = await fileIsThere(path);
    if (!counts()) return false;
    if (same) return tryIt();
    if (isThere)
      return this.#core.say(`${path} is there already, and is another one: name it, or another file.`);
    const [first] = authorityFindings(this.#seen);
    return this.#core.show({
      value,
      findings: [...authorityFindings(this.#seen), below(`would be kept in ${path}`)],
      advice: `Is ${first?.text.replace(/: not trusted.*/, '') ?? 'it'} the one, by its SHA-256? Enter writes that file and trusts it for this connector.`,
      instead: async () => {
        const fault = await writeNewFile(path, pem);
        return fault === undefined ? tryIt() : this.#core.say(fault);
      },
    });
  }

  #pem(): string | undefined {
    const top = this.#seen?.chain.at(-1);
    return top === undefined ? undefined : this.#roots.pem(top.sha256);
  }
}

async function holds(path: string, text: string): Promise<boolean> {
  const there = await readFile(path, 'utf8').catch(() => undefined);
  return there === text || there === text.replaceAll('\n', EOL);
}
