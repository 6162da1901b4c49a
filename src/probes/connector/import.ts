import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { MakeProbe } from '../describe.ts';
import { type Ability, judgeAbility } from './capability.ts';
import { classWork, libraryRow } from './row.ts';

const { interface: wanted, methods, properties } = requirement('CON-04').values;
const ability: Ability = {
  verb: 'import',
  interfaces: [wanted],
  members: [...methods, ...properties],
  byFiles: 'IMAExtensible2FileImport',
  why: 'Without a full import the host cannot match users that the target has already: they would be created twice.',
};

/** Can the connector import in full? Optional in the preview's words, needed in practice since. */
export const connectorImport: MakeProbe = (scope) =>
  libraryRow(scope, {
    id: 'connector.import',
    title: 'Can import in full',
    levels: levels('recommended', 'required'),
    requirements: ['CON-04'],
    work: classWork(scope, { judge: (input, classes) => judgeAbility(input, classes, ability) }),
  });
