import type { Socket } from 'node:net';
import { forever } from '../../src/clients/sql/tds/one-login.ts';

/** A log-in of SQL Server's client over a socket of the test's. */
export function tdsSettings(connector: () => Promise<Socket>) {
  return {
    server: 'localhost',
    port: 1433,
    database: 'CONTOSO',
    user: 'u',
    password: 'p',
    connectionTimeout: forever,
    requestTimeout: 0,
    validateConnection: false as const,
    beforeConnect: () => {},
    pool: {
      min: 0,
      max: 1,
      acquireTimeoutMillis: forever,
      createTimeoutMillis: 30_000,
      idleTimeoutMillis: forever,
    },
    options: {
      appName: 'ecma-doctor',
      encrypt: false,
      trustServerCertificate: true,
      cryptoCredentialsDetails: { ca: [], allowPartialTrustChain: true as const },
      maxRetriesOnTransientErrors: 0,
      abortTransactionOnError: true,
      connector,
    },
  };
}
