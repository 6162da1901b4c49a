import { FileSaver } from '../../../src/state/file-saver.ts';

// Saves texts of one repeated letter until it is killed; every twentieth synchronously.
const path = process.argv[2] ?? '';
const saver = new FileSaver(path, (problem) => process.stdout.write(`${JSON.stringify(problem ?? null)}\n`));
process.stdout.write('ready\n');
for (let turn = 0; ; turn += 1) {
  const text = String.fromCharCode(97 + (turn % 26)).repeat(200_000);
  if (turn % 20 === 19) saver.saveNow(text);
  else saver.save(text);
  if (turn % 2 === 0) await new Promise(setImmediate);
}
