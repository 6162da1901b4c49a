import { levels } from '../../requirements/requirement.ts';
import { answeredTestData } from '../common/attested.ts';
import { askedOfPerson } from '../common/manual.ts';
import { describeProbe } from '../describe.ts';

/** The preview is for test data only (Prerequisites for the Azure AD ECMA Connector Host, 28 May 2021). */
export const attestTestData = describeProbe({
  id: 'attest.test-data',
  title: 'Only test data',
  levels: levels('restricted', 'not-applicable'),
  requirements: ['CLD-04'],
  seconds: 5,
  attested: answeredTestData,
  ...askedOfPerson({
    message: 'Only test or simulated data?',
    expected: 'A tenant with test data only, and no production target',
    why: 'The preview is not meant for production targets. No program can see whether data is real, so it asks.',
    look: [
      { text: 'Check that the tenant holds only test or simulated users', owner: 'entra' },
      { text: 'Check that no target named in .ecmarc is in production use' },
    ],
    yaml: 'attest: { testDataOnly: true }',
  }),
});
