import type { Facts } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';

/**
 * A refusal of Windows reaches the row and "Run as administrator" from every place that read it (decisions: Wrong types
 * in the registry): what the platform refused to an attempt is kept in its facts, whatever the probe made of it.
 */

/** The facts with what was refused as `notSeen`, behind what the probe itself put there. */
export function withRefusals<F extends Facts>(facts: F, refused: readonly string[]): F {
  const notSeen = [...new Set([...refusalsIn(facts), ...refused])];
  return notSeen.length === 0 ? facts : { ...facts, notSeen };
}

/** What could not be read though nobody refused it, beside the facts: a row that passes says so. */
export function withBroken<F extends Facts>(facts: F, broken: readonly string[]): F {
  return broken.length === 0 ? facts : { ...facts, notRead: broken };
}

function brokenIn({ notRead }: Facts): readonly string[] {
  return Array.isArray(notRead) ? notRead.filter((one) => typeof one === 'string') : [];
}

/** A row that passes names what of its questions got no answer; any other says by itself what it lacks. */
export function sayBroken(verdict: Verdict, facts: Facts): Verdict {
  const { status, evidence = [] } = verdict;
  const unsaid = status === 'pass' ? brokenIn(facts) : [];
  if (unsaid.length === 0) return verdict;
  return { ...verdict, evidence: [...evidence, ...unsaid.map((value) => ({ label: 'Not read', value }))] };
}

export function refusalsIn(facts: Facts): readonly string[] {
  const { notSeen } = facts;
  return Array.isArray(notSeen) ? notSeen.filter((one) => typeof one === 'string') : [];
}

/** The message of a row that a refusal decides. */
export const notAllowed = 'not allowed to look';

/** How texts say that something was refused, the system's own among them. */
const refusal = /not allowed|refused|may not|permission denied|EACCES|EPERM/i;

/** The verdict with the refusals that it does not name by itself, as evidence. */
export function sayRefusals(verdict: Verdict, refused: readonly string[]): Verdict {
  const { message, found = '', evidence = [] } = verdict;
  // It is about the one there is, by whatever name.
  if (refused.length === 1 && message === notAllowed) return verdict;
  const said = [message, found, ...evidence.map(({ value }) => value)].filter((text) => refusal.test(text));
  const unsaid = refused.filter((label) => !said.some((text) => text.includes(label)));
  if (unsaid.length === 0) return verdict;
  return { ...verdict, evidence: [...evidence, ...unsaid.map((value) => ({ label: 'Not seen', value }))] };
}
