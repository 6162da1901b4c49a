import type { Notice } from '../results/run-results.ts';

/** Lines about the doctor itself: each once, the newest last. */
export class Notices {
  #said: readonly Notice[] = [];
  /** Why `.ecmarc`, as it stands now, cannot be used; empty while it can. */
  unreadable: readonly string[] = [];

  say(kind: Notice['kind'], text: string): void {
    this.#said = [...this.#said.filter((notice) => notice.text !== text), { kind, text }];
  }

  list(warnings: readonly string[]): readonly Notice[] {
    return [
      ...this.unreadable.map((text): Notice => ({ kind: 'error', text })),
      ...warnings.map((text): Notice => ({ kind: 'warn', text })),
      ...this.#said,
    ];
  }
}
