import { countGroups, type Groups } from './regex-groups.ts';
import { digit, mostNumber, Refused, RegexScanner, refuse, unit, wordChar } from './regex-scanner.ts';

/**
 * The rules by which .NET Framework parses a regular expression (reference source,
 * System/regex/system/text/regularexpressions/RegexParser.cs), and the same expression for JavaScript where there is one.
 * Read without options but those that the expression sets itself.
 */
export type DotnetRegex =
  /** `js` is undefined where only .NET can follow it. */
  { readonly ok: true; readonly js: string | undefined } | { readonly ok: false; readonly fault: string };

export function parseDotnetRegex(pattern: string): DotnetRegex {
  try {
    const parser = new Parser(pattern, countGroups(pattern));
    const js = parser.expression();
    return { ok: true, js: parser.foreign ? undefined : js };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, fault: error.message };
    throw error;
  }
}

const special = /[\\[()^$.|*+?{]/;

interface OpenGroup {
  readonly condition: boolean;
  bars: number;
  /** Where its text begins in what was written so far. */
  readonly start: number;
  /** A condition whose own group, the first in it, is still to come. */
  untold: boolean;
}

/** The second pass. */
class Parser extends RegexScanner {
  /** Something in it is only .NET's. */
  foreign = false;
  private ignoreNext = false;
  private readonly groups: Groups;

  constructor(text: string, groups: Groups) {
    super(text);
    this.groups = groups;
  }

  expression(): string {
    const open: OpenGroup[] = [];
    const out: string[] = [];
    let wasQuantified = false;
    while (this.left > 0) {
      this.skipBlanksForeign();
      if (this.left === 0) break;
      const from = out.length;
      let item: string | undefined;
      const letter = this.peek();
      if (!special.test(letter) || (letter === '{' && !this.isQuantifier())) {
        this.at += 1;
        item = literal(letter);
      } else {
        this.at += 1;
        switch (letter) {
          case '[':
            item = this.charClassForeign();
            break;
          case '(': {
            this.pushOptions();
            const group = this.groupOpen();
            if (group === undefined) this.popOptions(true);
            else {
              open.push({ condition: group === '(?(', bars: 0, start: from, untold: this.ignoreNext });
              out.push(group);
            }
            wasQuantified = false;
            continue;
          }
          case '|': {
            const group = open.at(-1);
            if (group !== undefined) group.bars += 1;
            if (group?.condition === true && group.bars > 1) refuse('a condition has more than two branches');
            out.push('|');
            wasQuantified = false;
            continue;
          }
          case ')': {
            const group = open.pop();
            if (group === undefined) refuse('too many )');
            this.popOptions();
            item = `${out.splice(group.start).join('')})`;
            // The condition itself is nothing that can be repeated.
            const outer = open.at(-1);
            if (outer?.untold !== true) break;
            outer.untold = false;
            out.push(item);
            wasQuantified = false;
            continue;
          }
          case '\\':
            item = this.backslash();
            break;
          case '^':
          case '$':
          case '.':
            item = letter;
            break;
          default:
            refuse(wasQuantified ? `nested quantifier ${letter}` : 'a quantifier follows nothing');
        }
      }
      this.skipBlanksForeign();
      wasQuantified = this.left > 0 && this.isQuantifier();
      out.push(wasQuantified ? this.quantified(item) : item);
    }
    if (open.length > 0) refuse('not enough )');
    return out.join('');
  }

  private skipBlanksForeign(): void {
    const from = this.at;
    this.skipBlanks();
    if (this.at > from) this.foreign = true;
  }

  /** `{` counts only with numbers in it. */
  private isQuantifier(): boolean {
    const letter = this.peek();
    return letter === '{' ? /^\{\d+(?:,\d*)?\}/.test(this.text.slice(this.at)) : /[*+?]/.test(letter);
  }

  private quantified(item: string): string {
    const [written = '', least, most] =
      /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})/.exec(this.text.slice(this.at)) ?? [];
    this.at += written.length;
    if (Number(least) > mostNumber || Number(most) > mostNumber) refuse('a number is too large');
    if (least !== undefined && most !== undefined && most !== '' && Number(least) > Number(most))
      refuse('a range of a quantifier is in reverse order');
    this.skipBlanksForeign();
    const lazy = this.peek() === '?' ? this.next() : '';
    // .NET lets what has no width be repeated, and so be left out.
    this.foreign ||= /^\(\?<?[=!]/.test(item);
    if (/^(?:[$^]|\\[bB])$/.test(item)) return written === '+' || Number(least) > 0 ? item : '';
    return `${item}${written}${lazy}`;
  }

  private charClassForeign(): string {
    const found = this.charClass(false);
    this.foreign ||= found === undefined;
    return found ?? '.';
  }

  /** Behind `(`; undefined for options alone, which end with it. */
  private groupOpen(): string | undefined {
    if (this.peek() !== '?' || this.peek(1) === ')') {
      const captures = !this.options.n && !this.ignoreNext;
      this.ignoreNext = false;
      return captures ? '(' : '(?:';
    }
    this.at += 1;
    if (this.left === 0) refuse('unrecognized grouping construct');
    const letter = this.next();
    switch (letter) {
      case ':':
      case '=':
      case '!':
        return `(?${letter}`;
      case '>':
        this.foreign = true;
        return '(?:';
      case "'":
      case '<':
        if (letter === '<' && /[=!]/.test(this.peek()) && this.left > 0) return `(?<${this.next()}`;
        return this.named(letter === '<' ? '>' : "'");
      case '(':
        return this.condition();
      default:
        this.at -= 1;
        return this.withOptions();
    }
  }

  private withOptions(): string | undefined {
    const from = this.at;
    this.scanOptions();
    const end = this.next();
    // Case is ignored in any case, at the start and later.
    this.foreign ||= !/^i*$/i.test(this.text.slice(from, this.at - 1));
    if (end === ')') return undefined;
    return end === ':' ? '(?:' : refuse('unrecognized grouping construct');
  }

  private named(close: string): string {
    const first = this.peek();
    let known = false;
    let label = '';
    if (digit.test(first)) {
      const number = this.number();
      known = this.groups.numbers.has(number);
      if (this.left > 0 && this.peek() !== close && this.peek() !== '-') refuse('invalid group name');
      if (number === 0) refuse('a group cannot have the number 0');
      this.foreign = true;
    } else if (wordChar.test(first)) {
      label = this.name();
      known = this.groups.names.has(label);
      if (this.left > 0 && this.peek() !== close && this.peek() !== '-') refuse('invalid group name');
    } else if (first !== '-') refuse('invalid group name');
    const taken = (known || first === '-') && this.left > 1 && this.peek() === '-';
    if (taken) this.balanced(close);
    if (!(known || taken) || this.next() !== close) refuse('unrecognized grouping construct');
    return `(?<${label}>`;
  }

  private balanced(close: string): void {
    this.at += 1;
    this.foreign = true;
    if (digit.test(this.peek())) {
      if (!this.groups.numbers.has(this.number())) refuse('reference to an undefined group');
    } else if (this.left > 0 && wordChar.test(this.peek())) {
      if (!this.groups.names.has(this.name())) refuse('reference to an undefined group');
    } else refuse('invalid group name');
    if (this.left > 0 && this.peek() !== close) refuse('invalid group name');
  }

  /** `(?(` */
  private condition(): string {
    this.foreign = true;
    const from = this.at;
    if (digit.test(this.peek())) {
      const number = this.number();
      if (this.next() !== ')') refuse('a condition is malformed');
      return this.groups.numbers.has(number) ? '(?(' : refuse('reference to an undefined group');
    }
    if (this.left > 0 && wordChar.test(this.peek())) {
      const known = this.groups.names.has(this.name());
      if (known && this.peek() === ')') {
        this.at += 1;
        return '(?(';
      }
    }
    this.at = from - 1;
    this.ignoreNext = true;
    if (this.left >= 3 && this.peek(1) === '?') {
      const kind = this.peek(2);
      if (kind === '#') refuse('a condition cannot be a comment');
      if (kind === "'" || (this.left >= 4 && kind === '<' && !/[!=]/.test(this.peek(3))))
        refuse('a condition cannot capture');
    }
    return '(?(';
  }

  private backslash(): string {
    if (this.left === 0) refuse('a \\ at the end');
    const letter = this.peek();
    const anchors: Readonly<Record<string, string>> = { A: '^', G: '^', Z: '$', z: '$', b: '\\b', B: '\\B' };
    if (letter in anchors) {
      this.at += 1;
      return anchors[letter] ?? '';
    }
    if (/[wWsSdD]/.test(letter)) {
      this.at += 1;
      return `\\${letter}`;
    }
    if (/[pP]/.test(letter)) {
      this.at += 1;
      this.property();
      this.foreign = true;
      return '.';
    }
    return this.reference() ?? unit(this.charEscape());
  }

  /** `\1`, `\k<name>`, `\<name>`; undefined where it is a character after all. */
  private reference(): string | undefined {
    const from = this.at;
    let close = '';
    if (this.peek() === 'k') {
      this.at += 1;
      const quote = this.left >= 2 ? this.next() : '';
      close = quote === '<' ? '>' : quote === "'" ? "'" : '';
      if (close === '' || this.left === 0) refuse('\\k wants a name');
    } else if (/[<']/.test(this.peek()) && this.left > 1) {
      close = this.next() === '<' ? '>' : "'";
      this.foreign = true;
    }
    if (digit.test(this.peek()) && (close !== '' || this.peek() !== '0')) {
      const number = this.number();
      const known = this.groups.numbers.has(number);
      if (close !== '' && this.next() === close)
        return known ? this.back() : refuse(`reference to undefined group number ${number}`);
      if (close === '') {
        if (known) return this.back();
        if (number <= 9) refuse(`reference to undefined group number ${number}`);
      }
    } else if (close !== '' && this.left > 0 && wordChar.test(this.peek())) {
      const name = this.name();
      if (this.next() === close)
        return this.groups.names.has(name) ? this.back() : refuse(`reference to undefined group ${name}`);
    }
    this.at = from;
    return undefined;
  }

  /** Numbers of groups differ from JavaScript's where some have names. */
  private back(): string {
    this.foreign = true;
    return '';
  }
}

function literal(letter: string): string {
  return /[/\]}]/.test(letter) ? `\\${letter}` : letter;
}
