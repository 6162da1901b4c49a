import { levels } from '../../../requirements/requirement.ts';
import { defineBoundProbe } from '../define.ts';
import { collectSchema } from './collect.ts';
import { ldapSchema } from './facts.ts';
import { judgeSchema } from './judge.ts';

/** The schema as the connector account sees it, and what it says of the user class. */
export const ldapSchemaProbe = defineBoundProbe(ldapSchema, {
  title: 'Reads the schema',
  levels: levels('required', 'required'),
  requirements: ['LDAP-12'],
  seconds: 30,
  collect: collectSchema,
  judge: judgeSchema,
});
