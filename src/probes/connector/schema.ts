import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import type { MakeProbe } from '../describe.ts';
import { type Ability, judgeAbility } from './capability.ts';
import { classWork, libraryRow } from './row.ts';

const { interface: wanted, methods } = requirement('CON-02').values;
const ability: Ability = {
  verb: 'give its schema',
  interfaces: [wanted],
  members: methods,
  why: 'The host asks the connector for its object types and attributes before anything else.',
};

/** Can the connector retrieve a schema? Judged by what its classes implement; nothing is called. */
export const connectorSchema: MakeProbe = (scope) =>
  libraryRow(scope, {
    id: 'connector.schema',
    title: 'Can retrieve a schema',
    levels: levels('required', 'required'),
    requirements: ['CON-02'],
    work: classWork(scope, { judge: (input, classes) => judgeAbility(input, classes, ability) }),
  });
