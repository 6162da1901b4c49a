/** Why .NET does not parse an expression. Only the parser throws and catches it. */
export class Refused extends Error {}

export function refuse(reason: string): never {
  throw new Refused(reason);
}

export const wordChar = /[\p{L}\p{Mn}\p{Nd}\p{Pc}\u200c\u200d]/u;
/** Of a group or a repetition. */
export const mostNumber = 0x7fff_ffff;
export const digit = /\d/;
const blank = /[\t\n\f\r \v]/;

/** What both passes have in common: a place in the text, and the options of the groups around it. */
export class RegexScanner {
  protected at = 0;
  /** Options that change how text is read: `n` (only named groups capture), `x` (blanks and comments are none of it). */
  protected options = { n: false, x: false };
  private readonly kept: { readonly n: boolean; readonly x: boolean }[] = [];
  protected readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  protected peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? '';
  }

  protected next(): string {
    const found = this.peek();
    this.at += 1;
    return found;
  }

  protected get left(): number {
    return this.text.length - this.at;
  }

  protected pushOptions(): void {
    this.kept.push({ ...this.options });
  }

  protected popOptions(keep = false): void {
    const outer = this.kept.pop();
    if (!keep && outer !== undefined) this.options = { ...outer };
  }

  /** Comments count everywhere, blanks where `x` is on. */
  protected skipBlanks(): void {
    for (;;) {
      if (this.options.x) while (this.left > 0 && blank.test(this.peek())) this.at += 1;
      if (this.options.x && this.peek() === '#') while (this.left > 0 && this.peek() !== '\n') this.at += 1;
      else if (this.text.startsWith('(?#', this.at)) {
        const end = this.text.indexOf(')', this.at);
        if (end < 0) refuse('a comment does not end');
        this.at = end + 1;
      } else return;
    }
  }

  /** Letters behind `(?`; false for one that is none, where reading stops. */
  protected scanOptions(): void {
    for (let off = false; this.left > 0; this.at += 1) {
      const letter = this.peek().toLowerCase();
      if (letter === '-' || letter === '+') off = letter === '-';
      else if (letter === 'n' || letter === 'x') this.options[letter] = !off;
      else if (!/[ims]/.test(letter)) return;
    }
  }

  protected number(): number {
    const from = this.at;
    while (digit.test(this.peek())) this.at += 1;
    const value = Number(this.text.slice(from, this.at));
    return value > mostNumber ? refuse('a number is too large') : value;
  }

  protected name(): string {
    const from = this.at;
    while (this.left > 0 && wordChar.test(this.peek())) this.at += 1;
    return this.text.slice(from, this.at);
  }

  protected property(): void {
    if (this.left < 3) refuse('\\p is cut short');
    if (this.next() !== '{') refuse('\\p wants a name in braces');
    const from = this.at;
    while (this.left > 0 && (wordChar.test(this.peek()) || this.peek() === '-')) this.at += 1;
    const name = this.text.slice(from, this.at);
    if (this.next() !== '}') refuse('\\p is cut short');
    if (!categories.test(name) && !/^Is[A-Z]/.test(name)) refuse(`there is no property ${name}`);
  }

  /** One character behind a backslash; gives its code. */
  protected charEscape(): number {
    const letter = this.next();
    if (/[0-7]/.test(letter)) return this.octal(letter);
    switch (letter) {
      case 'x':
        return this.hex(2);
      case 'u':
        return this.hex(4);
      case 'c':
        return this.control();
      default:
        if (letter in letters) return letters[letter] ?? 0;
        return wordChar.test(letter)
          ? refuse(`unrecognized escape sequence \\${letter}`)
          : letter.charCodeAt(0);
    }
  }

  private octal(first: string): number {
    let digits = first;
    while (digits.length < 3 && /[0-7]/.test(this.peek())) digits += this.next();
    return Number.parseInt(digits, 8) & 0xff;
  }

  private hex(count: number): number {
    const digits = this.text.slice(this.at, this.at + count);
    if (!/^[\da-f]+$/i.test(digits) || digits.length < count) refuse('insufficient hexadecimal digits');
    this.at += count;
    return Number.parseInt(digits, 16);
  }

  private control(): number {
    if (this.left === 0) refuse('\\c wants a letter');
    const code = this.next().toUpperCase().charCodeAt(0) - 0x40;
    return code >= 0 && code < 0x20 ? code : refuse('\\c wants a letter');
  }

  /** A class behind its `[`; gives it for JavaScript, or undefined where that knows none such. */
  protected charClass(scanOnly: boolean): string | undefined {
    let [out, previous, inRange, foreign] = ['', 0, false, false];
    if (this.peek() === '^') out = this.next();
    for (let first = true; this.left > 0; first = false) {
      let code = this.next().charCodeAt(0);
      let translated = false;
      if (code === 0x5d && !first) return foreign ? undefined : `[${out}]`;
      if (code === 0x5c && this.left > 0) {
        const letter = this.next();
        if (/[dDsSwWpP]/.test(letter)) {
          if (inRange && !scanOnly) refuse(`\\${letter} cannot stand in a range`);
          if (/p/i.test(letter)) this.property();
          foreign ||= /p/i.test(letter);
          out += `\\${letter}`;
          continue;
        }
        if (letter === '-') {
          foreign ||= inRange;
          out += '\\-';
          continue;
        }
        this.at -= 1;
        code = this.charEscape();
        translated = true;
      } else if (code === 0x5b && this.peek() === ':' && !inRange) {
        foreign = true;
        const from = this.at;
        this.at += 1;
        this.name();
        if (this.left < 2 || this.next() !== ':' || this.next() !== ']') this.at = from;
      }
      if (inRange) {
        inRange = false;
        if (scanOnly) continue;
        if (code === 0x5b && !translated && !first) {
          this.subtraction();
          foreign = true;
        } else if (previous > code) refuse('a range is in reverse order');
        else out += `${unit(previous)}-${unit(code)}`;
      } else if (this.left >= 2 && this.peek() === '-' && this.peek(1) !== ']') {
        previous = code;
        inRange = true;
        this.at += 1;
      } else if (code === 0x2d && !translated && this.peek() === '[' && !first) {
        this.at += 1;
        if (scanOnly) this.charClass(true);
        else this.subtraction();
        foreign = true;
      } else out += unit(code);
    }
    return refuse('a [ is not closed');
  }

  private subtraction(): void {
    this.charClass(false);
    if (this.left > 0 && this.peek() !== ']') refuse('what is taken out of a class must stand last');
  }
}

const letters: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 };
const categories =
  /^(?:C[cfnos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|_xmlC|_xmlD|_xmlI|_xmlW)$/;

export function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
