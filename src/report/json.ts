/** Everything but ASCII: controls and marks that a terminal may obey, and every letter that a code page may change. */
const beyondAscii = /[\u007f-\uffff]/g;

/**
 * A build server obeys `##vso[` and `##[` wherever they stand in what a step says (Azure Pipelines; GitHub Actions the
 * second; TeamCity `##teamcity[`). `::` it obeys at the beginning of a line only, where no string of JSON can stand.
 */
const pipelineCommand = /#(?=#\w*\[)/g;

/**
 * JSON text in ASCII, the rest as `\uXXXX`, so a reader gets back the very same value: safe to print, and the same in
 * every code page (Windows PowerShell reads what a program writes by the console's, not as UTF-8). `indent` 0 gives one
 * line.
 */
export function jsonText(value: unknown, indent: number): string {
  // These characters can only stand inside strings, where an escape means the same.
  return JSON.stringify(value, undefined, indent)
    .replace(beyondAscii, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(pipelineCommand, '\\u0023');
}
