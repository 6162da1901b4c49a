/** `npm run pictures`: writes the README's pictures of real runs anew. Look at them before they are kept. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { removePlaces } from './program.ts';
import { takePictures } from './real-pictures.ts';

const folder = new URL('pictures/', import.meta.url);
mkdirSync(folder, { recursive: true });
try {
  for (const [name, svg] of await takePictures()) writeFileSync(new URL(`${name}.svg`, folder), svg);
} finally {
  removePlaces();
}
process.exit();
