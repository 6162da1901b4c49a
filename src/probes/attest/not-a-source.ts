import { levels } from '../../requirements/requirement.ts';
import { answeredNotASource } from '../common/attested.ts';
import { askedOfPerson } from '../common/manual.ts';
import { describeProbe } from '../describe.ts';

/**
 * A target that also feeds Entra ID would make a loop, and an agent serves one scenario (Provisioning users into
 * LDAP directories; Known issues for provisioning).
 */
export const attestNotASource = describeProbe({
  id: 'attest.not-a-source',
  title: 'Target is not also a source',
  levels: levels('recommended', 'restricted'),
  requirements: ['TGT-02', 'OS-05'],
  seconds: 5,
  attested: answeredNotASource,
  ...askedOfPerson({
    message: 'Is no target a source of users?',
    expected: 'No target feeds users to Microsoft Entra ID, and the agent serves this scenario alone',
    why: 'A target whose users also come from it into Microsoft Entra ID makes a loop, and an agent shared with Cloud Sync or HR-driven provisioning is not supported.',
    look: [
      { text: 'Check that Entra Connect and Cloud Sync read from none of the targets', owner: 'entra' },
      { text: 'Check that HR-driven provisioning does not use this server or its agent', owner: 'entra' },
    ],
    yaml: 'attest: { notASource: true }',
  }),
});
