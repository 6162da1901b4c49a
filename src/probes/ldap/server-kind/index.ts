import { levels } from '../../../requirements/requirement.ts';
import { ldapBind } from '../bind/facts.ts';
import { certificateSecret, defineLdapProbe } from '../define.ts';
import { ldapReach } from '../reach/facts.ts';
import { collectServerKind } from './collect.ts';
import { ldapServerKind } from './facts.ts';
import { judgeServerKind } from './judge.ts';

export const ldapServerKindProbe = defineLdapProbe(ldapServerKind, {
  title: 'Not Active Directory',
  levels: levels('restricted', 'restricted'),
  requirements: ['LDAP-01', 'LDAP-03'],
  needs: [ldapReach],
  uses: [ldapBind],
  seconds: 15,
  sends: certificateSecret,
  collect: collectServerKind,
  judge: judgeServerKind,
});
