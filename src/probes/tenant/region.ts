import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import type { MakeProbe } from '../describe.ts';
import { type CloudFacts, knownBy } from './cloud.ts';
import { openRow } from './rows.ts';

/** Where the tenant's data lies, as a hint only: a data region is not a country. */
export const tenantRegion: MakeProbe = (scope) =>
  openRow(scope, {
    id: 'tenant.region',
    title: 'Data region',
    levels: levels('info', 'info'),
    requirements: ['CLD-02'],
    needs: ['tenant.exists'],
    work: { collect: async (context) => knownBy(context), judge },
  });

function judge({ facts }: JudgeInput<Settings, CloudFacts>): Verdict {
  const { region, subRegion } = facts.document;
  const evidence = [{ label: 'Told by', value: facts.host }];
  if (region === undefined) {
    return {
      status: 'unknown',
      message: 'no region told',
      found: "the sign-in host's answer names no region",
      evidence,
    };
  }
  const part = subRegion === undefined ? '' : `, ${subRegion}`;
  return {
    status: 'pass',
    message: `${region}${part}`,
    found:
      "a data region, not a country: tenant.country tells that. What these names mean is not confirmed by Microsoft's documents",
    evidence,
  };
}
