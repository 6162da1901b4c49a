import { boundedMemo } from '../base/bounded-memo.ts';
import { asPattern } from '../base/text.ts';
import { withinEncoded } from './encoded-text.ts';
import { kindOfPlace, type NameKind } from './redact-names.ts';
import { sharedDomain } from './spoken-names.ts';

/** One name and what stands in its place. */
export interface Replacement {
  readonly kind: NameKind;
  readonly name: string;
  readonly pseudonym: string;
}

/** What a name is made of, for a set in a pattern: letters and digits of every script. */
const letters = '\\p{L}\\p{N}_';

/** Words of the trade: a host or user that is called so is replaced only where it stands as one. */
const commonWords = new Set(
  `admin administrator attribute certificate connector container contact controller database default directory domain
  ecma employees entry example external group guest host ldap local login mail manager master member microsoft
  network object password people person port production proxy public readonly reader root schema secret server
  service services simple system table target tenant test testing user users windows writer`.split(/\s+/),
);

/** What the ids of checks begin with. */
const areas = new Set(['server', 'network', 'host', 'connector', 'ldap', 'sql', 'tcp', 'tenant', 'attest']);

/** Names and their pseudonyms, numbered in the order in which they are added. */
export class Pseudonyms {
  readonly #byName = new Map<string, Replacement>();
  readonly #numbers: Record<NameKind, number> = {
    host: 0,
    domain: 0,
    user: 0,
    owner: 0,
    address: 0,
    tenant: 0,
    authority: 0,
    place: 0,
    sid: 0,
  };

  /** Domains in small letters, each with what finds hosts and domains below it. */
  readonly #below = new Map<string, RegExp>();

  constructor(known: readonly Replacement[]) {
    for (const replacement of known) {
      this.#keep(replacement);
      this.#numbers[replacement.kind] += 1;
    }
  }

  add(kind: NameKind, name: string): void {
    const key = keyOf(kind, name);
    if (!isName(name) || this.#byName.has(key) || this.#byName.size >= maxNames) return;
    // CONTOSO, where contoso.example is known, is that domain's short name.
    if (kind === 'domain' && this.#of('domain').some((known) => labelOf(known.name) === name.toLowerCase()))
      return;
    this.#numbers[kind] += 1;
    this.#keep({ kind, name, pseudonym: pseudonym(kind, name, this.#numbers[kind]) });
  }

  #keep(replacement: Replacement): void {
    const { kind, name } = replacement;
    this.#byName.set(keyOf(kind, name), replacement);
    const lower = name.toLowerCase();
    if (kind === 'domain' && name.includes('.')) this.#below.set(lower, belowDomain(lower, ''));
  }

  /** Adds the hosts and sub-domains that a text names below a domain that is known. */
  addBelow(text: string): void {
    const lower = text.toLowerCase();
    // Also those that are added meanwhile.
    for (const [name, below] of this.#below) {
      if (!lower.includes(name)) continue;
      for (const match of text.matchAll(below)) {
        const [first, ...rest] = (match[1] ?? '').split('.');
        if (first !== undefined) this.add('host', first);
        if (rest.length > 0) this.add('domain', [...rest, name].join('.'));
      }
    }
  }

  list(): readonly Replacement[] {
    return [...this.#byName.values()];
  }

  #of(kind: NameKind): readonly Replacement[] {
    return this.list().filter((replacement) => replacement.kind === kind);
  }

  #get(kind: NameKind, name: string): string | undefined {
    return this.#byName.get(keyOf(kind, name))?.pseudonym;
  }

  /** Replaces every name in a text; `path` is the place where it stands. */
  replacer(): (text: string, path: string) => string {
    const domains = alternatives(this.#of('domain').map(({ name }) => name));
    const strong = this.list().filter(({ kind, name }) => kind !== 'domain' && standsAlone(kind, name));
    const labels = new Map<string, string>();
    for (const { name, pseudonym } of this.#of('domain')) {
      const label = labelOf(name);
      if (!labels.has(label)) labels.set(label, labelOf(pseudonym));
    }
    const words = new Map<string, string>();
    for (const [label, pseudonym] of labels) if (standsAlone('domain', label)) words.set(label, pseudonym);
    for (const { name, pseudonym } of strong) words.set(name.toLowerCase(), pseudonym);
    const weak = new Map<string, string>(labels);
    for (const { kind, name, pseudonym } of this.list()) {
      if (kind === 'host' || kind === 'user' || kind === 'owner' || kind === 'place')
        weak.set(name.toLowerCase(), pseudonym);
    }
    const inPath = pathRedactor(this.list());
    // Ids of checks look the same: sql.table.
    const owners = this.#of('owner')
      .map(({ name }) => name)
      .filter((name) => !areas.has(name.toLowerCase()));
    const pattern = new RegExp(
      [
        `(?<path>${paths})`,
        `(?<dn>\\bdc=[${letters}-]+(?:\\s*[,;]\\s*dc=[${letters}-]+)*)`,
        `(?<![${letters}.-])(?:(?<below>[${letters}-]+|\\*)\\.)?(?<domain>${domains})(?![${letters}-]|\\.[${letters}])`,
        // Before the name of what is owned: HR.EMPLOYEES, [HR].[EMPLOYEES].
        `(?<![${letters}-])(?<owner>${alternatives(owners)})(?=["\\]]?\\.["[]?[${letters}])`,
        `(?<![${letters}-])(?<word>${alternatives(words.keys())})(?![${letters}-])`,
        // In a place where only a name stands: behind = \ / @ or a quote, before what ends it.
        `(?<=[=\\\\/'"@])(?<placed>${alternatives(weak.keys())})(?=$|[\\s,@'":;/\\\\)](?!//))`,
        // Before its domain's mark: LABEL\user, user@.
        `(?<![${letters}.-])(?<before>${alternatives(weak.keys())})(?=[@\\\\][${letters}])`,
      ].join('|'),
      'giu',
    );
    const inText = (text: string): string =>
      text.replace(pattern, (match: string, ...rest: unknown[]) => {
        const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
        if (groups.path !== undefined) return inPath(match);
        if (groups.dn !== undefined) return this.#dn(match);
        if (groups.domain !== undefined) return this.#dns(groups.below, groups.domain);
        const name = match.toLowerCase();
        return (groups.word === undefined ? weak.get(name) : words.get(name)) ?? match;
      });
    return boundedMemo((text, path) => {
      const whole = path === '.configPath' ? inPath(text) : this.#whole(text, path);
      return whole ?? inText(withinEncoded(text, inText));
    });
  }

  /** A value that is one name and nothing else, in a place for one. */
  #whole(text: string, path: string): string | undefined {
    const kind = kindOfPlace(path);
    return kind === undefined ? undefined : this.#get(kind, text);
  }

  #dns(below: string | undefined, domain: string): string {
    const replaced = this.#get('domain', domain) ?? domain;
    if (below === undefined) return replaced;
    return `${this.#get('host', below) ?? below}.${replaced}`;
  }

  #dn(text: string): string {
    const name = text.replace(/\s*[,;]?\s*dc=/gi, '.').slice(1);
    const replaced = this.#get('domain', name);
    return replaced === undefined
      ? text
      : replaced
          .split('.')
          .map((label) => `dc=${label}`)
          .join(',');
  }
}

/** Made once a domain, whatever number of reports. */
const belowDomain = boundedMemo(
  (name) =>
    new RegExp(
      `(?<![${letters}.-])([${letters}-]+(?:\\.[${letters}-]+)*)\\.${asPattern(name)}(?![${letters}-])`,
      'giu',
    ),
);

/** Far more than a real run has: what a hostile peer invents must not grow without bound. */
const maxNames = 5000;

/** At most as long as a name in DNS can be (RFC 1035, 3.1), and not one that was replaced already. */
function isName(name: string): boolean {
  const own = pseudonymShape.test(name.replace(sharedDomain, ''));
  return name.trim() !== '' && name.length <= 253 && !own;
}

const pseudonymShape =
  /^(?:00000000-0000-0000-0000-\d{12}|192\.0\.2\.\d+|2001:db8::[0-9a-f]+|S-1-5-21-0-0-\d+(?:-\d+)?)$|^(host|domain|user|owner|authority|place)-\d+(\.example)?$/i;

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
      return /^\d[\d.*]+$/.test(name) ? documentIpv4(number) : `2001:db8::${number.toString(16)}`;
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
  return net === undefined
    ? `198.18.${Math.floor(number / 256) % 256}.${number % 256}`
    : `${net}.${((number - 1) % 254) + 1}`;
}

/** A name that is unlike any word of ours can be replaced wherever it stands. */
function standsAlone(kind: NameKind, name: string): boolean {
  if (kind === 'address' || kind === 'tenant' || kind === 'sid') return true;
  if (commonWords.has(name.toLowerCase())) return false;
  return name.length >= 5 || (name.length >= 3 && /\p{L}/u.test(name) && /[\d_.$-]/.test(name));
}

function labelOf(domain: string): string {
  return domain.split('.')[0]?.toLowerCase() ?? '';
}

function keyOf(kind: NameKind, name: string): string {
  return `${kind} ${name.toLowerCase()}`;
}

/** A file's path in a text, as far as its first space: a drive's, a share's, or from the root. */
const paths = `(?<![\\w.:/\\\\-])(?:[a-z]:[\\\\/]|\\\\\\\\|/)(?=[${letters}.~$])[^\\s"'<>|?*,;:()]+`;

/** A file's path with every name that was replaced elsewhere. */
export function redactPath(path: string, replaced: readonly Replacement[]): string {
  return pathRedactor(replaced)(path);
}

/**
 * In a path a name has no end of its own ("srv1-monday.json"): it is replaced wherever it stands. A short one, or a
 * word of the trade, could be a part of any word: only where it stands by itself.
 */
function pathRedactor(replaced: readonly Replacement[]): (path: string) => string {
  const pseudonyms = new Map<string, string>();
  const add = (name: string, pseudonym: string): void => {
    const key = name.toLowerCase();
    if (!pseudonyms.has(key)) pseudonyms.set(key, pseudonym);
  };
  for (const { name, pseudonym } of replaced) add(name, pseudonym);
  for (const { kind, name, pseudonym } of replaced)
    if (kind === 'domain') add(labelOf(name), labelOf(pseudonym));
  const isLong = (name: string): boolean => name.length > 2 && !commonWords.has(name);
  const names = [...pseudonyms.keys()];
  const short = alternatives(names.filter((name) => !isLong(name)));
  const pattern = new RegExp(
    `${alternatives(names.filter(isLong))}|(?<![${letters}-])(?:${short})(?![${letters}-])`,
    'giu',
  );
  return (path) => path.replace(pattern, (name) => pseudonyms.get(name.toLowerCase()) ?? name);
}

/** Longest first, so that the longer of two names that begin alike is found. Nothing at all fits no text. */
function alternatives(names: Iterable<string>): string {
  const all = [...names].sort((a, b) => b.length - a.length).map(asPattern);
  return all.length === 0 ? '(?!)' : all.join('|');
}
