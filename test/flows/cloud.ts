import { type Authority, type KeyPair, makeAuthority } from '../beds/certificates.ts';
import { type Cloud, healthy, type Respond, startCloud } from '../beds/loopback.ts';

/** A cloud on loopback, and the `.ecmarc` lines that point at it. */
export interface CloudBed {
  readonly authority: Authority;
  start(respond?: Respond): Promise<Cloud>;
  /** Settings that name a cloud on this port. */
  settings(port: number): string;
}

export async function makeCloudBed(): Promise<CloudBed> {
  const authority = await makeAuthority('/CN=Flow Test CA');
  const certificate: KeyPair = await authority.issue('localhost', {
    names: ['localhost', '127.0.0.1'],
    days: 30,
  });
  return {
    authority,
    start: (respond = healthy) => startCloud(certificate, respond),
    settings: (port) =>
      [
        'tenant:',
        `  cloud: { signIn: "https://localhost:${port}" }`,
        'network:',
        `  caFile: ${JSON.stringify(authority.certFile)}`,
        '',
      ].join('\n'),
  };
}
