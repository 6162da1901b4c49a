import { expect, it } from 'vitest';
import { type Failure, failureOf, isAnswer } from '../../../src/clients/odbc/failures.ts';
import type { Engine } from '../../../src/settings/schema.ts';

/** Numbers from winerror.h and from each engine's list of errors; in whatever language. */
it.each<[what: string, engine: Engine, state: string, native: number, text: string, failure: Failure]>([
  ['a root that is not trusted', 'sqlserver', '08001', -2146893019, 'Zertifikatkette', 'tls'],
  ['another name', 'sqlserver', '08001', -2146893022, 'Prinzipalname', 'tls'],
  ['no algorithm in common', 'sqlserver', '08001', -2146893007, '', 'tls'],
  ['a certificate that has ended', 'sqlserver', '08001', -2146893016, '', 'tls'],
  ['a chain that ends at no trusted root', 'sqlserver', '08001', -2146762487, '', 'tls'],
  ["the old driver's word", 'sqlserver', '08001', 18, '', 'tls'],
  ['nobody there', 'sqlserver', '08001', 53, '', 'unreached'],
  ['caching_sha2_password', 'mysql', 'HY000', 2059, '', 'method'],
  ['a protocol of log-in that is gone', 'mysql', '08004', 1251, '', 'method'],
  ['a protocol of log-in that is gone', 'oracle', '08004', 28040, '', 'method'],
  ['a server that is too old', 'oracle', '08004', 3134, '', 'method'],
  ['SCRAM', 'postgresql', '08001', 101, 'authentication method 10 not supported', 'method'],
])('%s (%s, %s, %i) is judged by its number', (_, engine, state, native, text, failure) => {
  expect(failureOf(engine, [{ state, native, text }])).toBe(failure);
  // The driver stands in the way: nobody looked at name and password.
  expect(isAnswer(failure)).toBe(false);
});

it('a name that Kerberos does not find is no matter of encryption, though its number is the same', () => {
  const said = (text: string) => ({ state: 'HY000', native: -2146893022, text });
  const failure = failureOf('sqlserver', [
    said('SQL Server-Netzwerkschnittstellen: Der Zielprinzipalname ist falsch.'),
    { state: 'HY000', native: 0, text: 'SSPI-Kontext kann nicht generiert werden' },
  ]);
  expect(failure).toBe('untold');
});
