/**
 * Makes a paint shorter without changing what it draws: colours that are switched on and off again before any
 * character are left out, runs of "next line" become one, and the marks of synchronized output (unknown to the
 * consoles of Windows Server) are dropped. Over remote desktop bytes are time.
 */
export class PaintOptimizer {
  /** What the terminal has now, and what it should have at the next character: attribute to its SGR code. */
  #actual = new Map<string, string>();
  #wanted = new Map<string, string>();

  optimize(text: string): string {
    let out = '';
    let lines = 0;
    const flushLines = (): void => {
      if (lines > 0) out += lines === 1 ? '\u001b[E' : `\u001b[${lines}E`;
      lines = 0;
    };
    for (const token of text.match(tokens) ?? []) {
      if (token === syncOn || token === syncOff) continue;
      if (token === nextLine) {
        lines += 1;
        continue;
      }
      if (isSgr.test(token)) {
        this.#want(token);
        continue;
      }
      flushLines();
      // Moves and blanks have no colour of their own: it can wait for the next character (or an erase). Not on a
      // background: blanks have that, and so has a line that a line feed scrolls in.
      if (!colourless.test(token) || this.#fills()) out += this.#changeColours();
      out += token;
    }
    flushLines();
    // Nothing may stay coloured for whoever writes next.
    return out + (this.#wanted.size === 0 ? this.#changeColours() : '');
  }

  /** Whether an empty cell drawn now would not be the terminal's own colour, or should not be. */
  #fills(): boolean {
    return [this.#actual, this.#wanted].some(
      (set) => set.has('background') || set.has('inverse') || set.has('underline'),
    );
  }

  #want(sgr: string): void {
    for (const code of sgr.slice(2, -1).split(';')) {
      const attribute = attributeOf(code === '' ? 0 : Number(code));
      if (attribute === 'all') this.#wanted.clear();
      else if (attribute.startsWith('no ')) this.#wanted.delete(attribute.slice(3));
      else this.#wanted.set(attribute, code);
    }
  }

  #changeColours(): string {
    const gone = [...this.#actual.keys()].filter((attribute) => !this.#wanted.has(attribute));
    const reset =
      gone.length > 0 && (this.#wanted.size === 0 || gone.some((name) => offCodes[name] === undefined));
    if (reset) this.#actual.clear();
    const codes = reset ? [''] : gone.map((attribute) => offCodes[attribute] ?? '');
    for (const [attribute, code] of this.#wanted) if (this.#actual.get(attribute) !== code) codes.push(code);
    if (codes.length === 0) return '';
    this.#actual = new Map(this.#wanted);
    return `\u001b[${codes.join(';')}m`;
  }
}

const syncOn = '\u001b[?2026h';
const syncOff = '\u001b[?2026l';
const nextLine = '\u001b[E';

// biome-ignore lint/suspicious/noControlCharactersInRegex: it reads what is sent to a terminal
const tokens = /\u001b\[[0-9;?]*[A-Za-z]|\u001b.|[\r\n]+|[^\u001b\r\n]+|\u001b/gs;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it reads what is sent to a terminal
const isSgr = /^\u001b\[[0-9;]*m$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: it reads what is sent to a terminal
const colourless = /^(?:[\r\n\u0007 ]+|\u001b\[[0-9;]*[ABCDEFGHf]|\u001b\[\?[0-9]+[hl])$/;

const offCodes: Readonly<Record<string, string>> = {
  foreground: '39',
  background: '49',
  bold: '22',
  inverse: '27',
  italic: '23',
  underline: '24',
  strikethrough: '29',
};

function attributeOf(code: number): string {
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return 'foreground';
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return 'background';
  const named: Readonly<Record<number, string>> = {
    0: 'all',
    1: 'bold',
    3: 'italic',
    4: 'underline',
    7: 'inverse',
    9: 'strikethrough',
    22: 'no bold',
    23: 'no italic',
    24: 'no underline',
    27: 'no inverse',
    29: 'no strikethrough',
    39: 'no foreground',
    49: 'no background',
  };
  return named[code] ?? `unknown ${code}`;
}
