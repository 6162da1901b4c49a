import { idFor } from '../../../engine/facts.ts';
import { levels } from '../../../requirements/requirement.ts';
import { attestedWriteTest } from '../../common/attested.ts';
import { writeTestOff } from '../../common/not-run.ts';
import type { Scope } from '../../define.ts';
import { ldapBind } from '../bind/facts.ts';
import { defineLdapProbe, overConnection } from '../define.ts';
import { noUsers } from '../not-run.ts';
import { ldapSchema } from '../schema/facts.ts';
import { ldapUsers } from '../users/facts.ts';
import { collectWrite } from './collect.ts';
import { ldapWrite } from './facts.ts';
import { judgeWrite } from './judge.ts';

/** What a person is told before the test writes. */
const asksToWrite = {
  text: 'Create, change and delete one test user in the directory?',
  effects: [
    'Creates one user, ecma-doctor-test-..., changes it and deletes it again.',
    'Whoever follows changes of the directory (identity drivers, change log, audit) sees these three.',
    'Where others act on new users at once (identity drivers, automatic groups, managed entries), nothing is made unless writeTest: { despite: [consumers] } says so.',
    'Some servers keep a tombstone of the deleted user for a while.',
  ],
};

/** The same where the test is off, and only an older run's user is to be deleted. */
const asksToCleanUp = {
  text: 'Delete the test user that an older write test left?',
  effects: ['Deletes the user that the journal names, once it is seen to bear our mark. Nothing is created.'],
};

const idOf = ({ connector }: Scope) => idFor(ldapWrite, connector?.name);

/** Creates, reads, changes, reads and deletes one test user, and sees that it is gone. */
export const ldapWriteProbe = defineLdapProbe(ldapWrite, {
  ...overConnection,
  title: 'Create, update, delete a user',
  levels: levels('required', 'required'),
  requirements: ['TGT-01', 'LDAP-13'],
  needs: [ldapBind, ldapSchema, ldapUsers],
  seconds: 60,
  asks(scope) {
    if (writeTestOff(scope, idOf(scope)) === undefined) return asksToWrite;
    // Nobody can say yes: then it only looks, and warns.
    return scope.options.unattended ? undefined : asksToCleanUp;
  },
  notAllowed: (scope) =>
    scope.options.cleanUp?.has(idOf(scope)) ? undefined : writeTestOff(scope, idOf(scope)),
  notConfigured: noUsers,
  attested: (scope) => attestedWriteTest(scope, idOf(scope)),
  collect: collectWrite,
  judge: judgeWrite,
});
