import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { by } from '../../common/fix.ts';
import type { DriverFacts } from '../driver/facts.ts';
import { driverKind, releaseOf, same } from '../driver-names.ts';
import { type DsnFault, fails, warns } from './fault.ts';

/**
 * Log-ins of Entra by their kind (SQL-15; "Using Microsoft Entra ID with the ODBC Driver"): what each wants of the driver,
 * of the file and of the machine, and whether it is the one that `.ecmarc` says.
 */

type EntraKind = NonNullable<SqlTarget['entra']>;

/** `since`: the release of the driver that first knew it. `takes`: what stands in UID and PWD. */
const kinds: Readonly<
  Record<
    EntraKind,
    { readonly keyword: string; readonly since: readonly [number, number]; readonly takes: string }
  >
> = {
  password: { keyword: 'ActiveDirectoryPassword', since: [13, 1], takes: 'user and password' },
  integrated: { keyword: 'ActiveDirectoryIntegrated', since: [13, 1], takes: 'neither user nor password' },
  interactive: { keyword: 'ActiveDirectoryInteractive', since: [17, 1], takes: 'a user' },
  msi: { keyword: 'ActiveDirectoryMsi', since: [17, 3], takes: 'no password' },
  'service-principal': {
    keyword: 'ActiveDirectoryServicePrincipal',
    since: [17, 7],
    takes: 'client id and secret',
  },
};

/** Before this release the driver's Entra log-ins by user came from a library of its own (ADAL). */
const withoutLibrary = [17, 4] as const;

function kindOf(method: string): EntraKind | undefined {
  return (Object.keys(kinds) as EntraKind[]).find((kind) => same(kinds[kind].keyword, method));
}

/** `.ecmarc` says Entra, and the file does not. */
export function noEntra({ entra, user }: SqlTarget): DsnFault {
  const { keyword } = kinds[entra ?? 'service-principal'];
  return {
    ...warns(
      'it does not log in by Entra, .ecmarc does',
      'Without the line Authentication the driver logs in as an SQL login, or by Windows.',
      by.server('Write in the DSN', `Authentication=${keyword}`),
      by.server('Or correct authentication in .ecmarc'),
    ),
    found: `Authentication is not set, and .ecmarc logs in by Entra${user === undefined ? '' : ` as ${user}`}`,
  };
}

export function entraFaults(
  method: string,
  keys: FileDsn['keys'],
  target: SqlTarget,
  drivers: DriverFacts | undefined,
): DsnFault[] {
  const kind = kindOf(method);
  if (kind === undefined)
    return [
      fails(
        `Authentication=${/^\w{1,40}$/.test(method) ? method : '...'} is none that the driver knows`,
        'The driver refuses a value of Authentication that it does not know.',
        by.server('Correct the line Authentication in the DSN, or delete it for an SQL login'),
      ),
    ];
  return [
    ...driverFaults(kind, method, keys, drivers),
    ...kindFaults(kind, keys, target),
    ...differences(kind, method, keys, target),
  ];
}

function driverFaults(
  kind: EntraKind,
  method: string,
  keys: FileDsn['keys'],
  drivers: DriverFacts | undefined,
): DsnFault[] {
  const [major, minor] = kinds[kind].since;
  const driver = keys.DRIVER ?? '';
  const release = releaseOf(driver, drivers);
  const tooOld =
    release === undefined
      ? driverKind(driver) === 'retired' || driverKind(driver) === 'built-in'
      : isBefore(release, [major, minor]);
  if (tooOld)
    return [
      fails(
        `driver too old for ${method}`,
        `Authentication=${method} needs release ${major}.${minor} of Microsoft's driver or a newer one.`,
        by.server('Install the current "Microsoft ODBC Driver 18 for SQL Server", and name it in the DSN'),
      ),
    ];
  const byUser = kind === 'password' || kind === 'integrated';
  if (!byUser || release === undefined || !isBefore(release, withoutLibrary)) return [];
  return [
    warns(
      'this driver needs a library for Entra',
      `Before release 17.4.2 the driver takes Authentication=${method} only where the Active Directory Authentication Library (ADAL) is installed.`,
      by.server('Install the current "Microsoft ODBC Driver 18 for SQL Server", and name it in the DSN'),
    ),
  ];
}

/** A release that is not known in full counts as new enough. */
function isBefore(
  [major, minor]: readonly [number, number | undefined],
  [wantedMajor, wantedMinor]: readonly [number, number],
): boolean {
  return major < wantedMajor || (major === wantedMajor && minor !== undefined && minor < wantedMinor);
}

/** What a kind wants of a service on this machine. */
function kindFaults(kind: EntraKind, keys: FileDsn['keys'], { entra }: SqlTarget): DsnFault[] {
  switch (kind) {
    case 'interactive':
      return [
        fails(
          'nobody can answer its sign-in',
          'ActiveDirectoryInteractive opens a window for a person; the connector host is a service and has none.',
          by.server('Take a kind that a service can use', 'Authentication=ActiveDirectoryServicePrincipal'),
        ),
      ];
    case 'msi':
      if (entra === 'msi') return [];
      return [
        warns(
          'a managed identity logs in',
          'Managed identities exist only on machines of Azure (or with Azure Arc): elsewhere this log-in fails. The doctor did not log in that way.',
          by.server('On a machine of your own, take ActiveDirectoryServicePrincipal or an SQL login'),
          by.server('On one of Azure, say so in .ecmarc', 'authentication: entra\nentra: msi'),
        ),
      ];
    case 'integrated':
      if (keys.UID === undefined || keys.UID === '') return [];
      return [
        warns(
          'a user beside an integrated log-in',
          'ActiveDirectoryIntegrated takes neither user nor password: the account of the service logs in.',
          by.server('Delete the line UID from the DSN'),
        ),
      ];
    case 'password':
    case 'service-principal':
      return [];
  }
}

/** Who logs in by the file and who by `.ecmarc` must be one (decisions: File DSN). */
function differences(
  kind: EntraKind,
  method: string,
  keys: FileDsn['keys'],
  { authentication, entra, user }: SqlTarget,
): DsnFault[] {
  if (authentication !== 'entra')
    return [
      {
        ...warns(
          'it logs in by Entra, .ecmarc does not',
          'The doctor logged in as one account, and the connector will log in as another.',
          by.server(
            'Make them one: say in .ecmarc which log-in it is',
            `authentication: entra\nentra: ${kind}`,
          ),
          by.server('Or delete the line Authentication from the DSN'),
        ),
        found: `Authentication=${method}, and .ecmarc logs in as ${user ?? 'another kind of account'}`,
      },
    ];
  if (entra !== undefined && entra !== kind)
    return [
      {
        ...warns(
          'another kind of Entra log-in than .ecmarc',
          `This kind takes ${kinds[kind].takes}, that of .ecmarc ${kinds[entra].takes}.`,
          by.server('Write in the DSN', `Authentication=${kinds[entra].keyword}`),
          by.server('Or correct in .ecmarc', `entra: ${kind}`),
        ),
        found: `Authentication=${method}, and entra is ${entra} in .ecmarc`,
      },
    ];
  const written = keys.UID ?? '';
  if (kind === 'integrated' || written === '' || user === undefined || same(written, user)) return [];
  return [
    {
      ...warns(
        `another account: ${written}`,
        'What is typed in the connector counts over the file; who opens the file elsewhere logs in as another.',
        by.server('Delete the line UID= from the file, or write there', `UID=${user}`),
      ),
      found: `UID is ${written}, user in .ecmarc is ${user}`,
    },
  ];
}
