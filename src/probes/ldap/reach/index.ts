import { levels } from '../../../requirements/requirement.ts';
import { defineLdapProbe } from '../define.ts';
import { collectReach } from './collect.ts';
import { ldapReach } from './facts.ts';
import { judgeReach } from './judge.ts';

/** Name, connection, and whether what answers there speaks as `url` says. */
export const ldapReachProbe = defineLdapProbe(ldapReach, {
  title: 'Answers',
  levels: levels('required', 'required'),
  requirements: ['NET-05', 'LDAP-02'],
  seconds: 15,
  collect: collectReach,
  judge: judgeReach,
});
