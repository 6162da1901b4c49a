import { describe, expect, test } from 'vitest';
import type { Secured } from '../../../src/platform/types.ts';
import {
  type CertificateHolder,
  certificateFailure,
  trustedByUsOnly,
} from '../../../src/probes/common/certificate-words.ts';

const step = (text: string) => ({ text });
const plain: CertificateHolder = {
  name: 'the directory',
  owner: 'directory',
  file: 'x-ca.cer',
  reissue: (name) => step(`reissue ${name}`),
  otherName: (names) => [step(`use ${names.join(' ')}`)],
};
const rich: CertificateHolder = {
  ...plain,
  renew: step('renew'),
  sendChain: step('send the chain'),
  selfSigned: { why: 'It proves nothing.', steps: [step('do without')] },
};

const leaf = {
  subject: 'CN=ldap01',
  issuer: 'CN=Sub CA',
  names: ['DNS:ldap01'],
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
};
const root = { ...leaf, subject: 'CN=Sub CA', issuer: 'CN=Root CA', notAfter: '2026-06-01T00:00:00.000Z' };
const seen = { chain: [leaf, root] } as unknown as Secured;

function judged(code: string, by: CertificateHolder, host = 'ldap01') {
  const problem = { code, text: 'unable to do it' };
  const observedAt = '2026-11-24T00:00:00.000Z';
  const { message, found, remedy } = certificateFailure({ host, seen, problem, observedAt }, by);
  return {
    message,
    found,
    why: remedy?.why,
    steps: remedy?.steps.map(({ text }) => text.slice(0, 30).trim()),
  };
}

describe('a certificate', () => {
  test.each([
    [
      'CERT_HAS_EXPIRED',
      plain,
      'certificate has expired',
      'the certificate of Sub CA ended on 2026-06-01',
      ['reissue DNS:ldap01', 'Compare the clock of this serv'],
    ],
    [
      'CERT_HAS_EXPIRED',
      rich,
      'certificate has expired',
      'the certificate of Sub CA ended on 2026-06-01',
      ['renew', 'Compare the clock of this serv'],
    ],
    [
      'CERT_NOT_YET_VALID',
      rich,
      'certificate is not valid yet',
      'it begins on 2026-01-01',
      ['Compare the clock of this serv', 'reissue DNS:ldap01'],
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      rich,
      'certificate of another name',
      'it names DNS:ldap01, not ldap01',
      ['use DNS:ldap01', 'reissue DNS:ldap01'],
    ],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      rich,
      'certificate chain is incomplete',
      'Sub CA, which issued it, is not sent and not known here',
      ['send the chain', 'Import Sub CA into LocalMachin'],
    ],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      plain,
      'Root CA is not trusted',
      'unable to do it (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
      ['Get the certificate of that au', 'Import Root CA into LocalMachi', 'Off Windows, name the file in'],
    ],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      rich,
      'certificate is signed by itself',
      'ldap01 (DEPTH_ZERO_SELF_SIGNED_CERT)',
      ['reissue DNS:ldap01', 'do without'],
    ],
    [
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      plain,
      'Root CA is not trusted',
      'unable to do it (DEPTH_ZERO_SELF_SIGNED_CERT)',
      ['Get the certificate of that au', 'Import Root CA into LocalMachi', 'Off Windows, name the file in'],
    ],
    [
      'ANYTHING',
      rich,
      'Root CA is not trusted',
      'unable to do it (ANYTHING)',
      ['Get the certificate of that au', 'Import Root CA into LocalMachi', 'Off Windows, name the file in'],
    ],
  ] as const)('%s (%#)', (code, by, message, found, steps) => {
    const told = judged(code, by);
    expect(told).toMatchObject({ message, found });
    expect(told.steps).toEqual(steps);
    expect(told.why).toMatch(/\. No password was sent\.$/);
  });

  test('asked for by address is reissued for the address', () => {
    expect(judged('CERT_NOT_YET_VALID', rich, '10.0.0.5').steps).toContain('reissue IP:10.0.0.5');
  });

  test('without a chain has words, too', () => {
    const none = { chain: [] } as unknown as Secured;
    const problem = { code: 'ANYTHING', text: 'no' };
    expect(certificateFailure({ host: 'h', seen: none, problem, observedAt: '' }, plain).message).toBe(
      'its authority is not trusted',
    );
  });

  test.each([
    ['network.caFile', 'Root CA is trusted by network.caFile only'],
    ['connectors.D.target.ldap.caFile', 'Root CA is trusted by caFile only'],
    [undefined, 'Root CA is trusted by caFile only'],
  ])('trusted by %s alone', (key, message) => {
    const finding = trustedByUsOnly(seen, key, plain);
    expect(finding).toMatchObject({ status: 'fail', message });
    expect(finding.remedy?.steps[0]?.command).toContain('certutil.exe -addstore Root x-ca.cer');
  });
});
