import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { writeJunit } from '../../src/report/junit.ts';
import { inputOf, sites } from './agreement-sites.ts';
import { allWell, madeUp, nothing } from './made-up.ts';

/** JUnit as others read it: Python's own XML reader, and junitparser (Debian: python3-junitparser), which knows the format. */

const python = '/usr/bin/python3';
const has = (module: string): boolean => spawnSync(python, ['-c', `import ${module}`]).status === 0;

interface Seen {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly names: readonly string[];
}

const byElementTree = `
import json, sys, xml.etree.ElementTree as tree
def seen(text):
    cases = list(tree.fromstring(text).iter('testcase'))
    count = lambda kind: sum(1 for case in cases if case.find(kind) is not None)
    return {'tests': len(cases), 'failures': count('failure'), 'errors': count('error'), 'skipped': count('skipped'),
            'names': [case.get('name') for case in cases]}
print(json.dumps([seen(text.encode()) for text in json.load(sys.stdin)]))
`;
const byJunitparser = `
import json, sys
from junitparser import JUnitXml, Failure, Error, Skipped
def seen(text):
    cases = [case for suite in JUnitXml.fromstring(text.encode()) for case in suite]
    count = lambda kind: sum(1 for case in cases if any(isinstance(one, kind) for one in case.result))
    return {'tests': len(cases), 'failures': count(Failure), 'errors': count(Error), 'skipped': count(Skipped),
            'names': [case.name for case in cases]}
print(json.dumps([seen(text) for text in json.load(sys.stdin)]))
`;

const inputs = [...sites.map(inputOf), madeUp, allWell, nothing];

function readBy(script: string): readonly Seen[] {
  const texts = JSON.stringify(inputs.map(writeJunit));
  const { stdout, stderr, status } = spawnSync(python, ['-c', script], { input: texts, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as readonly Seen[];
}

describe.each([
  ["Python's own reader", 'xml.etree.ElementTree', byElementTree],
  ['junitparser', 'junitparser', byJunitparser],
])('%s', (_, module, script) => {
  it.skipIf(!has(module))('finds every check, and red where the exit code is not 0, or would not be', () => {
    const seen = readBy(script);
    expect(seen).toHaveLength(inputs.length);
    for (const [index, input] of inputs.entries()) {
      const { tests = 0, failures = 0, errors = 0, skipped = 0, names = [] } = seen[index] ?? {};
      const text = writeJunit(input);
      const said = (name: string) => Number(new RegExp(`<testsuites[^>]* ${name}="(\\d+)"`).exec(text)?.[1]);
      expect({ tests, failures, errors }).toEqual({
        tests: said('tests'),
        failures: said('failures'),
        errors: said('errors'),
      });
      // `--fail-on never` changes the exit code alone.
      const red = input.exitCode !== 0 || (input.failOn === 'never' && !input.ready);
      expect(failures + errors > 0).toBe(red);
      expect(failures + errors + skipped).toBeLessThanOrEqual(tests);
      const told = names.map((name) => name.split(':')[0]);
      expect(told).toEqual(expect.arrayContaining(input.rows.map(({ id }) => id)));
    }
  });
});
