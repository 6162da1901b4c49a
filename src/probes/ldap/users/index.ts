import { levels } from '../../../requirements/requirement.ts';
import { defineBoundProbe } from '../define.ts';
import { noUsers } from '../not-run.ts';
import { collectUsers } from './collect.ts';
import { ldapUsers } from './facts.ts';
import { judgeUsers } from './judge.ts';

/** The container, and how many users of the class are in it. */
export const ldapUsersProbe = defineBoundProbe(ldapUsers, {
  title: 'Finds the users',
  levels: levels('required', 'required'),
  requirements: ['LDAP-11', 'LDAP-12', 'LDAP-18'],
  seconds: 60,
  notConfigured: noUsers,
  collect: collectUsers,
  judge: judgeUsers,
});
