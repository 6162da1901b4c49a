import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { factsToken } from '../token.ts';
import type { ClassFacts } from './class-facts.ts';
import { defineAbilityProbe } from './define.ts';

const { interface: wanted, methods, properties } = requirement('CON-04').values;
export const connectorImport = factsToken<ClassFacts>('connector', 'import');

/** Can the connector import in full? Optional in the preview's words, needed in practice since. */
export const connectorImportProbe = defineAbilityProbe(
  connectorImport,
  {
    verb: 'import',
    interfaces: [wanted],
    members: [...methods, ...properties],
    byFiles: 'IMAExtensible2FileImport',
    why: 'Without a full import the host cannot match users that the target has already: they would be created twice.',
  },
  {
    title: 'Can import in full',
    levels: levels('recommended', 'required'),
    requirements: ['CON-04'],
  },
);
