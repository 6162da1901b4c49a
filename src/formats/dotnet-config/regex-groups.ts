import { digit, RegexScanner, wordChar } from './regex-scanner.ts';

/** Numbers and names that a reference may mean. */
export interface Groups {
  readonly numbers: ReadonlySet<number>;
  readonly names: ReadonlySet<string>;
}

/** The first pass: which groups there will be. */
export function countGroups(pattern: string): Groups {
  return new GroupCounter(pattern).groups();
}

class GroupCounter extends RegexScanner {
  groups(): Groups {
    const [numbers, names] = [new Set([0]), new Set<string>()];
    let [unnamed, ignoreNext] = [0, false];
    while (this.left > 0) {
      const letter = this.next();
      if (letter === '\\') this.at += this.peek() === 'c' ? 2 : 1;
      else if (letter === '#' && this.options.x) {
        this.at -= 1;
        this.skipBlanks();
      } else if (letter === '[') this.charClass(true);
      else if (letter === ')') this.popOptions();
      else if (letter === '(') {
        if (this.text.startsWith('?#', this.at)) {
          this.at -= 1;
          this.skipBlanks();
          continue;
        }
        this.pushOptions();
        if (this.peek() === '?') {
          this.at += 1;
          if (this.left > 1 && /[<']/.test(this.peek())) {
            this.at += 1;
            if (this.peek() !== '0' && wordChar.test(this.peek())) {
              if (digit.test(this.peek())) numbers.add(this.number());
              else names.add(this.name());
            }
          } else {
            this.scanOptions();
            if (this.peek() === ')') {
              this.at += 1;
              this.popOptions(true);
            } else if (this.peek() === '(') {
              ignoreNext = true;
              continue;
            }
          }
        } else if (!this.options.n && !ignoreNext) unnamed += 1;
      }
      ignoreNext = false;
    }
    // Unnamed ones are numbered first, named ones behind them.
    let number = 1;
    for (let count = 0; count < unnamed + names.size; count += 1) {
      while (number <= 0) number += 1;
      numbers.add(number);
      number += 1;
    }
    return { numbers, names };
  }
}
