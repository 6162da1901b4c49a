import type { JudgeInput, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { factsToken } from '../token.ts';
import { defineTenantProbe } from './define.ts';
import { tenantExists } from './exists/facts.ts';
import { type DocumentFacts, knownDocument } from './tenant-document.ts';

export const tenantRegion = factsToken<DocumentFacts>('tenant', 'region');

/** Where the tenant's data lies, as a hint only: a data region is not a country. */
export const tenantRegionProbe = defineTenantProbe(tenantRegion, {
  title: 'Data region',
  levels: levels('info', 'info'),
  requirements: ['CLD-02'],
  needs: [tenantExists],
  collect: knownDocument,
  judge,
});

function judge({ facts }: JudgeInput<Settings, DocumentFacts>): Verdict {
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
