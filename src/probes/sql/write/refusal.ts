import type { TestStep } from '../../../clients/sql/database.ts';
import { by } from '../../common/fix.ts';
import { pressR } from '../../common/steps.ts';
import { unknown, type VerdictCore } from '../verdicts.ts';

/** One refusal: the server's number and words, and the code of the database in which it came up. */
export interface Refusal {
  readonly step: TestStep;
  readonly number: number;
  readonly found: string;
  readonly by?: string;
}

export const verbs: Readonly<Record<TestStep, string>> = {
  insert: 'INSERT',
  read: 'SELECT',
  update: 'UPDATE',
  delete: 'DELETE',
};

export const byOwner = by.database(
  'Add a real test user through the connector, or let the owner of the database answer it in .ecmarc: attest, targetWritable, with the name of the connector',
);

/** Of every engine. `found`: the server's own words. */
export function lockedByOthers(found: string): VerdictCore {
  return unknown(
    'table is locked by others',
    found,
    'The test waits only a moment for a lock.',
    'Wait until the others are done',
    pressR,
  );
}
