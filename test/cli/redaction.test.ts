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

it.each([{ GITHUB_ACTIONS: 'true' }, { TF_BUILD: 'True' }, { GITLAB_CI: 'true' }])(
  'tells no name on a build server, whose log others read, and where to have them: %j',
  (env) => {
    const told = redaction().replacements(env);
    expect(told).not.toMatch(/contoso|srv-ecma01|anna|->/i);
    expect(told).toMatch(/^Redacted: \d+ names\. .*run the same elsewhere/);
  },
);
