import { levels } from '../../requirements/requirement.ts';
import { answeredNotASource } from '../common/attested.ts';
import { by } from '../common/fix.ts';
import { answeredByPerson } from '../common/manual.ts';
import { defineProbe } from '../define.ts';
import { factsToken } from '../token.ts';

export const attestNotASource = factsToken('attest', 'not-a-source');

/**
 * A target that also feeds Entra ID would make a loop, and an agent serves one scenario (Provisioning users into
 * LDAP directories; Known issues for provisioning).
 */
export const attestNotASourceProbe = defineProbe(attestNotASource, {
  title: 'Target is not also a source',
  levels: levels('recommended', 'restricted'),
  requirements: ['TGT-02', 'OS-05'],
  attested: ({ settings }) => answeredNotASource(settings),
  ...answeredByPerson({
    message: 'Is no target a source of users?',
    expected: 'No target feeds users to Microsoft Entra ID, and the agent serves this scenario alone',
    why: 'A target whose users also come from it into Microsoft Entra ID makes a loop, and an agent shared with Cloud Sync or HR-driven provisioning is not supported.',
    look: [
      by.entra('Check that Entra Connect and Cloud Sync read from none of the targets'),
      by.entra('Check that HR-driven provisioning does not use this server or its agent'),
    ],
    yaml: 'attest: { notASource: true }',
  }),
});
