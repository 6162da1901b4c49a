import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LoginFacts } from '../../../src/clients/sql/login-facts.ts';
import { judgeLogin } from '../../../src/probes/sql/login/judge.ts';
import { numbersWithWords } from '../../../src/probes/sql/login/words.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import { startTds, type TdsBed, type TdsScript } from '../../beds/tds/server.ts';
import { noFacts } from '../../facts.ts';
import { judgeFacts, rememberingCredentials } from '../context.ts';
import { answers, catalogue } from './catalogues.ts';
import {
  platformOfUser,
  platformTrusting,
  type RunOptions,
  rowOf,
  runSite,
  secretText,
  siteOf,
} from './site.ts';

let authority: Authority;
let good: KeyPair;
let expired: KeyPair;
let otherName: KeyPair;
const beds: TdsBed[] = [];

beforeAll(async () => {
  authority = await makeAuthority('/CN=Contoso SQL CA');
  good = await authority.issue('good', { names: ['localhost', '127.0.0.1'], days: 5 });
  expired = await authority.issue('expired', { names: ['localhost', '127.0.0.1'], days: -1 });
  otherName = await authority.issue('other', { names: ['sql99.contoso.example'], days: 5 });
});

afterEach(async () => {
  for (const bed of beds.splice(0)) {
    await bed.opened(0);
    await bed.stop();
  }
});
afterAll(() => {
  expect(beds).toHaveLength(0);
});

async function logIn(script: TdsScript, options: RunOptions = {}) {
  const bed = await startTds({ answer: answers(catalogue()), ...script });
  beds.push(bed);
  const run = await runSite({
    port: bed.port,
    only: ['reach', 'login'],
    platform: platformTrusting(authority),
    ...options,
  });
  const facts = run.facts('sql.login') as LoginFacts;
  return { bed, facts, verdict: run.verdict('sql.login') };
}

const inside = { target: { server: 'localhost', encrypt: true } };
const strict = { target: { server: 'localhost', encrypt: 'strict' } };

describe('encryption as configured', () => {
  it('logs in inside TLS to a server whose certificate was verified', async () => {
    const { bed, facts, verdict } = await logIn({ certificate: good }, inside);
    expect(facts).toMatchObject({
      outcome: 'in',
      usable: true,
      greeting: { version: '16.0.4100', offer: 'all' },
    });
    expect(facts.reached?.tls).toMatchObject({ trustedBy: 'machine', protocol: 'TLSv1.2' });
    expect(verdict).toMatchObject({ status: 'pass', message: 'ecma, TLSv1.2' });
    expect(bed.logins).toEqual([expect.objectContaining({ user: 'ecma', password: secretText })]);
    // Reach, the look at the certificate, the login.
    expect(bed.total()).toBe(3);
  });

  it('logs in by TDS 8.0 where it is strict', async () => {
    const { bed, facts, verdict } = await logIn({ certificate: good, strict: true }, strict);
    expect(facts).toMatchObject({ outcome: 'in', encryption: 'strict' });
    expect(facts.reached?.tls?.trustedBy).toBe('machine');
    expect(verdict.status).toBe('pass');
    expect(bed.logins).toHaveLength(1);
  });

  it('says so where the certificate is not checked', async () => {
    const target = { server: 'localhost', encrypt: true, trustServerCertificate: true };
    const { bed, facts } = await logIn({ certificate: good }, { target, platform: platformTrusting() });
    expect(facts).toMatchObject({ outcome: 'in', checked: false });
    expect(facts.problem).toBeUndefined();
    expect(facts.reached?.tls?.trustedBy).toBeNull();
    expect(bed.logins).toHaveLength(1);
  });

  it.each<[string, () => TdsScript, RunOptions, string, string]>([
    [
      'unknown authority',
      () => ({ certificate: good }),
      { ...inside, platform: platformTrusting() },
      'certificate',
      'Contoso SQL CA is not trusted',
    ],
    ['expired', () => ({ certificate: expired }), inside, 'certificate', 'certificate has expired'],
    ['other name', () => ({ certificate: otherName }), inside, 'certificate', 'certificate of another name'],
    [
      'unknown authority, strict',
      () => ({ certificate: good, strict: true }),
      { ...strict, platform: platformTrusting() },
      'certificate',
      'Contoso SQL CA is not trusted',
    ],
    [
      'expired, strict',
      () => ({ certificate: expired, strict: true }),
      strict,
      'certificate',
      'certificate has expired',
    ],
    [
      'strict is not excused by trustServerCertificate',
      () => ({ certificate: otherName, strict: true }),
      { target: { ...strict.target, trustServerCertificate: true } },
      'certificate',
      'certificate of another name',
    ],
    ['none offered', () => ({ encryption: 'none' }), inside, 'not-offered', 'server offers no encryption'],
    [
      'demanded',
      () => ({ encryption: 'required', certificate: good }),
      {},
      'demanded',
      'server demands encryption',
    ],
  ])('sends no password: %s', async (_name, script, options, outcome, message) => {
    const { bed, facts, verdict } = await logIn(script(), options);
    expect(facts).toMatchObject({ outcome, usable: false });
    expect(verdict).toMatchObject({ status: 'fail', message });
    expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
    expect(bed.logins).toHaveLength(0);
  });

  it('names a server that demands a certificate of its clients', async () => {
    const bed = await startTds({ certificate: good, strict: true, clientAuthority: authority.cert });
    beds.push(bed);
    const run = await runSite({
      port: bed.port,
      only: ['reach', 'login'],
      platform: platformTrusting(authority),
      ...strict,
    });
    expect(run.verdict('sql.reach')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('demand'),
    });
    expect(run.verdict('sql.reach').message).toContain('client certificate');
    expect(bed.logins).toHaveLength(0);
  });

  it.each<[string, string, readonly [string, string][], string, string]>([
    ['far', '2026-01-01', [['CN=sql01', '2026-06-01']], 'pass', 'ecma, TLSv1.2'],
    [
      'soon',
      '2026-01-01',
      [
        ['CN=sql01', '2026-01-11'],
        ['CN=CA', '2027-01-01'],
      ],
      'warn',
      'certificate ends in 10 days',
    ],
    [
      'its last day',
      '2026-01-01',
      [['CN=sql01', '2026-01-01T12:00:00.000Z']],
      'warn',
      'certificate ends within a day',
    ],
    [
      "the authority's",
      '2026-01-01',
      [
        ['CN=sql01', '2026-06-01'],
        ['CN=CA', '2026-01-11'],
      ],
      'warn',
      'authority CA ends in 10 days',
    ],
  ])('says whose certificate ends: %s', async (_name, observedAt, chain, status, message) => {
    const { facts } = await logIn({ certificate: good }, inside);
    const [leaf] = facts.reached?.tls?.chain ?? [];
    const shown = chain.map(([subject, notAfter]) => ({ ...leaf, subject, notAfter }));
    const changed = {
      ...facts,
      reached: { ...facts.reached, tls: { ...facts.reached?.tls, chain: shown } },
    } as LoginFacts;
    const input = {
      facts: changed,
      settings: {} as never,
      observedAt: `${observedAt}T00:00:00.000Z`,
      uses: noFacts,
    };
    const verdict = judgeLogin(input);
    expect(verdict).toMatchObject({ status, message });
    if (status === 'warn') expect(verdict.remedy?.why).toContain('can no longer reach the database');
    const unchecked = { ...changed, checked: false, loopback: false };
    expect(judgeLogin({ ...input, facts: unchecked }).message).toBe('ecma, certificate not checked');
  });

  it('asks nobody to give Azure SQL a certificate', async () => {
    const { facts } = await logIn({ certificate: good }, { ...inside, platform: platformTrusting() });
    const azure = {
      ...facts,
      reached: { ...facts.reached, host: 'contoso.database.windows.net' },
    } as LoginFacts;
    const verdict = judgeLogin({
      facts: azure,
      settings: {} as never,
      observedAt: '2026-01-01',
      uses: noFacts,
    });
    expect(verdict.status).toBe('fail');
    expect(JSON.stringify(verdict.remedy)).not.toMatch(/Configuration Manager|Give SQL Server/);
    expect(JSON.stringify(verdict.remedy)).toContain('Azure SQL');
  });

  it('leaves a server that is too old for this TLS to Windows', async () => {
    const { bed, facts, verdict } = await logIn({ certificate: good, oldTls: true }, inside);
    expect(facts).toMatchObject({ outcome: 'no-tls', usable: false });
    expect(verdict).toMatchObject({
      status: 'warn',
      message: 'server is too old for our TLS',
    });
    expect(bed.logins).toHaveLength(0);
  });

  it('judges trust by caFile alone as Windows would', async () => {
    const target = { ...inside.target, caFile: authority.certFile };
    const { facts } = await logIn({ certificate: good }, { target, platform: platformTrusting() });
    expect(facts).toMatchObject({ outcome: 'in', reached: { tls: { trustedBy: 'extra' } } });
    const onWindows = { ...facts, reached: { ...facts.reached, platform: 'win32' } } as LoginFacts;
    const input = { facts: onWindows, settings: {} as never, observedAt: '', uses: noFacts };
    expect(judgeLogin(input)).toMatchObject({
      status: 'fail',
      message: 'Contoso SQL CA is trusted by caFile only',
      remedy: { steps: [{ text: expect.stringContaining('LocalMachine\\Root') }] },
    });
  });

  it.each(['inside', 'strict'])(
    "judges trust by this user's store alone in the same way, %s",
    async (kind) => {
      const options = kind === 'strict' ? strict : inside;
      const { facts } = await logIn(
        { certificate: good, strict: kind === 'strict' },
        { ...options, platform: platformOfUser(authority) },
      );
      expect(facts).toMatchObject({ outcome: 'in', usable: true, reached: { tls: { trustedBy: 'user' } } });
      const onWindows = { ...facts, reached: { ...facts.reached, platform: 'win32' } } as LoginFacts;
      const input = { facts: onWindows, settings: {} as never, observedAt: '', uses: noFacts };
      expect(judgeLogin(input)).toMatchObject({
        status: 'fail',
        message: "Contoso SQL CA is trusted by this user's store only",
      });
    },
  );

  it('follows a server that sends it elsewhere, once the other one is verified', async () => {
    const second = await startTds({ certificate: good, answer: answers(catalogue()) });
    beds.push(second);
    const { bed, facts } = await logIn(
      { certificate: good, login: () => ({ route: 'localhost', port: second.port }) },
      inside,
    );
    expect(facts.outcome).toBe('in');
    expect([bed.logins.length, second.logins.length]).toEqual([1, 1]);
  });

  it.each([
    ['inside TDS', inside, 3],
    ['strict', strict, 3],
  ])(
    'sends no password when another certificate is shown after the look, %s',
    async (_name, options, last) => {
      // From the same authority and for the same name: trusted, but not the one that was looked at.
      const other = await authority.issue('second', { names: ['localhost'], days: 5 });
      const certificateOf = (connection: number) => (connection === last ? other : good);
      const { bed, facts, verdict } = await logIn({ certificateOf, strict: options === strict }, options);
      expect(bed.total()).toBe(last);
      expect(facts).toMatchObject({ outcome: 'lost', usable: false });
      expect(verdict.status).toBe('fail');
      expect(bed.logins).toHaveLength(0);
    },
  );

  it('names the address that it was sent on to where nothing answers there', async () => {
    const closed = await startTds({ certificate: good });
    const { port } = closed;
    await closed.stop();
    const { bed, facts, verdict } = await logIn(
      { certificate: good, login: () => ({ route: 'localhost', port }) },
      inside,
    );
    expect(facts).toMatchObject({
      outcome: 'lost',
      sentOn: { host: 'localhost', port, outcome: 'no-connection' },
    });
    expect(verdict).toMatchObject({
      status: 'fail',
      message: `sent on to localhost:${port}, which does not answer`,
      found: expect.stringContaining('ECONNREFUSED'),
    });
    expect(verdict.remedy?.steps[0]?.text).toContain('11000 to 11999');
    expect(bed.logins).toHaveLength(1);
  });

  it('does not follow to a server that cannot be verified', async () => {
    const second = await startTds({ certificate: expired, answer: answers(catalogue()) });
    beds.push(second);
    const { facts, verdict } = await logIn(
      { certificate: good, login: () => ({ route: 'localhost', port: second.port }) },
      inside,
    );
    expect(facts).toMatchObject({ outcome: 'lost', usable: false });
    expect(verdict).toMatchObject({ status: 'fail', message: 'certificate has expired' });
    expect(verdict.found).toContain(`sent on to localhost:${second.port}`);
    expect(second.logins).toHaveLength(0);
  });
});

describe('NTLM', () => {
  const ntlm = { target: { authentication: 'ntlm', domain: 'CONTOSO' } };

  it('logs in with it, and sends no password', async () => {
    const { bed, facts } = await logIn({ encryption: 'none' }, ntlm);
    expect(facts).toMatchObject({ outcome: 'in', account: 'CONTOSO\\ecma', authentication: 'ntlm' });
    expect(bed.logins).toEqual([expect.objectContaining({ user: '', password: '' })]);
  });

  it('is an untrusted domain in clear, and open inside TLS, where channel binding may be wanted', async () => {
    const login = () => [{ number: 18452, message: 'The login is from an untrusted domain.' }];
    const clear = await logIn({ encryption: 'none', login }, ntlm);
    expect(clear.verdict).toMatchObject({
      status: 'fail',
      message: 'login from an untrusted domain (18452)',
    });
    const target = { ...ntlm.target, ...inside.target };
    const secured = await logIn({ certificate: good, login }, { target });
    expect(secured.verdict).toMatchObject({
      status: 'unknown',
      message: 'refused: domain, or channel binding',
    });
  });
});

describe('what a server says to a login', () => {
  it.each([
    [18456, 1, 'login refused (18456)', true],
    [18456, 58, 'SQL logins are off (18456, state 58)', false],
    [18452, 1, 'SQL logins are off (18452)', false],
    [18450, 1, 'SQL logins are off (18450)', false],
    [18470, 1, 'login is disabled (18470)', false],
    [18486, 1, 'login is locked (18486)', true],
    [18487, 1, 'password has expired (18487)', false],
    [18488, 1, 'password must be changed (18488)', false],
    [4060, 1, 'database cannot be opened (4060)', false],
    [4064, 1, "login's default database cannot be opened (4064)", false],
    [40615, 1, 'Azure firewall: this address may not (40615)', false],
    [40532, 1, 'Azure cannot open the server (40532)', false],
    [40613, 1, 'Azure database is not available now (40613)', false],
    [17187, 1, 'server is still starting (17187)', false],
    [17892, 1, 'a logon trigger refuses it (17892)', false],
    [976, 1, 'a secondary copy that lets nobody in (976)', false],
    [978, 1, 'a secondary copy, for reading only (978)', false],
    [983, 1, 'the copy is neither primary nor secondary now (983)', false],
    [924, 1, 'database is in single-user mode (924)', false],
    [942, 1, 'database is offline (942)', false],
    [922, 1, 'database is being recovered (922)', false],
    [18401, 1, 'server is being upgraded (18401)', false],
    [18451, 1, 'only administrators get in now (18451)', false],
    [17142, 1, 'server is paused (17142)', false],
    [17809, 1, 'too many connections (17809)', false],
    [40197, 1, 'Azure: the service has a fault now (40197)', false],
    [40501, 1, 'Azure: the service is busy (40501)', false],
    [49918, 1, 'Azure: not enough resources for the login (49918)', false],
    [10928, 1, 'Azure: too many sessions (10928)', false],
    [42109, 1, 'Azure: the pool is warming up (42109)', false],
    [40607, 1, 'Azure takes no Windows logins (40607)', false],
    [47072, 1, 'TLS is older than the server wants (47072)', false],
    [42101, 1, 'public access is denied (42101)', false],
    [40531, 1, 'Azure cannot tell which server is meant (40531)', false],
    [99999, 3, 'login turned away (99999)', false],
  ])('%i, state %i: %s', async (number, state, message, refused) => {
    const credentials = rememberingCredentials();
    const login = () => [{ number, state, message: `words of ${number}` }];
    const { bed, facts, verdict } = await logIn({ encryption: 'none', login }, { credentials });
    expect(verdict).toMatchObject({ status: 'fail', message });
    expect(facts.usable).toBe(false);
    expect(facts.words).toEqual([{ number, state, text: `words of ${number}` }]);
    expect(credentials.refusals).toHaveLength(refused ? 1 : 0);
    expect(facts.refusal !== undefined).toBe(refused);
    // Transient ones too: a repetition would be another login.
    expect(bed.logins).toHaveLength(1);
  });

  it('has words of its own for every number that people met', () => {
    const met = [18456, 17892, 976, 978, 983, 924, 18401, 18451, 17142, 17809, 40197, 40501, 49918, 10928];
    const azure = [42109, 40607, 47072, 42101, 47073, 40531, 40532, 40613, 40615, 40914];
    expect(numbersWithWords()).toEqual(expect.arrayContaining([...met, ...azure]));
  });

  it('tells the state of 18456 where the server gives it', async () => {
    const login = () => [{ number: 18456, state: 8, message: 'Login failed.' }];
    const { verdict } = await logIn({ encryption: 'none', login });
    expect(verdict.found).toContain('state 8: the password is wrong');
    expect(verdict.evidence).toContainEqual({
      label: 'Server, 18456',
      value: 'Login failed. (state 8: the password is wrong)',
    });
  });

  it('names a connection that is cut during the login', async () => {
    const { bed, verdict } = await logIn({ encryption: 'none', login: () => 'cut' });
    expect(verdict).toMatchObject({ status: 'fail', message: 'closed during the login' });
    expect(verdict.remedy?.why).toContain('10054');
    expect(bed.logins).toHaveLength(1);
  });

  it('names a login that is not answered', async () => {
    const { bed, verdict } = await logIn({ encryption: 'none', login: () => 'silent' });
    expect(verdict).toMatchObject({ status: 'fail', message: 'no answer to the login' });
    expect(bed.logins).toHaveLength(1);
  });
});

describe('a login that only the driver makes', () => {
  it.each([
    ['windows', undefined],
    ['entra', 'service-principal'],
    ['entra', 'msi'],
  ])('is left to it: %s %s', async (authentication, entra) => {
    const bed = await startTds({ answer: answers(catalogue()) });
    beds.push(bed);
    const target = { authentication, ...(entra === undefined ? {} : { entra }), dsn: 'nowhere.dsn' };
    const run = await runSite({
      port: bed.port,
      target,
      only: ['driver', 'dsn', 'reach', 'odbc', 'login', 'database', 'table'],
    });
    expect(bed.logins).toHaveLength(0);
    expect(run.outcome('sql.table')).not.toBe('facts');
  });

  it('wants no password where there is none to give', () => {
    const without = { user: undefined, password: undefined };
    const wants = (target: object) => {
      const settings = siteOf({ target: { ...without, ...target } });
      return rowOf('sql.login', settings).notConfigured?.(settings) !== undefined;
    };
    expect(wants({ authentication: 'windows' })).toBe(false);
    expect(wants({ authentication: 'entra', entra: 'integrated' })).toBe(false);
    expect(wants({ authentication: 'entra', entra: 'msi' })).toBe(false);
    expect(wants({ authentication: 'entra', entra: 'password' })).toBe(true);
    expect(wants({ authentication: 'entra' })).toBe(true);
  });

  it('fails where a person would have to answer', () => {
    const settings = siteOf({ target: { authentication: 'entra', entra: 'interactive' } });
    const verdict = judgeFacts(
      rowOf('sql.login', settings),
      { usable: false, odbc: { outcome: 'no-secret' } } as never,
      {
        settings,
      },
    );
    expect(verdict).toMatchObject({ status: 'fail', message: 'nobody can answer its sign-in' });
  });
});

describe('a login that works, but', () => {
  const base = {
    outcome: 'in',
    account: 'ecma',
    authentication: 'sql',
    encryption: 'inside',
    checked: true,
    loopback: false,
    usable: true,
  } as const;

  const policy = (data: number | string): NonNullable<LoginFacts['ntlmPolicy']> => ({
    state: 'seen',
    value: {
      writtenAt: '2026-01-01T00:00:00.000Z',
      values: {
        RestrictSendingNTLMTraffic: typeof data === 'number' ? { type: 'dword', data } : { type: 'sz', data },
      },
    },
  });

  it.each<[string, Partial<LoginFacts>, string, string]>([
    ['nothing', {}, 'pass', 'ecma, not encrypted, on this server itself'],
    ['in clear', { encryption: 'none' }, 'warn', 'ecma, not encrypted'],
    [
      'in clear on loopback',
      { encryption: 'none', loopback: true },
      'pass',
      'ecma, not encrypted, on this server itself',
    ],
    ['unchecked', { checked: false }, 'warn', 'ecma, certificate not checked'],
    [
      'NTLM is denied',
      { authentication: 'ntlm', outgoingNtlm: 2 },
      'warn',
      'logs in, but Windows denies outgoing NTLM',
    ],
    [
      'NTLM is denied, as Windows answered',
      { authentication: 'ntlm', ntlmPolicy: policy(2) },
      'warn',
      'logs in, but Windows denies outgoing NTLM',
    ],
    [
      'what NTLM may is refused',
      { authentication: 'ntlm', ntlmPolicy: { state: 'denied' } },
      'unknown',
      'logs in, but the policy for NTLM is not known',
    ],
    [
      'what NTLM may is of another type',
      { authentication: 'ntlm', ntlmPolicy: policy('2') },
      'unknown',
      'logs in, but the policy for NTLM is not known',
    ],
    [
      'NTLM has no policy',
      { authentication: 'ntlm', ntlmPolicy: { state: 'absent' } },
      'pass',
      'ecma, not encrypted, on this server itself',
    ],
    [
      'NTLM is audited',
      { authentication: 'ntlm', outgoingNtlm: 1 },
      'pass',
      'ecma, not encrypted, on this server itself',
    ],
  ])('%s', (_name, changes, status, message) => {
    const input = {
      facts: { ...base, ...changes },
      settings: {} as never,
      observedAt: '',
      uses: noFacts,
    };
    expect(judgeLogin(input)).toMatchObject({ status, message });
  });

  it('asks nobody for an error log of Azure, and speaks of contained users', () => {
    const refusal = { ...base, outcome: 'refused', words: [{ number: 18456, state: 1, text: '' }] } as const;
    const stepsAt = (host: string) => {
      const facts = {
        ...refusal,
        reached: { host, way: { kind: 'direct' }, as: '', steps: [] },
      } as unknown as LoginFacts;
      const verdict = judgeLogin({ facts, settings: {} as never, observedAt: '', uses: noFacts });
      return JSON.stringify(verdict.remedy);
    };
    expect(stepsAt('sql01.contoso.example')).toContain('sp_readerrorlog');
    expect(stepsAt('contoso.database.windows.net')).not.toMatch(/readerrorlog|error log|IsIntegrated/);
    expect(stepsAt('contoso.database.windows.net')).toContain('contained');
  });

  it('names the account in the commands for its owner', () => {
    const facts = {
      ...base,
      outcome: 'refused',
      account: 'ec]ma',
      words: [{ number: 18470, state: 1, text: '' }],
    } as const;
    const verdict = judgeLogin({ facts, settings: {} as never, observedAt: '', uses: noFacts });
    expect(verdict.remedy?.steps[0]?.command).toBe('ALTER LOGIN [ec]]ma] ENABLE;');
  });
});
