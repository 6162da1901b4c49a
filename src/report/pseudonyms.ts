import { accountsOf } from './logins.ts';
import { foldCase, NameIndex } from './name-index.ts';
import { type NameKind, nameKey, type Replacement } from './name-kind.ts';
import { pseudonym, pseudonymShape, pseudonymsIn } from './pseudonym.ts';
import { sharedDomain } from './public-names.ts';
import { labelOf } from './standings.ts';
import { letters, notEscaped, withoutWrittenLines } from './word-ends.ts';

/** There are more names than can be kept: nothing can be told, since the rest would stand in it in clear. */
export class TooManyNames extends Error {
  override readonly name = 'ecma-doctor';

  constructor(limit: number) {
    super(
      `--redact: more than ${limit} names were found, more than are replaced: nothing is written. Fewer reports at once have fewer.`,
    );
  }
}

/** Far more than the servers of any company have: what a hostile peer invents must not grow without bound. */
const maxNames = 200_000;

/** Names and their pseudonyms, numbered in the order in which they are added. */
export class Pseudonyms {
  readonly #byName = new Map<string, Replacement>();
  /** The hosts by which files are called. */
  readonly #ofFiles = new Set<string>();
  readonly #numbers = new Map<NameKind, number>();
  /** First labels of the domains. */
  readonly #labels = new Set<string>();
  /** Domains in dots, below which hosts and domains are found. */
  readonly #domains = new NameIndex<string>();
  readonly #limit: number;

  constructor(known: readonly Replacement[], limit = maxNames) {
    this.#limit = limit;
    const hosts = new Set<string>();
    for (const replacement of known) {
      this.#keep(replacement);
      this.#next(replacement.kind === 'file' ? 'host' : replacement.kind);
      if (hosts.has(replacement.pseudonym)) this.#ofFiles.add(replacement.pseudonym);
      hosts.add(replacement.pseudonym);
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  add(kind: NameKind, name: string): void {
    const key = nameKey(kind, name);
    if (this.#byName.has(key) || !isName(name)) return;
    // CONTOSO, where contoso.example is known, is that domain's short name.
    if (kind === 'domain' && this.#labels.has(name.toLowerCase())) return;
    this.#keep({ kind, name, pseudonym: pseudonym(kind, name, this.#next(kind)) });
  }

  /** Is a host, a domain or a user called so? */
  knows(name: string): boolean {
    return (['host', 'domain', 'user'] as const).some((kind) => this.#byName.has(nameKey(kind, name)));
  }

  /** A further name of a host, by which its report's file is called: the host's pseudonym, unless another file has it. */
  alias(kind: 'host' | 'file', name: string, host: string): void {
    const ofHost = this.#byName.get(nameKey('host', labelOf(host)))?.pseudonym;
    const its = ofHost ?? (pseudonymShape.test(host) ? host : undefined);
    const known = this.#byName.get(nameKey('host', name)) ?? this.#byName.get(nameKey(kind, name));
    if (known === undefined && isName(name)) {
      const given = its === undefined || this.#ofFiles.has(its) ? `host-${this.#next('host')}` : its;
      this.#keep({ kind, name, pseudonym: given });
      this.#ofFiles.add(given);
    } else if (known !== undefined) this.#ofFiles.add(known.pseudonym);
  }

  /** A text that was redacted before holds pseudonyms of a list that is not known: new ones begin behind them. */
  passOver(text: string): void {
    for (const { kind, number } of pseudonymsIn(text))
      if (number > (this.#numbers.get(kind) ?? 0)) this.#numbers.set(kind, number);
  }

  #next(kind: NameKind): number {
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.set(kind, number);
    return number;
  }

  #keep(replacement: Replacement): void {
    if (this.#byName.size >= this.#limit) throw new TooManyNames(this.#limit);
    const { kind, name } = replacement;
    this.#byName.set(nameKey(kind, name), replacement);
    if (kind !== 'domain') return;
    this.#labels.add(labelOf(name));
    if (name.includes('.')) this.#domains.add(name, name.toLowerCase());
  }

  /** Adds the hosts and sub-domains that a text names below a domain that is known, and its accounts. */
  addBelow(text: string): void {
    for (const user of accountsOf(text, (domain) => this.#labels.has(domain.toLowerCase())))
      this.add('user', user);
    for (const match of withoutWrittenLines(text).matchAll(inDots)) {
      const whole = foldCase(match[0]);
      if (this.#byName.has(nameKey('domain', whole))) continue;
      for (let dot = whole.indexOf('.'); dot >= 0 && dot < 256; dot = whole.indexOf('.', dot + 1)) {
        const domain = this.#domains.longestAt(whole, dot + 1, (name, end) =>
          end === whole.length || whole[end] === '.' ? name : undefined,
        );
        if (domain === undefined) continue;
        const [first = '', ...rest] = match[0].slice(0, dot).split('.');
        this.add('host', first);
        if (rest.length > 0) this.add('domain', [...rest, domain].join('.'));
        break;
      }
    }
  }

  list(): readonly Replacement[] {
    return [...this.#byName.values()];
  }
}

/** Labels with points between. */
const inDots = new RegExp(`(?<![${letters}.-])${notEscaped}[${letters}-]+(?:\\.[${letters}-]+)+`, 'gu');

/** At most as long as a name in DNS can be (RFC 1035, 3.1), and not one that was replaced already. */
function isName(name: string): boolean {
  const own = pseudonymShape.test(name.replace(sharedDomain, ''));
  return name.trim() !== '' && name.length <= 253 && !own;
}
