import { idFor } from '../../../engine/facts.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { attestedWriteTest } from '../../common/attested.ts';
import { writeTestOff } from '../../common/not-run.ts';
import type { Scope } from '../../define.ts';
import { defineDatabaseProbe } from '../define.ts';
import { sqlRequiredColumns } from '../required-columns.ts';
import { sqlRights } from '../rights.ts';
import { tryToWrite } from './collect.ts';
import { sqlWrite } from './facts.ts';
import { expected, judgeWrite } from './judge.ts';

/** Adds, changes and deletes one made-up row in one batch of the server that always rolls back. */
export const sqlWriteProbe = defineDatabaseProbe(sqlWrite, {
  title: 'Insert, update, delete a row',
  levels: levels('required', 'required'),
  requirements: ['TGT-01'],
  needs: [sqlRights, sqlRequiredColumns],
  seconds: 60,
  otherEngine: 'a test row can be inserted, changed and deleted again',
  asks: ({ target }) => ({
    text: `Write a test row into ${target.table} and roll it back?`,
    effects: effectsOn(target),
  }),
  notAllowed: (scope) => writeTestOff(scope, idOf(scope)),
  attested: (scope) => attestedWriteTest(scope, idOf(scope)),
  expected,
  ask: tryToWrite,
  judge: judgeWrite,
});

function idOf({ connector }: Scope): string {
  return idFor(sqlWrite, connector?.name);
}

/** What the write test does to a database, to be told and asked before it is made. One sentence each. */
function effectsOn({ table }: SqlTarget): readonly string[] {
  return [
    `One made-up row is added to ${table}, changed, deleted, and all of it rolled back.`,
    'A number of an identity column or sequence is used up for good.',
    'While the test runs, a fraction of a second, others may wait for its locks.',
    'Audits, traces and captured changes of the server see it. Triggers would act on it, and deletes read child tables that have no index: such tables are left alone unless writeTest: { despite: [...] } says otherwise.',
  ];
}
