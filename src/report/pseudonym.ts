import { boundedMemo } from '../base/bounded-memo.ts';
import type { NameKind } from './name-kind.ts';
import { sharedDomain } from './public-names.ts';

const kinds = ['host', 'domain', 'user', 'owner', 'authority', 'place', 'folder'] as const;
/** What stands before the number of a pseudonym that is a word, for a pattern. */
export const numberedWords = kinds.join('|');

const reserved =
  /^(?:00000000-0000-0000-0000-\d{12}|(?:192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\.\d+|2001:db8::[0-9a-f]+(?::[0-9a-f]+)?|00[:-]00[:-]5E[:-]00[:-]53[:-][0-9A-F]{2}|0000\.5E00\.53[0-9A-F]{2}|S-1-5-21-0-0-\d+(?:-\d+)?|S-1-12-1-0-0-0-\d+)$/i;

export const pseudonymShape = new RegExp(
  `${reserved.source}|^(?:${numberedWords})-\\d+(?:\\.example)?$`,
  'i',
);

export function pseudonym(kind: NameKind, name: string, number: number): string {
  switch (kind) {
    case 'host':
    case 'user':
    case 'owner':
    case 'authority':
    case 'place':
    case 'folder':
      return `${kind}-${number}`;
    case 'file':
      return `host-${number}`;
    case 'domain':
      // RFC 2606: nobody owns .example. A tenant's first domain, or a server in Azure, stays recognisable as one.
      if (sharedDomain.test(name)) return `domain-${number}${name.slice(name.indexOf('.'))}`;
      return name.includes('.') ? `domain-${number}.example` : `domain-${number}`;
    case 'address':
      // RFC 5737 and RFC 3849: addresses for documents, still of the same family.
      return /^\d[\d.*]+$/.test(name) ? documentIpv4(number) : documentIpv6(number);
    case 'card':
      return documentCard(number, name);
    case 'sid':
      // Of Entra: the object's id in other numbers.
      if (/^S-1-12-/i.test(name)) return `S-1-12-1-0-0-0-${number}`;
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
function documentCard(number: number, like: string): string {
  const hex = (number - 1).toString(16).toUpperCase().padStart(6, '0');
  const [high, middle, low] = [hex.slice(0, 2), hex.slice(2, 4), hex.slice(4)];
  const parts = number <= 256 ? ['00', '00', '5E', '00', '53', low] : ['02', '00', '5E', high, middle, low];
  if (like.includes('.')) return parts.join('').replace(/(....)(?=.)/g, '$1.');
  return parts.join(like.includes(':') ? ':' : '-');
}

/** Each with its number, the other way round than `pseudonym`; numbers longer than a run's are somebody's names. */
const numbered: readonly (readonly [
  kind: NameKind,
  pattern: RegExp,
  number: (parts: RegExpMatchArray) => number,
])[] = [
  ['tenant', /00000000-0000-0000-0000-0{6}(\d{6})(?!\d)/g, ([, digits]) => Number(digits)],
  ['sid', /S-1-(?:5-21-0-0|12-1-0-0-0)-(\d{1,6})(?!\d)/gi, ([, digits]) => Number(digits)],
  [
    'card',
    /00[:-]00[:-]5E[:-]00[:-]53[:-]([0-9a-f]{2})(?![0-9a-f])/gi,
    ([, hex = '']) => parseInt(hex, 16) + 1,
  ],
  ['card', /0000\.5E00\.53([0-9a-f]{2})(?![0-9a-f])/gi, ([, hex = '']) => parseInt(hex, 16) + 1],
  ['address', /(?<![\d.])192\.0\.2\.(\d{1,3})(?![\d])/g, ([, last]) => Number(last)],
  ['address', /(?<![\d.])198\.51\.100\.(\d{1,3})(?![\d])/g, ([, last]) => 254 + Number(last)],
  ['address', /(?<![\d.])203\.0\.113\.(\d{1,3})(?![\d])/g, ([, last]) => 508 + Number(last)],
  [
    'address',
    /(?<![\d.])198\.1([89])\.(\d{1,3})\.(\d{1,3})(?!\d)/g,
    ([, net, high, low]) => (Number(net) - 8) * 65_536 + Number(high) * 256 + Number(low),
  ],
  [
    'address',
    /2001:db8::(?:([0-9a-f]):)?([0-9a-f]{1,4})(?![0-9a-f:])/gi,
    ([, high = '0', low = '']) => parseInt(high, 16) * 65_536 + parseInt(low, 16),
  ],
];

const named = new RegExp(`(${numberedWords})-(\\d{1,6})(?!\\d)`, 'gi');

interface Numbered {
  readonly kind: NameKind;
  readonly number: number;
}

/** The pseudonyms that stand in a text. */
export function pseudonymsIn(text: string): readonly Numbered[] {
  return known(text, '');
}

const known = boundedMemo((text): readonly Numbered[] => {
  const found: Numbered[] = [];
  for (const [, word = '', digits] of text.matchAll(named)) {
    const kind = kinds.find((each) => each === word.toLowerCase());
    if (kind !== undefined) found.push({ kind, number: Number(digits) });
  }
  for (const [kind, pattern, numberOf] of numbered)
    for (const match of text.matchAll(pattern)) found.push({ kind, number: numberOf(match) });
  return found;
});
