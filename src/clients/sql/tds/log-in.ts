import { defined } from '../../../base/defined.ts';
import type { Problem } from '../../../platform/types.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { within } from '../../step-timeouts.ts';
import type { Endpoint } from '../endpoint.ts';
import type { ServerMessage } from '../login-facts.ts';
import type { CertificateGuard } from './certificate-guard.ts';
import { MssqlConnection, toSqlProblem } from './mssql-connection.ts';
import { type Client, forever, logInOnce } from './one-login.ts';

/** Seconds that a server may take for a login itself. Running time: a frozen screen does not count. */
const loginSeconds = 8;

interface Login {
  readonly target: SqlTarget;
  readonly endpoint: Endpoint;
  readonly port: number;
  readonly guard: CertificateGuard;
  readonly password: string;
  /** Called with what the server says until the login is answered. */
  readonly onMessage: (message: ServerMessage) => void;
}

/** Sends the password, once. */
export async function logIn(
  client: Client,
  { target, endpoint, port, guard, password, onMessage }: Login,
  signal: AbortSignal,
): Promise<{ readonly connection: MssqlConnection } | { readonly problem: Problem }> {
  const { user = '', domain, database, encrypt, authentication, trustServerCertificate } = target;
  let waiting = true;
  try {
    const login = await within(loginSeconds, signal, (bounded) =>
      logInOnce(
        client,
        {
          server: endpoint.host,
          port,
          database,
          user,
          password,
          ...defined({ domain: authentication === 'ntlm' ? domain : undefined }),
          connectionTimeout: forever,
          requestTimeout: 0,
          validateConnection: false,
          beforeConnect: (connection) => {
            connection.on('errorMessage', ({ number, state, message }) => {
              if (waiting) onMessage({ number, state, text: message.slice(0, 500) });
            });
          },
          pool: {
            min: 0,
            max: 1,
            acquireTimeoutMillis: forever,
            createTimeoutMillis: 30_000,
            idleTimeoutMillis: forever,
          },
          options: {
            appName: 'ecma-doctor',
            encrypt,
            trustServerCertificate,
            cryptoCredentialsDetails: guard.credentials,
            // A repeated login would be another try with the same password.
            maxRetriesOnTransientErrors: 0,
            abortTransactionOnError: true,
            connector: (to) => guard.connect(to, bounded),
          },
        },
        bounded,
      ),
    );
    return login === undefined
      ? { problem: { code: 'ETIMEOUT', text: `no answer within ${loginSeconds} s` } }
      : { connection: new MssqlConnection(client, login) };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: toSqlProblem(error) };
  } finally {
    waiting = false;
  }
}
