import { expect, it } from 'vitest';
import { Redaction } from '../../src/cli/redaction.ts';
import { madeUp } from '../report/made-up.ts';

function redaction(): Redaction {
  const made = new Redaction();
  made.learn(madeUp);
  return made;
}

it('lists what was replaced for who runs it', () => {
  expect(redaction().replacements({})).toMatch(/^ {2}srv-ecma01 -> host-1 \(host\)$/im);
});

it('lists files that are no report beside the names, once', () => {
  const made = new Redaction();
  expect(made.replacements({})).toMatch(/^Redacted: no names were found/);
  for (const _ of 'ab') expect(made.beside('reports/SRV7.json', 'not-seen-1.json')).toBe('not-seen-1.json');
  expect(made.replacements({})).toContain('\n  reports/SRV7.json -> not-seen-1.json (file)\nNames');
  expect(made.replacements({ TF_BUILD: 'True' })).toMatch(/^Redacted: 1 names/);
});

it.each([
  { GITHUB_ACTIONS: 'true' },
  { TF_BUILD: 'True' },
  { GITLAB_CI: 'true' },
  { JENKINS_URL: 'http://build' },
  { TEAMCITY_VERSION: '2026.1' },
])('tells no name on a build server, whose log others read, and where to have them: %j', (env) => {
  const told = redaction().replacements(env);
  expect(told).not.toMatch(/contoso|srv-ecma01|anna|->/i);
  expect(told).toMatch(/^Redacted: \d+ names\. .*run the same elsewhere/);
});
