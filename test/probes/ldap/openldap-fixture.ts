import { afterAll, beforeAll } from 'vitest';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import {
  accountDn,
  type OpenLdap,
  type OpenLdapOptions,
  passwordOf,
  people,
  startOpenLdap,
} from '../../beds/openldap.ts';
import { directorySite, type SiteOptions } from './site.ts';

export const as = (name: string, password = passwordOf(name)) => ({ bindDn: accountDn(name), password });

/** One OpenLDAP for all tests of a file, and whatever else they start; all is stopped after the last. */
export interface OpenLdapFixture {
  readonly authority: Authority;
  readonly good: KeyPair;
  readonly bed: OpenLdap;
  keep<T extends { stop(): Promise<void> }>(one: T): T;
  /** A certificate for these names. */
  named(...names: string[]): Promise<KeyPair>;
  /** Another OpenLDAP, of its own kind. */
  another(options: Partial<OpenLdapOptions>): Promise<OpenLdap>;
  /** Runs all rows against the bed over StartTLS, as the read-write account, unless said otherwise. */
  look(
    target?: object,
    more?: Partial<SiteOptions>,
  ): Promise<{
    site: ReturnType<typeof directorySite>;
    rows: ReturnType<ReturnType<typeof directorySite>['rows']>;
  }>;
}

/** Filled before the first test of the `describe` that calls it. */
export function openLdapFixture(users: number): OpenLdapFixture {
  let authority: Authority;
  let good: KeyPair;
  let bed: OpenLdap;
  const beds: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(one: T): T => {
    beds.push(one);
    return one;
  };
  const named = (...names: string[]) => authority.issue(names[0] ?? '', { names, days: 400 });

  beforeAll(async () => {
    authority = await makeAuthority('/CN=Bed CA', 900);
    good = await named('localhost', '127.0.0.1');
    bed = keep(await startOpenLdap({ authority, certificate: good, users }));
  });

  afterAll(async () => {
    for (const one of beds) await one.stop();
  });

  return {
    get authority() {
      return authority;
    },
    get good() {
      return good;
    },
    get bed() {
      return bed;
    },
    keep,
    named,
    another: async (options) =>
      keep(await startOpenLdap({ authority, certificate: good, users: 3, ...options })),
    async look(target = {}, more = {}) {
      const site = directorySite({
        target: {
          url: `ldap://localhost:${bed.port}`,
          startTls: true,
          users: people,
          ...as('rw'),
          ...target,
        },
        roots: [authority.cert],
        ...more,
      });
      const rows = await site.run();
      return { site, rows };
    },
  };
}
