/**
 * `npm run hunt [-- seconds]`: the hunt for secrets in every spelling, output and noise. Ends with 1 where one was found.
 */
import { removePlaces } from '../flows/program.ts';
import { spellings } from './places.ts';
import { HuntingGround } from './secrets.ts';

const ground = await HuntingGround.open();
let leaks = 0;
let runs = 0;
let length = 0;
let children = 0;
try {
  for (const [name, say] of Object.entries(spellings)) {
    for (const output of ['--json', '--events', '--plain', 'screen'] as const) {
      for (const throughProxy of [false, true]) {
        const hunted = await ground.hunt(say, output, { noisy: output !== 'screen', throughProxy });
        runs += 1;
        length += hunted.length;
        children += hunted.children;
        for (const { place, secret, how } of hunted.leaks) {
          leaks += 1;
          process.stdout.write(
            `${secret} in ${place}, ${how.join(', ')} (peers spell it: ${name}; ${output})\n`,
          );
        }
        process.stdout.write(
          `${name} ${output} ${throughProxy ? 'proxy' : 'direct'}: ${hunted.texts} texts, ${hunted.length} characters, ${hunted.sent.length} secrets sent, ${hunted.children} children, ${hunted.leaks.length} leaks\n`,
        );
      }
    }
  }
} finally {
  await ground.close();
  removePlaces();
}
process.stdout.write(`${runs} runs, ${length} characters, ${children} child processes: ${leaks} leaks\n`);
process.exitCode = leaks === 0 ? 0 : 1;
