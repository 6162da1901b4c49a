import { spokenBy } from '../clients/odbc/keywords.ts';
import { isLoopback } from '../platform/proxy-selection.ts';
import { engineStarter } from '../settings/starter/engines.ts';
import { type Answers, engineOf, serverParts } from './draft.ts';
import { logInOf } from './log-ins.ts';

/** A file DSN for what was answered, by a driver that is installed here. No password is ever in one. */
export function fileDsnText(answers: Answers, driver: string): string {
  const engine = engineOf(answers) ?? 'sqlserver';
  const { server, port, instance } = serverParts(answers.server ?? '', engine);
  const { database = '' } = answers;
  const to = port === '' ? engineStarter(engine).port : port;
  const outside = !isLoopback(server);
  const { dsn } = logInOf(answers) ?? {};
  const lines: Readonly<Record<typeof engine, readonly string[]>> = {
    sqlserver: [
      `SERVER=${instance === '' ? `${server},${to}` : `${server}\\${instance}`}`,
      `DATABASE=${database}`,
      'Encrypt=yes',
      ...(dsn === undefined ? [] : [dsn]),
    ],
    postgresql: [
      `SERVER=${server}`,
      `PORT=${to}`,
      `DATABASE=${database}`,
      ...(outside ? ['SSLmode=require'] : []),
    ],
    mysql: [
      `SERVER=${server}`,
      `PORT=${to}`,
      `DATABASE=${database}`,
      // MariaDB's driver knows no SSLMODE.
      ...(outside ? [spokenBy(driver) === 'mariadb' ? 'SSLVERIFY=1' : 'SSLMODE=REQUIRED'] : []),
    ],
    oracle: [`DBQ=${server}:${to}/${database}`],
    db2: [
      'PROTOCOL=TCPIP',
      `HOSTNAME=${server}`,
      `PORT=${to}`,
      `DATABASE=${database}`,
      ...(outside ? ['SECURITY=SSL'] : []),
    ],
    other: [`SERVER=${server}`, `PORT=${to}`, `DATABASE=${database}`],
  };
  return ['[ODBC]', `DRIVER=${driver}`, ...lines[engine], ''].join('\n');
}
