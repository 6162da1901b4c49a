import { requirement } from '../../requirements/index.ts';
import { levels } from '../../requirements/requirement.ts';
import { factsToken } from '../token.ts';
import type { ClassFacts } from './class-facts.ts';
import { defineAbilityProbe } from './define.ts';

const { interface: wanted, fileInterface, methods, properties } = requirement('CON-03').values;
export const connectorExport = factsToken<ClassFacts>('connector', 'export');

/** Can the connector export by calls? Export to files alone is a warning. */
export const connectorExportProbe = defineAbilityProbe(
  connectorExport,
  {
    verb: 'export',
    interfaces: [wanted],
    members: [...methods, ...properties],
    byFiles: fileInterface,
    why: 'Export is how users are created, updated and deleted in the target.',
  },
  {
    title: 'Can export',
    levels: levels('required', 'required'),
    requirements: ['CON-03'],
  },
);
