import type { CertificateHolder } from '../../common/certificate-words.ts';
import { by } from '../../common/fix.ts';
import type { LoginFacts } from './facts.ts';

/** Certificates of SQL Server are chosen in Configuration Manager; without one it makes its own at each start. */
export const sqlServer: CertificateHolder = {
  name: 'the database',
  owner: 'database',
  file: 'sql-ca.cer',
  reissue: (name) =>
    by.database(
      `Give SQL Server a certificate that is valid and names ${name} (Configuration Manager, Network Configuration, Properties, Certificate), then restart it`,
    ),
  renew: by.database(
    'Renew the certificate of SQL Server, assign it (Configuration Manager, Network Configuration, Properties, Certificate), then restart it',
  ),
  otherName: ([first = 'NAME']) => [
    by.server('In .ecmarc and in the DSN, use as server a name that the certificate has'),
    by.server(
      'Or, with ODBC driver 18, keep the name and add to the DSN the name that the certificate has',
      `HostNameInCertificate=${first}`,
    ),
  ],
  selfSigned: {
    why: 'SQL Server makes such a certificate at each start while none is assigned to it. It proves nothing.',
    steps: [
      {
        text: 'Or, where the network itself is protected, do without the proof: in .ecmarc, and likewise in the DSN',
        command: 'trustServerCertificate: true',
      },
    ],
  },
};

/** Azure's own certificates are public and need no hand of ours: what shows another one is not Azure. */
const azureSql: CertificateHolder = {
  name: 'Azure SQL',
  owner: 'network',
  file: 'proxy-ca.cer',
  reissue: () =>
    by.network(
      'Find out what shows this certificate in place of Azure SQL: a proxy that opens TLS, or DNS that leads elsewhere',
    ),
  otherName: () => [
    by.server('In .ecmarc and in the DSN, use as server the full name: NAME.database.windows.net'),
  ],
};

/** By its public names; in clouds of their own too. */
export function isAzureHost(host: string | undefined): boolean {
  return /\.(database\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn|fabric\.microsoft\.com)|sql\.azuresynapse\.net)$/i.test(
    host ?? '',
  );
}

export function isAzure({ reached }: LoginFacts): boolean {
  return isAzureHost(reached?.host);
}

export function holderOf(facts: LoginFacts): CertificateHolder {
  return isAzure(facts) ? azureSql : sqlServer;
}
