import { levels } from '../../../requirements/requirement.ts';
import { answeredLicence } from '../../common/attested.ts';
import { defineGraphProbe } from '../define.ts';
import { collectLicence } from './collect.ts';
import { tenantLicence } from './facts.ts';
import { judgeLicence } from './judge.ts';

/** Does the tenant own P1 or P2, alone or within another product? Judged by service plan, not by product. */
export const tenantLicenceProbe = defineGraphProbe(tenantLicence, {
  title: 'Premium P1 or P2 licence',
  levels: levels('required', 'required'),
  requirements: ['CLD-01'],
  answerLine: 'attest: { licence: true }',
  attested: ({ settings }) => answeredLicence(settings),
  collect: collectLicence,
  judge: judgeLicence,
});
