import { levels } from '../../requirements/requirement.ts';
import { answeredTestData } from '../common/attested.ts';
import { by } from '../common/fix.ts';
import { answeredByPerson } from '../common/manual.ts';
import { defineProbe } from '../define.ts';
import { factsToken } from '../token.ts';

export const attestTestData = factsToken('attest', 'test-data');

/** The preview is for test data only (Prerequisites for the Azure AD ECMA Connector Host, 28 May 2021). */
export const attestTestDataProbe = defineProbe(attestTestData, {
  title: 'Only test data',
  levels: levels('restricted', 'not-applicable'),
  requirements: ['CLD-04'],
  attested: ({ settings }) => answeredTestData(settings),
  ...answeredByPerson({
    message: 'Only test or simulated data?',
    expected: 'A tenant with test data only, and no production target',
    why: 'The preview is not meant for production targets. No program can see whether data is real, so it asks.',
    look: [
      by.entra('Check that the tenant holds only test or simulated users'),
      { text: 'Check that no target named in .ecmarc is in production use' },
    ],
    yaml: 'attest: { testDataOnly: true }',
  }),
});
