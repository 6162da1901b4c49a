import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { installed } from '../beds/program.ts';
import { removePlaces } from './program.ts';
import './pty.ts';
import { takePictures } from './real-pictures.ts';

afterAll(removePlaces);

/** What stands on a picture below its first line (that of the machine), without what each run has otherwise: times, ports. */
function wordsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text x="\d+" y="(\d+)" [^>]*>([^<]*)<\/text>/g)]
    .filter(([, y]) => Number(y) > 22)
    .map(([, , text = '']) => text.replaceAll(/\d[\d.:,]*(?: ?(?:ms|s|GB))?|[…─═ ]+/g, ' ').trim())
    .filter((text) => text !== '' && !/^[-\\|/]$/.test(text));
}

test.skipIf(!installed('slapd'))(
  'the pictures of real runs show the screen as it is: npm run pictures',
  async () => {
    const folder = new URL('pictures/', import.meta.url);
    const taken = await takePictures();
    expect([...taken.keys()].toSorted()).toEqual(
      readdirSync(folder)
        .map((name) => name.replace('.svg', ''))
        .toSorted(),
    );
    for (const [name, svg] of taken)
      expect(wordsOf(readFileSync(new URL(`${name}.svg`, folder), 'utf8')), name).toEqual(wordsOf(svg));
  },
);
