import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const headings = new Set(
  [...readFileSync(join(root, 'src/decisions.md'), 'utf8').matchAll(/^## (.+)$/gm)].map(([, text]) => text),
);
const files = globSync('{src,components,.tools}/**/*.{ts,tsx,mjs,cjs}', { cwd: root });

/** A comment may break a citation over two lines. */
function citations(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/\n\s*(?:\*|\/\/) ?/g, ' ');
  return [...text.matchAll(/decisions: ([^);]+)/g)].flatMap(([, heading]) => heading ?? []);
}

describe('rulings that comments cite', () => {
  it('stand in src/decisions.md', () => {
    const cited = files.flatMap((file) => citations(file).map((heading) => ({ file, heading })));
    expect(cited.length).toBeGreaterThan(20);
    expect(cited.filter(({ heading }) => !headings.has(heading))).toEqual([]);
  });

  it('are never those of a document outside the repository', () => {
    const outside = files.filter((file) =>
      /design: |judgements|contract, section/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(outside).toEqual([]);
  });
});
