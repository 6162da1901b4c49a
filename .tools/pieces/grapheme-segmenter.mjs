import { singleWidth } from '../../components/text/single-width.ts';

/** Single characters, each a grapheme of its own: what has one cell, and the escape that colours begin with. */
const isPlain = (text) => singleWidth.test(text.includes('\u001b') ? text.replaceAll('\u001b', ' ') : text);

/** Intl.Segmenter of graphemes, which is made for the first text that it is needed for. */
export class GraphemeSegmenter {
  #options;
  #own;

  constructor(locales, options) {
    this.#options = [locales, options];
  }

  segment(input) {
    const text = String(input);
    if (isPlain(text)) return new PlainSegments(text);
    const { Segmenter } = globalThis.Intl;
    this.#own ??= new Segmenter(...this.#options);
    return this.#own.segment(text);
  }
}

class PlainSegments {
  #text;

  constructor(text) {
    this.#text = text;
  }

  containing(index = 0) {
    const segment = this.#text[index];
    return segment === undefined ? undefined : { segment, index, input: this.#text };
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.#text.length; index += 1) yield this.containing(index);
  }
}
