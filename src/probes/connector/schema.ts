import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { factsToken } from '../token.ts';
import type { ClassFacts } from './class-facts.ts';
import { defineAbilityProbe } from './define.ts';

const { interface: wanted, methods } = requirement('CON-02').values;
export const connectorSchema = factsToken<ClassFacts>('connector', 'schema');

/** Can the connector retrieve a schema? Judged by what its classes implement; nothing is called. */
export const connectorSchemaProbe = defineAbilityProbe(
  connectorSchema,
  {
    verb: 'give its schema',
    interfaces: [wanted],
    members: methods,
    why: 'The host asks the connector for its object types and attributes before anything else.',
  },
  {
    title: 'Can retrieve a schema',
    levels: levels('required', 'required'),
    requirements: ['CON-02'],
  },
);
