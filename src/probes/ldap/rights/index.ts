import { levels } from '../../../requirements/requirement.ts';
import { attestedWritable } from '../../common/attested.ts';
import { defineBoundProbe } from '../define.ts';
import { ldapWrite } from '../write/facts.ts';
import { collectRights } from './collect.ts';
import { ldapRights } from './facts.ts';
import { judgeRights } from './judge.ts';

/** The account's rights, asked without writing, where the server can tell. */
export const ldapRightsProbe = defineBoundProbe(ldapRights, {
  title: 'May write users',
  levels: levels('required', 'required'),
  requirements: ['TGT-01', 'LDAP-11'],
  uses: [ldapWrite],
  seconds: 20,
  answerable: true,
  attested: attestedWritable,
  collect: collectRights,
  judge: judgeRights,
});
