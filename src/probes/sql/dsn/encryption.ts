import type { LoginFacts } from '../../../clients/sql/login-facts.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { requirement } from '../../../requirements/index.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { isOursAlone } from '../../common/certificate-words.ts';
import { by } from '../../common/fix.ts';
import { driverGeneration, driverKind } from '../driver-names.ts';
import { isYes } from './account.ts';
import { namesHost } from './certificate-names.ts';
import { type DsnFault, fails, warns } from './fault.ts';
import { hostOf, writtenServer } from './server-names.ts';

/** How the driver would go about encryption, by the file alone. */
interface Mode {
  readonly encrypt: string | undefined;
  readonly generation: number | undefined;
  readonly on: boolean;
  readonly trusts: boolean;
}

function modeOf(keys: FileDsn['keys']): Mode {
  const generation = driverGeneration(keys.DRIVER ?? '');
  const encrypt = keys.ENCRYPT?.trim().toLowerCase();
  const on =
    encrypt === undefined || encrypt === ''
      ? (generation ?? 0) >= 18 || entra(keys)
      : !['no', 'optional', 'false', '0'].includes(encrypt);
  const trusts = isYes(keys.TRUSTSERVERCERTIFICATE) && encrypt !== 'strict';
  return { encrypt: encrypt === '' ? undefined : encrypt, generation, on, trusts };
}

/** Log-ins by Entra turn encryption on, and the check of the certificate too. */
function entra({ AUTHENTICATION }: FileDsn['keys']): boolean {
  return /^ActiveDirectory/i.test(AUTHENTICATION?.trim() ?? '');
}

/**
 * Will the driver refuse the certificate that the login saw, and does it encrypt as `.ecmarc` says? Driver 18 encrypts
 * and checks unless it is told not to; 17 does neither.
 */
export function encryptionFaults(
  { keys }: FileDsn,
  login: LoginFacts | undefined,
  target: SqlTarget,
  alias?: string,
): DsnFault[] {
  const driver = keys.DRIVER ?? '';
  if (target.engine !== 'sqlserver' || (driverKind(driver) !== 'current' && driverKind(driver) !== 'ageing'))
    return [];
  const mode = modeOf(keys);
  const different = differences(mode, login, target);
  const certificate = certificateFaults(keys, mode, login, alias);
  const unknown = valueFaults(mode);
  return certificate.some(({ status }) => status === 'fail')
    ? [...certificate, ...unknown]
    : [...certificate, ...unknown, ...different];
}

/** Values that the driver knows: "ODBC DSN and connection string keywords", Encrypt. */
function valueFaults({ encrypt, generation }: Mode): DsnFault[] {
  const old = ['yes', 'no', 'true', 'false', '1', '0'];
  const known = (generation ?? 0) >= 18 ? [...old, 'mandatory', 'optional', 'strict'] : old;
  if (encrypt === undefined || generation === undefined || known.includes(encrypt)) return [];
  const shown = /^\w{1,20}$/.test(encrypt) ? encrypt : '...';
  return [
    warns(
      `Encrypt=${shown} is none that driver ${generation} knows`,
      'mandatory, optional and strict came with driver 18. A value that the driver does not know is refused or has no effect: what is encrypted then is not certain.',
      by.server('Write in the DSN', 'Encrypt=yes'),
      by.server('Or, for strict, name driver 18 in it', 'DRIVER=ODBC Driver 18 for SQL Server'),
    ),
  ];
}

function certificateFaults(
  keys: FileDsn['keys'],
  { on, trusts, encrypt, generation }: Mode,
  login: LoginFacts | undefined,
  alias: string | undefined,
): DsnFault[] {
  const forced = !on && (generation ?? 0) >= 18 && login?.greeting?.offer === 'demanded';
  if (!(on || forced) || trusts || login === undefined) return [];
  if (login.encryption === 'none') return on ? [notSeen(encrypt, generation)] : [];
  // Strict alone (release 18.1): compared with the certificate in that file, and with nothing else.
  if (encrypt === 'strict' && keys.SERVERCERTIFICATE === 'set') return [pinned];
  const seen = login.reached?.tls;
  if (seen === undefined) return [];
  const windows = login.reached?.platform === 'win32';
  const otherName = login.problem?.code === 'ERR_TLS_CERT_ALTNAME_INVALID';
  const bad = (seen.trustedBy === null && !otherName) || (windows && isOursAlone(seen));
  if (bad) return [refused(encrypt, generation, forced)];
  const expected = expectedName(keys, generation, alias);
  const [leaf] = seen.chain;
  if (expected === undefined || leaf === undefined)
    return otherName ? [refused(encrypt, generation, forced)] : [];
  return namesHost(leaf, expected) ? [] : [notNamed(expected, leaf.names, generation)];
}

/** "If it is different from the default value derived from Addr, Address, Server": the page of the keyword. */
function expectedName(
  keys: FileDsn['keys'],
  generation: number | undefined,
  alias: string | undefined,
): string | undefined {
  const named = keys.HOSTNAMEINCERTIFICATE?.trim() ?? '';
  if ((generation ?? 0) >= 18 && named !== '') return named;
  // What the driver expects of an alias or of this machine's own names is not documented.
  return alias === undefined ? hostOf(writtenServer(keys)) : undefined;
}

const pinned: DsnFault = {
  ...warns(
    'it goes by a certificate in a file',
    'With ServerCertificate the driver takes the certificate of that file and no other. The doctor did not compare it: when SQL Server gets a new certificate, the file must be changed with it.',
    by.server('See that the file of ServerCertificate holds the certificate that SQL Server shows now'),
  ),
};

function notNamed(expected: string, names: readonly string[], generation: number | undefined): DsnFault {
  const [first = 'NAME'] = names;
  return {
    ...fails(
      `the certificate does not name ${expected}`,
      'The driver compares the name in the file, letter by letter, with those of the certificate: a short name or an address is not the full name.',
      by.server('Write in the DSN, as server, a name that the certificate has', `SERVER=tcp:${first}`),
      ...((generation ?? 0) >= 18
        ? [by.server('Or keep it, and say which name the certificate has', `HostNameInCertificate=${first}`)]
        : []),
    ),
    found: `the driver will look for ${expected}, and the certificate of SQL Server names ${names.join(', ') || 'none'}`,
  };
}

/** What `.ecmarc` says is what the doctor went by; without a log-in, what it would go by. */
function differences(
  { on, trusts, encrypt }: Mode,
  login: LoginFacts | undefined,
  target: SqlTarget,
): DsnFault[] {
  const wanted = login === undefined ? encryptionOf(target) : login.encryption;
  const checks = login === undefined ? wanted === 'strict' || !target.trustServerCertificate : login.checked;
  const faults: DsnFault[] = [];
  if (wanted === 'inside' || wanted === 'strict') {
    if (!on)
      faults.push({
        ...warns(
          'not encrypted, unlike .ecmarc',
          'The doctor logged in encrypted; the connector will not, unless the server forces it.',
          by.server('Write in the DSN', 'Encrypt=yes'),
        ),
        found: `${encrypt === undefined ? 'Encrypt is not set, and this driver has it off by default' : `Encrypt=${encrypt}`}, and encrypt is ${wanted === 'strict' ? 'strict' : 'true'} in .ecmarc`,
      });
    else if ((wanted === 'strict') !== (encrypt === 'strict'))
      faults.push(
        warns(
          wanted === 'strict' ? 'not strict, unlike .ecmarc' : 'strict, unlike .ecmarc',
          'Strict encryption (TDS 8.0) begins with the first byte, and not every server and driver does it.',
          by.server('Make them one: the line Encrypt in the DSN, or encrypt in .ecmarc'),
        ),
      );
  }
  if (on && trusts && checks === true && wanted !== 'none')
    faults.push(
      warns(
        'it does not check the certificate, unlike .ecmarc',
        'TrustServerCertificate=yes: encrypted, but to whom is not proven.',
        by.server('Delete the line TrustServerCertificate from the DSN'),
      ),
    );
  return faults;
}

function encryptionOf({ encrypt }: SqlTarget): LoginFacts['encryption'] {
  return encrypt === 'strict' ? 'strict' : encrypt ? 'inside' : 'none';
}

function notSeen(encrypt: string | undefined, generation: number | undefined): DsnFault {
  const does =
    encrypt === undefined
      ? `driver ${generation} encrypts and checks the certificate unless it is told not to`
      : `Encrypt=${encrypt}`;
  return {
    ...warns(
      'it encrypts, .ecmarc does not',
      'The doctor logged in without encryption, so it did not see the certificate that the driver will check.',
      {
        text: 'Let .ecmarc say what the DSN says, then the certificate is looked at',
        command: 'encrypt: true',
      },
      by.server('Or, where the network itself is protected, write in the DSN', 'Encrypt=no'),
    ),
    found: `${does}, and encrypt is false in .ecmarc`,
  };
}

function refused(encrypt: string | undefined, generation: number | undefined, forced: boolean): DsnFault {
  const byDefault = encrypt === undefined;
  return {
    ...fails(
      byDefault ? `driver ${generation} will refuse the certificate` : 'the certificate will be refused',
      byDefault
        ? `${requirement('SQL-11').statement} A DSN that works with driver 17 fails with 18 for this reason.`
        : forced
          ? 'The server forces encryption, and driver 18 then checks the certificate, also with Encrypt=no.'
          : 'The DSN asks for encryption, so the driver checks the certificate.',
      by.database(
        'Best: give SQL Server a certificate that this server trusts (row "Logs in as the service account")',
      ),
      ...((generation ?? 0) >= 18
        ? [
            by.server(
              'Or, where only the name differs, say which one the certificate has (in place of NAME)',
              'HostNameInCertificate=NAME',
            ),
          ]
        : []),
      // With strict the driver checks in any case.
      ...(encrypt === 'strict'
        ? []
        : [by.server('Or, where the network itself is protected', 'TrustServerCertificate=yes')]),
    ),
    found: `${encryptText(encrypt)}, and this server does not trust the certificate of SQL Server`,
  };
}

function encryptText(encrypt: string | undefined): string {
  if (encrypt === undefined)
    return 'Encrypt is not set, and this driver has it on by default; TrustServerCertificate is off';
  return encrypt === 'strict'
    ? 'Encrypt=strict, with which TrustServerCertificate counts for nothing'
    : `Encrypt=${encrypt}, TrustServerCertificate is off`;
}
