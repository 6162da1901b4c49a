import type { Judged } from './trials.ts';
import { type WayResult, wayText } from './ways.ts';

/** What can be done now, in a sentence. */

export function adviceOnWay({ way, worth }: Pick<WayResult, 'way' | 'worth'>): string {
  if (way === undefined)
    return 'Nothing answers there. Another address is tried anew; Enter takes this one as it is.';
  return worth === 'untrusted'
    ? `Enter takes ${wayText(way)}. No password is sent before the authority is trusted: asked next.`
    : `Enter takes ${wayText(way)}, as it is.`;
}

export function adviceAtTheEnd({ findings, content }: Judged): string {
  if (!content) return 'It can be written as it is: the list says what is to be done.';
  const clean = findings.every(({ mark }) => mark === 'good' || mark === 'none');
  return clean ? 'Everything passed.' : 'Nothing failed.';
}

export function refusedText(tries: number): string {
  return `${tries === 1 ? '1 try was' : `${tries} tries were`} refused; each one more counts`;
}
