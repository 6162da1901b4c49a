import { clean } from '../base/text.ts';

/**
 * Text from outside for a line of a log. Beside what a terminal could obey, it takes the force from what build
 * servers obey in the output of a step: Azure Pipelines `##vso[` and `##[` anywhere in a line (TeamCity
 * `##teamcity[`), GitHub Actions `::` at its beginning.
 */
export function say(text: string, keepLines = false): string {
  return clean(text, keepLines)
    .replace(/##(?=\w*\[)/g, '# #')
    .replace(/^(\s*):(?=:)/gm, '$1: ');
}
