import { foldCase, NameIndex } from './name-index.ts';
import type { NameKind, Replacement } from './name-kind.ts';
import { letters } from './replacer.ts';
import { sharedDomain } from './spoken-names.ts';
import { labelOf } from './standings.ts';

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
  readonly #numbers = new Map<NameKind, number>();
  /** First labels of the domains. */
  readonly #labels = new Set<string>();
  /** Domains in dots, below which hosts and domains are found. */
  readonly #domains = new NameIndex<string>();
  readonly #limit: number;

  constructor(known: readonly Replacement[], limit = maxNames) {
    this.#limit = limit;
    for (const replacement of known) {
      this.#keep(replacement);
      this.#next(replacement.kind);
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  add(kind: NameKind, name: string): void {
    const key = keyOf(kind, name);
    if (this.#byName.has(key) || !isName(name)) return;
    // CONTOSO, where contoso.example is known, is that domain's short name.
    if (kind === 'domain' && this.#labels.has(name.toLowerCase())) return;
    if (this.#byName.size >= this.#limit) throw new TooManyNames(this.#limit);
    this.#keep({ kind, name, pseudonym: pseudonym(kind, name, this.#next(kind)) });
  }

  #next(kind: NameKind): number {
    const number = (this.#numbers.get(kind) ?? 0) + 1;
    this.#numbers.set(kind, number);
    return number;
  }

  #keep(replacement: Replacement): void {
    const { kind, name } = replacement;
    this.#byName.set(keyOf(kind, name), replacement);
    if (kind !== 'domain') return;
    this.#labels.add(labelOf(name));
    if (name.includes('.')) this.#domains.add(name, name.toLowerCase());
  }

  /** Adds the hosts and sub-domains that a text names below a domain that is known. */
  addBelow(text: string): void {
    for (const match of text.matchAll(inDots)) {
      const whole = foldCase(match[0]);
      if (this.#byName.has(keyOf('domain', whole))) continue;
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
const inDots = new RegExp(`(?<![${letters}.-])[${letters}-]+(?:\\.[${letters}-]+)+`, 'gu');

/** At most as long as a name in DNS can be (RFC 1035, 3.1), and not one that was replaced already. */
function isName(name: string): boolean {
  const own = pseudonymShape.test(name.replace(sharedDomain, ''));
  return name.trim() !== '' && name.length <= 253 && !own;
}

const pseudonymShape =
  /^(?:00000000-0000-0000-0000-\d{12}|(?:192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\.\d+|2001:db8::[0-9a-f]+(?::[0-9a-f]+)?|00[:-]00[:-]5E[:-]00[:-]53[:-][0-9A-F]{2}|S-1-5-21-0-0-\d+(?:-\d+)?)$|^(host|domain|user|owner|authority|place)-\d+(\.example)?$/i;

function pseudonym(kind: NameKind, name: string, number: number): string {
  switch (kind) {
    case 'host':
    case 'user':
    case 'owner':
    case 'authority':
    case 'place':
      return `${kind}-${number}`;
    case 'domain':
      // RFC 2606: nobody owns .example. A tenant's first domain, or a server in Azure, stays recognisable as one.
      if (sharedDomain.test(name)) return `domain-${number}${name.slice(name.indexOf('.'))}`;
      return name.includes('.') ? `domain-${number}.example` : `domain-${number}`;
    case 'address':
      // RFC 5737 and RFC 3849: addresses for documents, still of the same family.
      return /^\d[\d.*]+$/.test(name) ? documentIpv4(number) : documentIpv6(number);
    case 'card':
      return documentCard(number, name.includes(':') ? ':' : '-');
    case 'sid':
      // Its last number stays: 500 and 512 are everybody's.
      return `S-1-5-21-0-0-${number}${/^S-1-5-21-\d+-\d+-\d+(-\d+)$/i.exec(name)?.[1] ?? ''}`;
    case 'tenant':
      return `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
  }
}

function documentIpv4(number: number): string {
  const nets = ['192.0.2', '198.51.100', '203.0.113'];
  const net = nets[Math.floor((number - 1) / 254)];
  if (net !== undefined) return `${net}.${((number - 1) % 254) + 1}`;
  // RFC 2544: the networks that only benchmarks have.
  const host = `${Math.floor(number / 256) % 256}.${number % 256}`;
  return number < 2 * 65_536
    ? `198.${18 + Math.floor(number / 65_536)}.${host}`
    : `240.${Math.floor(number / 65_536)}.${host}`;
}

function documentIpv6(number: number): string {
  const [high, low] = [Math.floor(number / 65_536), number % 65_536].map((part) => part.toString(16));
  return high === '0' ? `2001:db8::${low}` : `2001:db8::${high}:${low}`;
}

/** RFC 7042, 2.1.2: 256 addresses of cards are for documents. Behind them come such as nobody's cards are made with. */
function documentCard(number: number, between: string): string {
  const hex = (number - 1).toString(16).toUpperCase().padStart(6, '0');
  const [high, middle, low] = [hex.slice(0, 2), hex.slice(2, 4), hex.slice(4)];
  const parts = number <= 256 ? ['00', '00', '5E', '00', '53', low] : ['02', '00', '5E', high, middle, low];
  return parts.join(between);
}

function keyOf(kind: NameKind, name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}
