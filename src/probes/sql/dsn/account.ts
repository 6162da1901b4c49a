import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { by } from '../../common/fix.ts';
import type { DriverFacts } from '../driver/facts.ts';
import { same } from '../driver-names.ts';
import { entraFaults, noEntra } from './entra.ts';
import { type DsnFault, fails, warns } from './fault.ts';

/** Who logs in by the file, and who by `.ecmarc`: must be one (decisions: File DSN). */
export function accountFaults(
  { keys }: FileDsn,
  target: SqlTarget,
  drivers: DriverFacts | undefined,
): DsnFault[] {
  if (target.engine !== 'sqlserver') return [];
  const method = (keys.AUTHENTICATION ?? '').trim();
  if (method !== '' && !same(method, 'SqlPassword'))
    return [...bothFaults(method, keys), ...entraFaults(method, keys, target, drivers)];
  if (target.authentication === 'entra') return [noEntra(target)];
  if (method !== '' && isYes(keys.TRUSTED_CONNECTION)) return bothFaults(method, keys);
  const faults = isYes(keys.TRUSTED_CONNECTION) ? windowsFaults(target) : namedFaults(keys, target);
  const spn = keys.SERVERSPN ?? '';
  return [
    ...faults,
    ...(keys.CLIENTCERTIFICATE === 'set' ? [byCertificate] : []),
    ...(spn !== '' && isYes(keys.TRUSTED_CONNECTION) ? [namedService(spn)] : []),
  ];
}

/** FA001: "Cannot use Authentication option with Integrated Security option." */
function bothFaults(method: string, keys: FileDsn['keys']): DsnFault[] {
  if (!isYes(keys.TRUSTED_CONNECTION)) return [];
  return [
    fails(
      same(method, 'SqlPassword') ? 'by SQL login and by Windows at once' : 'by Entra and by Windows at once',
      `The driver refuses Authentication=${method} beside Trusted_Connection=yes (FA001).`,
      by.server('Delete the line Trusted_Connection from the DSN'),
    ),
  ];
}

/** By another one's name Kerberos gives a ticket that SQL Server cannot read, and the log-in goes on by NTLM or fails. */
function namedService(spn: string): DsnFault {
  return warns(
    `it expects SQL Server as ${spn}`,
    'With ServerSPN the driver asks for a Kerberos ticket by that name. The doctor signed in without it.',
    by.server('Delete the line ServerSPN from the DSN, unless SQL Server is registered by that name alone'),
  );
}

const byCertificate: DsnFault = warns(
  'it logs in with a client certificate',
  'ClientCertificate lets a certificate log in in place of user and password, which the doctor did not try.',
  by.server('Delete the line ClientCertificate from the DSN'),
);

export function isYes(value: string | undefined): boolean {
  return /^(yes|true|1|mandatory|sspi)$/i.test(value?.trim() ?? '');
}

/** Microsoft's drivers then take neither UID nor PWD. */
function windowsFaults({ authentication, user }: SqlTarget): DsnFault[] {
  if (authentication !== 'sql') return [];
  return [
    {
      ...warns(
        'it logs in by Windows, .ecmarc as an SQL login',
        'With Trusted_Connection=yes the driver takes neither UID nor PWD: the account of the connector host logs in, whatever is typed in the connector.',
        by.server('For an SQL login, write in the DSN', 'Trusted_Connection=no'),
        by.server('Or, where Windows is meant, say so in .ecmarc (domain and user of that account)'),
      ),
      found: `Trusted_Connection is on, and .ecmarc logs in as ${user ?? 'an SQL login'}`,
    },
  ];
}

/** Azure SQL also takes `user@server`, with the first part of the server's name: the same login. */
function withoutServer(login: string, server: string): string {
  const suffix = `@${server.split('.')[0]}`.toLowerCase();
  return login.toLowerCase().endsWith(suffix) ? login.slice(0, -suffix.length) : login;
}

function namedFaults(keys: FileDsn['keys'], { authentication, user, server }: SqlTarget): DsnFault[] {
  if (authentication === 'ntlm' || authentication === 'windows')
    return [
      warns(
        'it logs in as an SQL login, .ecmarc by Windows',
        'Without Trusted_Connection=yes the driver sends user and password as an SQL login, also where the user is written DOMAIN\\name.',
        by.server('For a Windows login, write in the DSN', 'Trusted_Connection=yes'),
        by.server('Or write in .ecmarc', 'authentication: sql'),
      ),
    ];
  const written = keys.UID ?? keys.USER ?? keys.USERNAME;
  if (written === undefined || written === '' || user === undefined) return [];
  if (same(withoutServer(written, server), withoutServer(user, server))) return [];
  return [
    {
      ...warns(
        `another account: ${written}`,
        'The doctor logged in as one account; who opens the file elsewhere logs in as another. What is typed in the connector counts over the file.',
        by.server('Delete the line UID= from the file, or write there', `UID=${user}`),
        by.server('Or correct user in .ecmarc'),
      ),
      found: `UID is ${written}, user in .ecmarc is ${user}`,
    },
  ];
}
