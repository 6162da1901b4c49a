#!/usr/bin/env node
/**
 * The program's entry. It imports nothing of the program before it knows that this Node can run it, so that an old
 * one gets a sentence instead of a syntax error.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `ecma-doctor needs Node 22.19 or newer; this is ${process.versions.node}.\n` +
      'In a clone of the project, npm start brings its own.\n',
  );
  process.exitCode = 2;
} else {
  const { main } = await import('./cli/main.ts');
  await main();
}
