import { defined } from '../../../base/defined.ts';
import type { LoginFacts } from '../../../clients/sql/login-facts.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { requirement } from '../../../requirements/index.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import type { SqlInput } from '../define.ts';
import type { DriverFacts } from '../driver/facts.ts';
import { sqlDriver } from '../driver/facts.ts';
import { driverKind, namesOf, same } from '../driver-names.ts';
import { sqlLogin } from '../login/facts.ts';
import { encryptionFaults } from './encryption.ts';
import type { DsnFacts } from './facts.ts';
import { type DsnFault, fails, warns } from './fault.ts';
import { accessFaults, encodingFaults, encodingTexts, unreadable, unreadFaults } from './file.ts';
import { parseServer, sameServer } from './server-names.ts';

const expected = 'UTF-8, with [ODBC], an installed driver, and the server and database of the target';

export function judgeDsn(input: SqlInput<DsnFacts>): Verdict {
  const { facts } = input;
  const seen = evidenceOf(facts);
  const faults = faultsOf(input);
  const worst =
    faults.find(({ status }) => status === 'fail') ??
    faults.find(({ status }) => status === 'unknown') ??
    faults[0];
  if (worst === undefined) {
    const { keys, encoding } = facts.dsn ?? {};
    const message = [keys?.DRIVER, encoding && encodingTexts[encoding]].join(', ');
    return { status: 'pass', message, expected, evidence: seen };
  }
  return {
    status: worst.status,
    message: worst.message,
    expected,
    found: faults.map(({ found, message }) => found ?? message).join('; '),
    evidence: seen,
    remedy: fix(faults.map(({ why }) => why).join(' '), ...faults.flatMap(({ steps }) => steps)),
  };
}

function faultsOf({ facts, uses }: SqlInput<DsnFacts>): readonly DsnFault[] {
  const { dsn, problem, path } = facts;
  if (dsn === undefined) return [unreadable(path, problem?.code ?? '', problem?.text ?? '')];
  if (!dsn.hasSection)
    return [
      ...encodingFaults(dsn, path),
      fails(
        'no section [ODBC]',
        'A file DSN begins with the line [ODBC]; without it ODBC finds nothing in the file.',
        by.server('Make the file anew in "ODBC Data Sources (64-bit)", tab File DSN', 'odbcad32.exe'),
      ),
    ];
  const login = uses.of(sqlLogin);
  return [
    ...encodingFaults(dsn, path),
    ...driverFaults(dsn, uses.of(sqlDriver)),
    ...targetFaults(facts, dsn, login),
    ...encryptionFaults(dsn, login),
    ...switchFaults(dsn),
    ...passwordFaults(dsn),
    ...accessFaults(facts),
    ...unreadFaults(facts),
  ];
}

function driverFaults({ keys }: FileDsn, drivers: DriverFacts | undefined): DsnFault[] {
  const driver = keys.DRIVER;
  if (driver === undefined || driver === '')
    return [
      fails(
        'no DRIVER in it',
        'The file does not say which driver to load.',
        by.server('Add under [ODBC] the line', 'DRIVER=ODBC Driver 18 for SQL Server'),
      ),
    ];
  if (drivers === undefined || drivers.names.state !== 'seen') return [];
  const installed = namesOf(drivers.names);
  if (installed.some((one) => same(one, driver))) return [];
  const only32 = namesOf(drivers.names32).some((one) => same(one, driver));
  return [
    fails(
      only32 ? `in 32 bits only: ${driver}` : `not installed: ${driver}`,
      'The connector loads the 64-bit driver of exactly this name.',
      by.server(
        `Install it as 64 bits, or name one that is there: ${installed.slice(0, 8).join(', ') || 'none is'}`,
      ),
    ),
  ];
}

function targetFaults(
  { target, self, alias, engine }: DsnFacts,
  { keys }: FileDsn,
  login: LoginFacts | undefined,
): DsnFault[] {
  if (engine !== 'sqlserver') return [];
  const faults: DsnFault[] = [];
  const written = keys.SERVER ?? keys.ADDR ?? keys.ADDRESS ?? '';
  const { server, port, instance, database } = target;
  const wanted = {
    ...parseServer(server, undefined, self),
    ...defined({ port, instance: instance?.toLowerCase() }),
  };
  const there = parseServer(written, alias, self);
  // An instance is found at some port: a DSN that names that port leads to the same place.
  const actual = login?.reached?.port;
  const reached = actual === undefined ? wanted : { host: wanted.host, port: actual };
  const mine = instance === undefined ? `${server},${port ?? 1433}` : `${server}\\${instance}`;
  if (written === '' || !(sameServer(there, wanted) || sameServer(there, reached)))
    faults.push({
      ...warns(
        written === '' ? 'no SERVER in it' : `another server: ${written}`,
        'The doctor looked at one server, and the connector will go to another.',
        by.server('Correct one of them; in the DSN that would be', `SERVER=tcp:${mine}`),
      ),
      found: `SERVER is ${written || 'not set'}${alias === undefined ? '' : ` (an alias of ${there.host})`}, the target is ${mine}`,
    });
  const named = keys.DATABASE;
  if (named === undefined || !same(named, database))
    faults.push(
      warns(
        named === undefined ? 'no DATABASE in it' : `another database: ${named}`,
        named === undefined
          ? "Without it the login's default database is used."
          : 'The doctor looked at one database, and the connector will use another.',
        by.server('Write in the DSN', `DATABASE=${database}`),
      ),
    );
  return faults;
}

function switchFaults({ keys }: FileDsn): DsnFault[] {
  if (driverKind(keys.DRIVER ?? '') !== 'mysql') return [];
  const { mysqlSwitches } = requirement('SQL-12').values;
  const missing = mysqlSwitches.filter((one) => {
    const [name = '', value = ''] = one.split('=');
    return keys[name.toUpperCase()] !== value;
  });
  if (missing.length === 0) return [];
  return [
    warns(
      `${missing.join(', ')} not set`,
      'The connector needs these switches with the MySQL driver.',
      by.server('Add under [ODBC]', missing.join('\n')),
    ),
  ];
}

function passwordFaults({ password }: FileDsn): DsnFault[] {
  if (!password) return [];
  return [
    warns(
      'a password in clear in it',
      "The connector's own page Connectivity takes user and password and keeps them encrypted; they count over the file.",
      by.server('Delete the line PWD= from the file, and change the password: it may have been read'),
    ),
  ];
}

function evidenceOf({ path, dsn, serviceMayRead, alias }: DsnFacts): Evidence[] {
  return [
    ...evidence({ File: path, Encoding: dsn && encodingTexts[dsn.encoding] }),
    ...Object.entries(dsn?.keys ?? {})
      .slice(0, 30)
      .map(([label, value]) => ({ label, value })),
    ...evidence({
      PWD: dsn?.password === true ? 'set (not shown)' : undefined,
      Alias: alias,
      'Readable by NETWORK SERVICE': serviceMayRead === undefined ? undefined : serviceMayRead ? 'yes' : 'no',
    }),
  ];
}
