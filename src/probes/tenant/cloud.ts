import { cloudOf } from '../../clients/sign-in/document.ts';
import type { JudgeInput, Remedy, Rules, Verdict } from '../../engine/probe.ts';
import { levels } from '../../requirements/requirement.ts';
import type { Settings } from '../../settings/schema.ts';
import { by, fix } from '../common/fix.ts';
import { factsToken } from '../token.ts';
import { cloudText, judgeByGeneralRelease, specialCloud } from './cloud-words.ts';
import { defineTenantProbe } from './define.ts';
import { tenantExists } from './exists/facts.ts';
import { type DocumentFacts, knownDocument } from './tenant-document.ts';

export const tenantCloud = factsToken<DocumentFacts>('tenant', 'cloud');

/** In which of Microsoft's clouds is the tenant? */
export const tenantCloudProbe = defineTenantProbe(tenantCloud, {
  title: 'Cloud is supported',
  levels: levels('restricted', 'info'),
  requirements: ['CLD-03'],
  needs: [tenantExists],
  collect: knownDocument,
  judge,
});

function judge({ facts }: JudgeInput<Settings, DocumentFacts>, { profile }: Rules): Verdict {
  const { document, host } = facts;
  const preview = profile === 'preview-2021';
  const cloud = cloudOf(document);
  const special = specialCloud(document);
  const name = special ?? (cloud === undefined ? undefined : cloudText(cloud));
  const base = {
    expected: preview ? 'the public cloud' : 'the public cloud, US Government or 21Vianet',
    evidence: [
      { label: 'Told by', value: host },
      { label: 'Cloud', value: document.instance ?? 'not told' },
      ...(document.subRegion === undefined ? [] : [{ label: 'Part of it', value: document.subRegion }]),
    ],
  };
  // A sub-scope that nobody knows could be another special cloud.
  if (name === undefined || (document.subRegion !== undefined && special === undefined)) {
    return {
      ...base,
      status: 'unknown',
      message: `unknown cloud: ${document.subRegion ?? document.instance ?? 'not told'}`,
      found: "the sign-in host's answer names no cloud that is known here",
      remedy: fix(
        'Whether the connector host may be used in it cannot be told here.',
        by.entra('Find out from Microsoft whether the connector host may be used in this cloud'),
      ),
    };
  }
  if (!preview) {
    const lifted = name === cloudText('public') ? '' : '; the limit of the preview was lifted';
    return { ...base, status: 'pass', message: `${name}${lifted}` };
  }
  if (name === cloudText('public')) return { ...base, status: 'pass', message: name };
  if (special === 'GCC' && cloud === 'public') {
    return {
      ...base,
      status: 'warn',
      message: 'GCC: a special part of the public cloud',
      found: 'the preview left out specialized clouds, and does not say whether GCC is one',
      remedy: elsewhere(
        "GCC lies in the public cloud. Whether it counts as special is not confirmed by Microsoft's documents.",
      ),
    };
  }
  return {
    ...base,
    status: 'fail',
    message: `${name}: not in the preview`,
    found: `the tenant is in ${name}; the preview was for the public cloud only`,
    remedy: elsewhere('The preview of 2021 left out every special cloud. Later releases lifted that.'),
  };
}

function elsewhere(why: string): Remedy {
  return fix(why, by.entra('Use a tenant of the public cloud'), judgeByGeneralRelease);
}
