import type { JointCause } from './joint-cause.ts';
import type { Row } from './row.ts';

/** Widest that a fault may be where many stand in a list. */
const widest = 38;

/** Findings that say nothing without their subject. */
const sentences: Readonly<Record<string, (message: string) => string>> = {
  'server.dotnet': (message) => `.NET Framework is ${message}`,
  'server.memory': (message) => `only ${message} of memory`,
  'network.tls-inspection': () => 'TLS is opened on the way',
};

/** What is wrong with a row, the fault first, in 38 characters at most. */
export function briefFault({ id, title, message, status }: Row): string {
  if (message === '') return briefText(title);
  const [base = id] = id.split('@');
  const whole = status === 'fail' ? sentences[base]?.(message) : undefined;
  if (whole !== undefined) return briefText(whole);
  // "disabled", "4 min ahead": of what?
  return briefText(message.length <= 12 ? `${message}: ${title}` : message);
}

/** Causes whose sentence is longer than that, by what it says. */
const causes: Readonly<Record<string, (text: string) => string>> = {
  'ca-file': () => 'network.caFile cannot be read',
  clock: () => 'the clock is wrong',
  dns: (text) =>
    text.startsWith('DNS does not answer') ? 'DNS does not answer' : 'DNS lacks the names needed',
  'no-route': () => 'no route to the internet',
  closed: () => 'firewall closed, or no proxy',
  'proxy-credentials': () => 'the proxy wants a password',
  'proxy-down': () => 'the proxy does not answer',
  'proxy-refuses': (text) =>
    text.includes('forbids') ? 'the proxy forbids every host' : 'the proxy reaches no host',
  'tls-inspection': () => 'TLS is opened on the way',
  'agent-hosts-left-out': () => "the agent's hosts are kept out",
};

/** What one cause of several rows is, in 38 characters at most. */
export function briefCause({ id, text }: Pick<JointCause, 'id' | 'text'>): string {
  return text.length <= widest ? text : briefText(causes[id]?.(text) ?? text);
}

/** A text in so many characters at most: first the domains go, then what stands behind a comma, then words from the end. */
export function briefText(text: string, room = widest): string {
  const ways: readonly ((text: string) => string)[] = [
    (long) => long,
    withoutDomains,
    (long) => long.replace(/[,;(].*$/s, '').trimEnd(),
  ];
  let brief = text;
  for (const way of ways) {
    brief = way(brief);
    if (brief.length <= room) return brief;
  }
  return cut(brief, room);
}

/** `ldap.contoso.example:389` is `ldap:389`: an address loses its domain, never its port. File names keep theirs. */
function withoutDomains(text: string): string {
  return text.replace(
    /(?<=(?:^|[ /"(]))([a-z0-9][a-z0-9_-]*)((?:\.[a-z0-9-]+)+)(?=[:/, )"]|$)/gi,
    (whole, name: string, rest: string) =>
      /^\d+$/.test(name) || /\.(?:dll|exe|config|dsn|pem|pfx|crt|xml|ini|cer)$/i.test(rest) ? whole : name,
  );
}

function cut(text: string, room: number): string {
  const words = text.split(' ');
  const [lead = ''] = words;
  // A name that is too long by itself is told by its end.
  if (lead.length > room / 2) return `...${[...text].slice(-(room - 3)).join('')}`.slice(0, room);
  // Where it ends in an address, that says more than the words before it.
  const last = words.at(-1) ?? '';
  if (words.length > 2 && /:\d+$/.test(last) && lead.length + last.length + 4 <= room)
    return `${lead}... ${last}`;
  let brief = lead;
  for (const word of words.slice(1)) {
    if (brief.length + word.length + 4 > room) break;
    brief = `${brief} ${word}`;
  }
  return `${brief}...`.slice(0, room);
}
