import { describe, expect, test } from 'vitest';
import { leftOutWriteTests, strangeWriteTests } from '../../src/cli/write-test-problems.ts';
import { settingsFromText } from '../../src/settings/validate.ts';

const parsed = settingsFromText(
  `connectors:
  - { name: HR, library: generic-sql, target: { sql: { server: db.test, database: D, table: T } } }
  - { name: AD LDS, library: generic-ldap, target: { ldap: { url: 'ldap://dir.test' } } }
  - { name: Web, library: web-services, target: { tcp: 'web.test:443' } }
  - { name: Bare, library: web-services }
`,
  'F',
);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
const { settings } = parsed;

describe('--write-test of connectors by which nothing would be written', () => {
  test.each<[boolean | readonly string[], RegExp | undefined]>([
    [true, undefined],
    [['HR', 'AD LDS'], undefined],
    [['HRR'], /^--write-test=HRR: \.ecmarc has no connector of that name, did you mean HR\? \(HR, AD LDS,/],
    [
      ['Web'],
      /^--write-test=Web: there is no write test for it: its target is neither a directory nor a database$/,
    ],
    [['HR', 'Bare'], /^--write-test=Bare: there is no write test for it: it has no target$/],
  ])('%j', (writeTest, problem) => {
    const found = strangeWriteTests(writeTest, settings);
    expect(found).toEqual(problem === undefined ? [] : [expect.stringMatching(problem)]);
  });

  test.each<[boolean | readonly string[], readonly string[]]>([
    [true, []],
    [['HR'], []],
    [['AD LDS', 'HR'], ['--write-test=AD LDS: --only or --skip leave its write test out']],
  ])('that --only leaves out: %j', (writeTest, found) => {
    const rows = [
      { id: 'sql.write@HR', reason: 'not-allowed' as const },
      { id: 'ldap.write@AD LDS', reason: 'not-chosen' as const },
      { id: 'server.os', reason: 'not-chosen' as const },
    ];
    expect(leftOutWriteTests(writeTest, () => rows)).toEqual(found);
  });
});
