import { levels } from '../../../requirements/requirement.ts';
import { defineBoundProbe } from '../define.ts';
import { ldapWrite } from '../write/facts.ts';
import { collectDelta } from './collect.ts';
import { ldapDelta } from './facts.ts';
import { judgeDelta } from './judge.ts';

/** Can the connector follow changes? Optional for this scenario: never worse than a warning. */
export const ldapDeltaProbe = defineBoundProbe(ldapDelta, {
  title: 'Changes can be followed',
  levels: levels('info', 'recommended'),
  requirements: ['LDAP-08', 'LDAP-21'],
  uses: [ldapWrite],
  seconds: 20,
  collect: collectDelta,
  judge: judgeDelta,
});
