import { duration } from '../base/phrases.ts';
import { shortName } from '../platform/certificates.ts';
import type { Secured } from '../platform/types.ts';
import type { Row } from '../results/row.ts';
import type { Finding, Mark } from './view.ts';

/** A row of the list as lines below a question: what was found, and where it is bad, what to do. */
export function rowFinding(row: Row, label: string, brief = false): Finding[] {
  const mark = markOf(row);
  const { durationMs, message, found, remedy } = row;
  const first: Finding = {
    mark,
    label,
    text: message,
    ...(durationMs === undefined || mark === 'quiet' ? {} : { end: took(durationMs) }),
  };
  if (brief || (mark !== 'bad' && mark !== 'ask')) {
    const tells = mark === 'bad' || mark === 'ask';
    const why = !tells || found === undefined || found === message ? [] : [below(found)];
    return [first, ...why];
  }
  const [step, second] = remedy?.steps.filter(({ screen }) => screen !== true) ?? [];
  return [
    first,
    ...(found === undefined || found === message ? [] : [below(found)]),
    ...(step === undefined ? [] : [below(step.text)]),
    ...(step?.command === undefined ? [] : [{ ...below(step.command), command: true as const }]),
    ...(second === undefined || step?.command !== undefined ? [] : [below(second.text)]),
  ];
}

/** How long it took; nothing takes no time. */
export function took(ms: number): string {
  return duration(Math.max(1, ms));
}

/** A line that goes on with the one above. */
export function below(text: string): Finding {
  return { mark: 'none', label: '', text };
}

export function markOf({ status }: Pick<Row, 'status'>): Mark {
  switch (status) {
    case 'pass':
    case 'attested':
      return 'good';
    case 'warn':
    case 'waived':
      return 'warn';
    case 'fail':
    case 'timed-out':
    case 'crashed':
      return 'bad';
    case 'unknown':
    case 'manual':
      return 'ask';
    case 'blocked':
    case 'skipped':
    case 'cancelled':
    case 'pending':
    case 'running':
      return 'quiet';
  }
}

/** The authority of a chain that this server does not trust: its name, its last day, and what tells it from another. */
export function authorityFindings({ chain }: Secured): Finding[] {
  const top = chain.at(-1);
  if (top === undefined) return [];
  const isRoot = top.subject === top.issuer;
  return [
    { mark: 'warn', label: 'authority', text: `${shortName(top.issuer)}: not trusted by this server` },
    ...(isRoot
      ? [below(`valid until ${top.notAfter.slice(0, 10)}, SHA-256:`), below(fingerprint(top.sha256))]
      : [below(`it was not sent; it signed ${shortName(top.subject)}`)]),
  ];
}

/** In fours, so that it breaks between them. */
function fingerprint(hex: string): string {
  return hex.match(/.{1,4}/g)?.join(' ') ?? hex;
}
