import type { LoginFacts } from '../../../clients/sql/login-facts.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { requirement } from '../../../requirements/index.ts';
import { isOursAlone } from '../../common/certificate-words.ts';
import { by } from '../../common/fix.ts';
import { driverGeneration, driverKind } from '../driver-names.ts';
import { type DsnFault, fails, warns } from './fault.ts';

/**
 * Will the driver refuse the certificate that the login saw? Driver 18 encrypts and checks it unless it is told not
 * to; 17 does neither.
 */
export function encryptionFaults({ keys }: FileDsn, login: LoginFacts | undefined): DsnFault[] {
  const driver = keys.DRIVER ?? '';
  const generation = driverGeneration(driver);
  const encrypt = keys.ENCRYPT?.toLowerCase();
  const on =
    encrypt === undefined ? (generation ?? 0) >= 18 : !['no', 'optional', 'false', '0'].includes(encrypt);
  const trusts =
    ['yes', 'true', '1'].includes(keys.TRUSTSERVERCERTIFICATE?.toLowerCase() ?? '') && encrypt !== 'strict';
  if (!on || trusts || driverKind(driver) !== 'current' || login === undefined) return [];
  if (login.encryption === 'none') return [notSeen(encrypt, generation)];
  const named =
    keys.HOSTNAMEINCERTIFICATE !== undefined && login.problem?.code === 'ERR_TLS_CERT_ALTNAME_INVALID';
  const seen = login.reached?.tls;
  const windows = login.reached?.platform === 'win32';
  const bad = seen !== undefined && (seen.trustedBy === null || (windows && isOursAlone(seen)));
  return bad && !named ? [refused(encrypt, generation)] : [];
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

function refused(encrypt: string | undefined, generation: number | undefined): DsnFault {
  const byDefault = encrypt === undefined;
  return {
    ...fails(
      byDefault ? `driver ${generation} will refuse the certificate` : 'the certificate will be refused',
      byDefault
        ? `${requirement('SQL-11').statement} A DSN that works with driver 17 fails with 18 for this reason.`
        : 'The DSN asks for encryption, so the driver checks the certificate.',
      by.database(
        'Best: give SQL Server a certificate that this server trusts (row "Logs in as the service account")',
      ),
      by.server(
        'Or, where only the name differs, say which one the certificate has (in place of NAME)',
        'HostNameInCertificate=NAME',
      ),
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
