import { plural } from '../base/phrases.ts';
import { clean } from '../base/text.ts';

const mostNamed = 5;

/** `has 2 checks that this version does not know: …`, of a report by a later version. */
export function unknownChecks(ids: readonly string[]): string {
  const named = ids.slice(0, mostNamed).map((id) => clean(id).slice(0, 80));
  const more = ids.length - named.length;
  return `has ${plural(ids.length, 'row', 'rows')} that this version does not know: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
