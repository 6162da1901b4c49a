import { readFileSync } from 'node:fs';
import { unpackEmbedded } from '../../../src/state/embedded-file.ts';

// Unpacks a file of several writes' length when its input says so; ends with 1 if what it got is not whole.
const [folder = ''] = process.argv.slice(2);
const bytes = Buffer.alloc(3_000_000, 'a part ');
process.stdout.write('ready\n');
process.stdin.once('data', async () => {
  const file = await unpackEmbedded({ name: 'part.node', bytes, version: 'big' }, [folder]);
  process.exit(readFileSync(file).equals(bytes) ? 0 : 1);
});
