#!/usr/bin/env node
import { v8Flags } from './v8-flags.ts';

/**
 * The program's entry. It runs nothing of the program before it knows that this Node can run it, so that an old
 * one gets a sentence instead of a syntax error.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `ecma-doctor needs Node 22.19 or newer; this is Node ${process.versions.node}.\n` +
      'Get one from https://nodejs.org, or use the one-file program, which needs no Node.\n' +
      'In a clone of the project, npm start brings its own.\n',
  );
  process.exitCode = 2;
} else {
  // Stands only when the loop runs empty before main has decided: a run that did not happen is no 0.
  process.exitCode = 3;
  // V8 says so on stderr when it does not know one: only for versions of Node that were tried.
  if (major <= 24) for (const flag of v8Flags) process.getBuiltinModule('node:v8').setFlagsFromString(flag);
  try {
    // The build puts it there: `cli/main.ts` in pieces (.tools/pieces).
    process.getBuiltinModule('node:module').createRequire(import.meta.url)('./start.cjs');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`ecma-doctor is not whole: ${message.split('\n')[0]}\n`);
  }
}
