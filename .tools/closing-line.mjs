// A vitest reporter that ends the output with how many tests ran on Windows code, by Wine and Node (test/wine/counted.ts),
// and "N passed, N failed", whatever else was printed.
export class ClosingLine {
  onTestRunEnd(modules, errors) {
    const onWindows = new Map();
    const counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      // What failed outside of its tests, as in a hook, has skipped them.
      for (const suite of [module, ...module.children.allSuites()])
        if (suite.errors().length > 0) counts.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state in counts) counts[state] += 1;
        for (const kind of test.meta().windows ?? []) {
          const counted = onWindows.get(kind) ?? { passed: 0, failed: 0, skipped: 0 };
          if (state in counted) counted[state] += 1;
          onWindows.set(kind, counted);
        }
      }
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    process.on('exit', () =>
      process.stdout.write(
        `${tableOf(onWindows)}\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`,
      ),
    );
  }
}

/** A line for each kind; nothing where no test ran on Windows code. */
function tableOf(kinds) {
  const names = [...kinds.keys()].sort();
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => {
    const { passed, failed } = kinds.get(name);
    return `  ${name.padEnd(width)}  ${passed} passed, ${failed} failed\n`;
  });
  return names.length === 0 ? '' : `\nTests on Windows code:\n${lines.join('')}`;
}
