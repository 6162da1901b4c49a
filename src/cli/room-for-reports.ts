import { setFlagsFromString } from 'node:v8';

/**
 * Who reads hundreds of reports lets V8's room for new objects grow for the first few (src/v8-flags.ts keeps it small):
 * each report is more than it holds, and would be copied again and again.
 */
export function roomForReports(growing: boolean): void {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major <= 24) setFlagsFromString(`--semi-space-growth-factor=${growing ? 2 : 1}`);
}
