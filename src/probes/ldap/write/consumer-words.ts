import { plural } from '../../../base/phrases.ts';
import { type Consumer, consumerText } from '../../../clients/ldap/consumers.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import type { WriteFacts } from './facts.ts';

export function consumerEvidence(facts: WriteFacts): Evidence[] {
  const { consumers, listening, hidden, actedOn, references } = facts;
  return evidence({
    'Acts on new users': consumers?.map(consumerOf).join('; '),
    'Hears of it': listening?.join('; '),
    'Not shown to the account': hidden && `${hidden.join(', ')}, where it stands what acts on new users`,
    'Wrote into it': actedOn?.join('; '),
    'Names it still':
      references?.join('; ') ?? (facts.referencesUntold ? 'the server did not look everywhere' : undefined),
  });
}

function consumerOf({ kind, at }: Consumer): string {
  return `${consumerText(kind)} (${at})`;
}

/** Nothing was written: others would have acted on it at once (decisions: Consumers). */
export function heldBack({ consumers = [] }: WriteFacts): Verdict {
  const kinds = [...new Set(consumers.map(({ kind }) => consumerText(kind)))].join(', ');
  return {
    status: 'unknown',
    message: `not tried: ${kinds} would act on the user`,
    found: consumers.map(consumerOf).join('; '),
    remedy: fix(
      'The doctor deletes its user again, but not what others make of it meanwhile: accounts elsewhere, groups, numbers.',
      {
        text: 'If the owners of these agree, write in .ecmarc, at the connector',
        command: 'writeTest: { despite: [consumers] }',
      },
      'Or name a container that they leave alone: writeContainer',
    ),
  };
}

/** It is gone, and others have acted on it. */
export function traces({ references, actedOn = [], dn = '' }: WriteFacts): Verdict {
  if (references === undefined)
    return {
      status: 'warn',
      message: 'created, changed and deleted; others acted on the user at once',
      found: actedOn.join('; '),
      remedy: fix(
        'Something of the directory, or beside it, writes into new users. It will do so with those of the connector, too.',
        by.directory('Find out what it made of the test user elsewhere, and remove it there'),
      ),
    };
  return {
    status: 'warn',
    message: `created, changed and deleted; still named by ${plural(references.length, 'entry', 'entries')}`,
    found: references.join('; '),
    remedy: fix(
      `Others took ${dn} into their entries while it was there, and it is still in them. Users that the connector deletes will stay in them, too.`,
      by.directory('Remove the name of the test user from these entries'),
      by.directory('Let the directory keep references right by itself (referential integrity), where it can'),
    ),
  };
}
