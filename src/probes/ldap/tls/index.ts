import { levels } from '../../../requirements/requirement.ts';
import { certificateSecret, defineLdapProbe } from '../define.ts';
import { ldapReach } from '../reach/facts.ts';
import { collectTls } from './collect.ts';
import { ldapTls } from './facts.ts';
import { judgeTls } from './judge.ts';

export const ldapTlsProbe = defineLdapProbe(ldapTls, {
  title: 'Secured by TLS',
  levels: levels('required', 'required'),
  requirements: ['LDAP-02'],
  needs: [ldapReach],
  seconds: 20,
  sends: certificateSecret,
  // TLS tells no time by itself; the clock stands with every row that a wrong one fails.
  peerTimes: () => [],
  collect: collectTls,
  judge: judgeTls,
});
