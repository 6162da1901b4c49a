import { describe, expect, it } from 'vitest';
import { requirement } from '../../../src/requirements/index.ts';
import type { TenantScript } from '../../beds/tenant-cloud.ts';
import { noFacts } from '../../facts.ts';
import { settingsFrom } from '../context.ts';
import { cloudBed, probeOf, Run, signedInSite, signIns, siteOf, untilSignIn } from './kit.ts';

const bed = cloudBed();

const at = signedInSite(bed);

async function look(id: string, script: TenantScript, signIn: object = signIns.code) {
  // What the token says is said at the sign-in.
  const own = async () => {
    bed.cloud.reset(script);
    return new Run(siteOf(bed, { signIn })).look(...untilSignIn, id);
  };
  const run = script.claims === undefined ? await at(id, script, signIn) : await own();
  return {
    run,
    facts: run.facts[id],
    verdict: (profile: 'preview-2021' | 'ga' = 'preview-2021') => run.verdict(id, profile),
  };
}

/** ISO 3166-1 alpha-2, all that are assigned. */
const iso =
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL
NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST
SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`.split(
    /\s+/,
  );
const blocked =
  `AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO AL ME MK RS TR CH CN`.split(
    ' ',
  );
const unclear = 'AX GF GP MF MQ RE YT SJ HK MO TW'.split(' ');

describe('the country', () => {
  const settings = settingsFrom({ tenant: { id: 'c.example' } });
  const judge = (country: string | null, profile: 'preview-2021' | 'ga') => {
    const input = { facts: { usable: true, country }, settings, observedAt: '', uses: noFacts };
    return probeOf('tenant.country', settings).work?.judge(input, { profile, severity: 'restricted' });
  };

  it('is judged for every code that there is', () => {
    expect(iso).toHaveLength(249);
    expect(blocked).toHaveLength(37);
    const by = (status: string) => iso.filter((code) => judge(code, 'preview-2021')?.status === status);
    expect(by('fail').toSorted()).toEqual(blocked.toSorted());
    expect(by('unknown').toSorted()).toEqual(unclear.toSorted());
    expect(by('pass')).toHaveLength(249 - 37 - 11);
    expect(by('pass')).toEqual(expect.arrayContaining(['US', 'GB', 'UA', 'MD', 'BA', 'GE']));
  });

  it('is no limit later, and the lifted one is named', () => {
    expect(iso.filter((code) => judge(code, 'ga')?.status !== 'pass')).toEqual([]);
    for (const code of [...blocked, ...unclear]) {
      expect(judge(code, 'ga')?.message).toBe(`${code}; the limit of the preview was lifted`);
    }
    expect(judge('US', 'ga')?.message).toBe('US');
  });

  it.each([
    ['DE', 'DE: left out of the preview (European Union)'],
    ['de', 'DE: left out of the preview (European Union)'],
    ['CH', 'CH: left out of the preview (Switzerland)'],
    ['NO', 'NO: left out of the preview (European Economic Area)'],
    ['TR', 'TR: left out of the preview (candidate for the European Union)'],
    ['HK', 'HK: the document does not settle it'],
    ['EUR', 'not a country code: EUR'],
    [null, 'the country is not told'],
    ['', 'the country is not told'],
  ])('%s', (code, message) => {
    expect(judge(code, 'preview-2021')?.message).toBe(message);
  });

  it.each<[TenantScript, string, string]>([
    [{}, 'pass', 'US'],
    [{ organization: { countryLetterCode: 'FR' } }, 'fail', 'FR: left out of the preview (European Union)'],
    [{ organization: { countryLetterCode: null } }, 'unknown', 'the country is not told'],
    [{ organization: { countryLetterCode: { a: 1 } } }, 'unknown', 'the country is not told'],
    [
      { faults: { organization: { kind: 'body', body: '{"value":[]}' } } },
      'unknown',
      'unreadable answer from localhost',
    ],
    [
      { faults: { organization: { kind: 'body', body: '{"value":[{},{}]}' } } },
      'unknown',
      'unreadable answer from localhost',
    ],
  ])('as Graph tells it: %j', async (script, status, message) => {
    expect((await look('tenant.country', script, signIns.secret)).verdict()).toMatchObject({
      status,
      message,
    });
  });
});

describe('the type', () => {
  it.each([
    ['AAD', 'pass', 'AAD'],
    ['aad', 'pass', 'AAD'],
    ['AAD B2C', 'fail', 'Azure AD B2C: not supported'],
    ['CIAM', 'warn', 'External ID for customers: not stated any more'],
    ['NEW', 'unknown', 'unknown type: NEW'],
    [null, 'unknown', 'the type is not told'],
  ])('%s', async (tenantType, status, message) => {
    const { verdict } = await look('tenant.type', { organization: { tenantType } }, signIns.secret);
    expect(verdict('ga')).toMatchObject({ status, message });
  });
});

describe('roles', () => {
  const ids = requirement('CLD-06').values.roles;
  const role = (roleTemplateId: string | null) => ({
    '@odata.type': '#microsoft.graph.directoryRole',
    id: 'r',
    roleTemplateId,
  });
  const group = { '@odata.type': '#microsoft.graph.group', id: 'g', displayName: 'admins' };

  it.each<[string, TenantScript, string, string]>([
    ['global', { memberships: [group, role(ids.global)] }, 'pass', 'Global Administrator'],
    [
      'both',
      { memberships: [role(ids.hybridIdentity), role(ids.application)] },
      'pass',
      'Hybrid Identity Administrator, Application Administrator',
    ],
    [
      'the cloud one',
      { memberships: [role(ids.hybridIdentity.toUpperCase()), role(ids.cloudApplication)] },
      'pass',
      'Hybrid Identity Administrator, Cloud Application Administrator',
    ],
    ['one of two', { memberships: [role(ids.hybridIdentity)] }, 'warn', 'lacks Application Administrator'],
    [
      'the other of two',
      { memberships: [role(ids.application)] },
      'warn',
      'lacks Hybrid Identity Administrator',
    ],
    [
      'none',
      { memberships: [group] },
      'warn',
      'lacks Hybrid Identity Administrator and Application Administrator',
    ],
    [
      'a group of that id',
      { memberships: [{ ...group, roleTemplateId: ids.global }] },
      'warn',
      'lacks Hybrid Identity Administrator and Application Administrator',
    ],
    ['hidden', { memberships: [role(null)] }, 'unknown', 'roles are not shown to this application'],
    [
      'hidden, but in the token',
      { memberships: [role(null)], claims: { wids: [ids.global] } },
      'pass',
      'Global Administrator',
    ],
    [
      'not permitted, but in the token',
      { faults: { memberships: { kind: 'status', status: 403 } }, claims: { wids: [ids.global] } },
      'pass',
      'Global Administrator',
    ],
    [
      'a guest',
      { memberships: [role(ids.global)], me: { userType: 'Guest' } },
      'warn',
      'a guest cannot set up the agent',
    ],
    [
      'who is not told',
      { memberships: [role(ids.global)], faults: { me: { kind: 'status', status: 403 } } },
      'pass',
      'Global Administrator',
    ],
    [
      'odd claims',
      { memberships: [], claims: { wids: [7, { a: 1 }, ids.global] } },
      'pass',
      'Global Administrator',
    ],
  ])('%s', async (_, script, status, message) => {
    const { verdict, facts } = await look('tenant.roles', script);
    expect(verdict('ga')).toMatchObject({ status, message });
    expect(facts?.usable).toBe(true);
    expect(JSON.stringify(facts)).not.toContain('admins');
  });

  it('of a person who may be a guest pass, and say so', async () => {
    const memberships = [role(ids.global)];
    const told = await look('tenant.roles', { memberships });
    expect(told.verdict().evidence).toContainEqual({ label: 'User type', value: 'Member' });
    expect(told.verdict().found).toBeUndefined();
    const not = await look('tenant.roles', { memberships, faults: { me: { kind: 'status', status: 403 } } });
    expect(not.verdict()).toMatchObject({
      status: 'pass',
      found: 'whether the account is a guest is not told',
    });
    expect(not.verdict().evidence).toContainEqual({ label: 'User type', value: 'not told' });
  });

  it('tell how an eligible role is made active', async () => {
    const { verdict } = await look('tenant.roles', { memberships: [] });
    expect(verdict().found).toContain('only eligible does not show');
    expect(verdict().remedy?.steps[0]?.text).toContain('activate it in Privileged Identity Management');
  });
});
