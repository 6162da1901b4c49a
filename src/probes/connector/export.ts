import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { factsToken } from '../token.ts';
import { type Ability, judgeAbility } from './ability.ts';
import type { ClassFacts } from './class-facts.ts';
import { collectClasses, defineClassProbe } from './define.ts';

const { interface: wanted, fileInterface, methods, properties } = requirement('CON-03').values;
export const connectorExport = factsToken<ClassFacts>('connector', 'export');

const ability: Ability = {
  verb: 'export',
  interfaces: [wanted],
  members: [...methods, ...properties],
  byFiles: fileInterface,
  why: 'Export is how users are created, updated and deleted in the target.',
};

/** Can the connector export by calls? Export to files alone is a warning. */
export const connectorExportProbe = defineClassProbe(connectorExport, {
  title: 'Can export',
  levels: levels('required', 'required'),
  requirements: ['CON-03'],
  collect: collectClasses,
  judge: ({ facts }, classes) => judgeAbility(facts, classes, ability),
});
