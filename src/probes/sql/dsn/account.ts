import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { by } from '../../common/fix.ts';
import type { DriverFacts } from '../driver/facts.ts';
import { driverKind, releaseOf, same } from '../driver-names.ts';
import { type DsnFault, fails, warns } from './fault.ts';

/** Who logs in by the file, and who by `.ecmarc`: must be one (decisions: File DSN). */
export function accountFaults(
  { keys }: FileDsn,
  target: SqlTarget,
  drivers: DriverFacts | undefined,
): DsnFault[] {
  if (target.engine !== 'sqlserver') return [];
  const method = (keys.AUTHENTICATION ?? '').trim();
  if (method !== '' && !same(method, 'SqlPassword')) return entraFaults(method, keys, target, drivers);
  const faults = isYes(keys.TRUSTED_CONNECTION) ? windowsFaults(target) : namedFaults(keys, target);
  return keys.CLIENTCERTIFICATE === 'set' ? [...faults, byCertificate] : faults;
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

function namedFaults(keys: FileDsn['keys'], { authentication, user }: SqlTarget): DsnFault[] {
  if (authentication === 'ntlm')
    return [
      warns(
        'it logs in as an SQL login, .ecmarc by Windows',
        'Without Trusted_Connection=yes the driver sends user and password as an SQL login, also where the user is written DOMAIN\\name.',
        by.server('For a Windows login, write in the DSN', 'Trusted_Connection=yes'),
        by.server('Or write in .ecmarc', 'authentication: sql'),
      ),
    ];
  const written = keys.UID ?? keys.USER ?? keys.USERNAME;
  if (written === undefined || written === '' || user === undefined || same(written, user)) return [];
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

/** Kinds of Entra log-ins with the release of the driver that first knew them (SQL-15). */
const kinds: Readonly<Record<string, { readonly since: readonly [number, number] }>> = {
  activedirectorypassword: { since: [13, 1] },
  activedirectoryintegrated: { since: [13, 1] },
  activedirectoryinteractive: { since: [17, 1] },
  activedirectorymsi: { since: [17, 3] },
  activedirectoryserviceprincipal: { since: [17, 7] },
};

function entraFaults(
  method: string,
  keys: FileDsn['keys'],
  { authentication, user }: SqlTarget,
  drivers: DriverFacts | undefined,
): DsnFault[] {
  const kind = kinds[method.toLowerCase()];
  if (kind === undefined)
    return [
      fails(
        `Authentication=${/^\w{1,40}$/.test(method) ? method : '...'} is none that the driver knows`,
        'The driver refuses a value of Authentication that it does not know.',
        by.server('Correct the line Authentication in the DSN, or delete it for an SQL login'),
      ),
    ];
  const faults: DsnFault[] = [];
  const [major, minor] = kind.since;
  const release = releaseOf(keys.DRIVER ?? '', drivers);
  const tooOld =
    release === undefined
      ? driverKind(keys.DRIVER ?? '') === 'retired' || driverKind(keys.DRIVER ?? '') === 'built-in'
      : release[0] < major || (release[0] === major && release[1] !== undefined && release[1] < minor);
  if (tooOld)
    faults.push(
      fails(
        `driver too old for ${method}`,
        `Authentication=${method} needs release ${major}.${minor} of Microsoft's driver or a newer one.`,
        by.server('Install the current "Microsoft ODBC Driver 18 for SQL Server", and name it in the DSN'),
      ),
    );
  if (same(method, 'ActiveDirectoryInteractive'))
    faults.push(
      fails(
        'nobody can answer its sign-in',
        'ActiveDirectoryInteractive opens a window for a person; the connector host is a service and has none.',
        by.server('Take a kind that a service can use', 'Authentication=ActiveDirectoryServicePrincipal'),
      ),
    );
  if (same(method, 'ActiveDirectoryMsi'))
    faults.push(
      warns(
        'a managed identity logs in',
        'Managed identities exist only on machines of Azure (or with Azure Arc): elsewhere this log-in fails. The doctor did not log in that way.',
        by.server('On a machine of your own, take ActiveDirectoryServicePrincipal or an SQL login'),
      ),
    );
  if (authentication === 'sql' || authentication === 'ntlm')
    faults.push({
      ...warns(
        'it logs in by Entra, .ecmarc does not',
        'The doctor logged in as one account, and the connector will log in as another.',
        by.server('Make them one: the line Authentication in the DSN, or the account in .ecmarc'),
      ),
      found: `Authentication=${method}, and .ecmarc logs in as ${user ?? 'another kind of account'}`,
    });
  return faults;
}
