import type { NotRun } from '../../../engine/probe.ts';
import { levels } from '../../../requirements/requirement.ts';
import { addLines, inConnector, notSet } from '../../common/not-run.ts';
import { onlyWith } from '../../common/target.ts';
import { defineDatabaseProbe, type SqlScope } from '../define.ts';
import { sqlTable } from '../table/facts.ts';
import { askForAnchor } from './collect.ts';
import { sqlAnchor } from './facts.ts';
import { expected, judgeAnchor } from './judge.ts';

/** One column, unique, filled in every row: by the catalogue first, by bounded counting second. */
export const sqlAnchorProbe = defineDatabaseProbe(sqlAnchor, {
  title: 'Anchor is unique',
  levels: levels('required', 'required'),
  requirements: ['SQL-07'],
  needs: [sqlTable],
  seconds: 60,
  otherEngine: 'the anchor column is filled in every row and no value stands twice',
  notApplicable: onlyWith('generic-sql'),
  notConfigured: noAnchor,
  expected,
  ask: askForAnchor,
  judge: judgeAnchor,
});

function noAnchor({ connector, target }: SqlScope): NotRun | undefined {
  if (target.anchor !== undefined) return undefined;
  return notSet('no anchor in .ecmarc', 'Which column tells the rows apart is for you to say.', [
    addLines(`${inConnector(connector)}, under target: sql`, 'anchor: EmployeeId'),
  ]);
}
