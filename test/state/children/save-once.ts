import { FileSaver, replaceFileSync } from '../../../src/state/file-saver.ts';

// Writes a text of the given length in each way, and says what came of it.
const [path = '', length = '0'] = process.argv.slice(2);
const problems: string[] = [];
const saver = new FileSaver(path, (problem) => problems.push(problem?.code ?? 'well again'));
const text = 'n'.repeat(Number(length));
saver.save(text);
await saver.flush();
saver.save(text);
await saver.flush();
saver.saveNow(text);
const direct = replaceFileSync(path, text);
saver.saveNow('short');
process.stdout.write(JSON.stringify({ problems, direct: direct?.code }));
