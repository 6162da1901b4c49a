import { levels } from '../../../requirements/requirement.ts';
import { onlyWith } from '../../common/target.ts';
import { defineBoundProbe } from '../define.ts';
import { ldapUsers } from '../users/facts.ts';
import { collectFeatures } from './collect.ts';
import { ldapFeatures } from './facts.ts';
import { judgeFeatures } from './judge.ts';

/** What the Generic LDAP connector makes use of, and its settings for this server. */
export const ldapFeaturesProbe = defineBoundProbe(ldapFeatures, {
  title: 'Offers what the connector uses',
  levels: levels('recommended', 'recommended'),
  requirements: ['LDAP-04', 'LDAP-05', 'LDAP-06', 'LDAP-07', 'LDAP-09'],
  uses: [ldapUsers],
  seconds: 15,
  notApplicable: onlyWith('generic-ldap'),
  collect: collectFeatures,
  judge: judgeFeatures,
});
