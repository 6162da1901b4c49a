// README for who has the program alone, from npm or beside the executable: without what only a clone has (the parts for
// developers, the pictures' files), so that nothing in it leads nowhere. Pictures become text, which shows everywhere:
// npm's page shows no file of a package, and a server's console no picture at all.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sections that want a clone, by their headings. */
const forDevelopers = ['## Two commands', '## For developers'];

/** The text of README for users. `folder`: the repository; `shipped`: names of files that links may lead to. */
export function readmeForUsers(folder, shipped) {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  return withoutLostLinks(withPictures(withoutSections(text), folder), shipped);
}

function withoutSections(text) {
  const sections = text.split(/^(?=## )/m);
  for (const heading of forDevelopers)
    if (!sections.some((section) => section.startsWith(`${heading}\n`)))
      throw new Error(`README.md has no section "${heading}": mend .tools/package-readme.mjs`);
  return sections.filter((section) => !forDevelopers.some((one) => section.startsWith(`${one}\n`))).join('');
}

/** Pictures stand as Markdown has them, or as `<picture>` with one for light pages. */
function withPictures(text, folder) {
  const shown = (title, path) => {
    const lines = textOfPicture(readFileSync(join(folder, path), 'utf8'));
    return `${title}:\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``;
  };
  return text
    .replace(/^!\[([^\]]*)\]\(([^)]+\.svg)\)$/gm, (_, title, path) => shown(title, path))
    .replace(/^<picture>.*?<img alt="([^"]*)" src="([^"]+\.svg)">.*?<\/picture>$/gms, (_, title, path) =>
      shown(title, path),
    );
}

/** Paragraphs that point to pictures alone go; other links to files that are not there keep their words. */
function withoutLostLinks(text, shipped) {
  return text
    .split('\n\n')
    .filter((paragraph) => !/\]\([^)]+\.svg\)/.test(paragraph))
    .join('\n\n')
    .replace(/\[([^\]]+)\]\(([^)#][^)]*)\)/g, (whole, words, to) =>
      /^https?:/.test(to) || shipped.includes(to) ? whole : words,
    );
}

/** The lines of a picture of a terminal (test/terminal/svg.ts: cells of 9 by 19, the first at 8). */
export function textOfPicture(svg) {
  const lines = [];
  for (const [, x, y, inside] of svg.matchAll(/<text x="(\d+)" y="(\d+)"[^>]*>([^<]*)<\/text>/g)) {
    const row = Math.round((Number(y) - 22) / 19);
    const column = Math.round((Number(x) - 8) / 9);
    lines[row] = `${(lines[row] ?? '').padEnd(column)}${unescaped(inside)}`;
  }
  return Array.from(lines, (line) => (line ?? '').trimEnd());
}

function unescaped(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
