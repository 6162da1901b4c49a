import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { MakeProbe } from '../describe.ts';
import { type Ability, judgeAbility } from './capability.ts';
import { classWork, libraryRow } from './row.ts';

const { interface: wanted, fileInterface, methods, properties } = requirement('CON-03').values;
const ability: Ability = {
  verb: 'export',
  interfaces: [wanted],
  members: [...methods, ...properties],
  byFiles: fileInterface,
  why: 'Export is how users are created, updated and deleted in the target.',
};

/** Can the connector export by calls? Export to files alone is a warning. */
export const connectorExport: MakeProbe = (scope) =>
  libraryRow(scope, {
    id: 'connector.export',
    title: 'Can export',
    levels: levels('required', 'required'),
    requirements: ['CON-03'],
    work: classWork(scope, { judge: (input, classes) => judgeAbility(input, classes, ability) }),
  });
