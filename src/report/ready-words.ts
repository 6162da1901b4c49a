export function readyWord(ready: boolean): string {
  return ready ? 'READY' : 'NOT READY';
}

/**
 * The verdict's words behind `readyWord`, which stands before them already: "Not ready: no tenant." leaves
 * ": no tenant.". Other words follow after a space.
 */
export function afterReadyWord(ready: boolean, words: string): string {
  const word = readyWord(ready);
  return words.slice(0, word.length).toUpperCase() === word ? words.slice(word.length) : `  ${words}`;
}
