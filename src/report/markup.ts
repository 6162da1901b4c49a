import { clean } from '../base/text.ts';

/** XML or HTML source. Only `markup` and `raw` make it, so that text cannot be taken for it by mistake. */
export class Markup {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

export type Content = string | number | Markup | undefined | readonly Content[];

/**
 * A tagged template: what stands in the template is markup, what is put in is text, cleaned and escaped for
 * element content and for attributes in double quotes. Lists are joined, `undefined` is nothing.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    parts.map((part, index) => part + (index < values.length ? source(values[index]) : '')).join(''),
  );
}

/** Trusted source, such as a style sheet of ours. */
export function raw(text: string): Markup {
  return new Markup(text);
}

function source(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'object') return value.map(source).join('');
  return escapeText(String(value));
}

/**
 * Characters that XML 1.0 (fifth edition, 2.2) forbids are dropped: controls by `clean`, and the two
 * noncharacters; `clean` also mends lone surrogates.
 */
function escapeText(text: string): string {
  return clean(text, true)
    .replace(/[\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
