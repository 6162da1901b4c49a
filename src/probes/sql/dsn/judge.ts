import { defined } from '../../../base/defined.ts';
import { byDriverAlone } from '../../../clients/sql/account.ts';
import type { Evidence, Verdict } from '../../../engine/probe.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { requirement } from '../../../requirements/index.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { evidence } from '../../common/evidence.ts';
import { by, fix } from '../../common/fix.ts';
import { isOther, type SqlInput } from '../define.ts';
import type { DriverFacts } from '../driver/facts.ts';
import { sqlDriver } from '../driver/facts.ts';
import { installStep, packageOf } from '../driver/packages.ts';
import { couldServe, driverKind, isBroken, namesOf, same } from '../driver-names.ts';
import { supportOf } from '../driver-support.ts';
import { sqlLogin } from '../login/facts.ts';
import { speechOf } from '../speech.ts';
import { accountFaults } from './account.ts';
import { encryptionFaults } from './encryption.ts';
import type { DsnFacts } from './facts.ts';
import { type DsnFault, fails, warns } from './fault.ts';
import { accessFaults, encodingFaults, encodingTexts, pathFaults, unreadable, unreadFaults } from './file.ts';
import { loggingFaults } from './logging.ts';
import { placeFaults } from './place.ts';
import { otherPlaceFaults } from './place-others.ts';
import { sourceTexts, withSource } from './source.ts';

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
    const support = supportOf(keys?.DRIVER ?? '', input.observedAt);
    const found = support?.state === 'note' ? `${keys?.DRIVER}: ${support.text}` : undefined;
    return { status: 'pass', message, expected, ...defined({ found }), evidence: seen };
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

function faultsOf(input: SqlInput<DsnFacts>): readonly DsnFault[] {
  const { facts } = input;
  const { dsn, problem, path } = facts;
  if (dsn === undefined) return [unreadable(path, problem?.code ?? '', problem?.text ?? '')];
  if (!dsn.hasSection)
    return [
      ...pathFaults(facts),
      ...encodingFaults(dsn, path),
      fails(
        'no section [ODBC]',
        'A file DSN begins with the line [ODBC]; without it ODBC finds nothing in the file.',
        by.server('Make the file anew in "ODBC Data Sources (64-bit)", tab File DSN', 'odbcad32.exe'),
      ),
    ];
  return [...pathFaults(facts), ...encodingFaults(dsn, path), ...contentFaults(input, dsn)];
}

/** What its keywords lead to, together with those of the data source that it names. */
function contentFaults(
  { facts, uses, scope, observedAt }: SqlInput<DsnFacts>,
  dsn: FileDsn,
): readonly DsnFault[] {
  const followed = withSource(dsn, facts);
  const { effective } = followed;
  // Through the driver nothing was seen of the certificate.
  const login = isOther(scope.target) || byDriverAlone(scope.target) ? undefined : uses.of(sqlLogin);
  const rest = [
    ...loggingFaults(dsn),
    ...passwordFaults(dsn),
    ...accessFaults(facts),
    ...unreadFaults(facts),
  ];
  if (effective === undefined) return [...followed.faults, ...lineFaults(dsn), ...rest];
  const drivers = uses.of(sqlDriver);
  return [
    ...followed.faults,
    ...lineFaults(dsn),
    ...driverFaults(effective, facts.engine, drivers, observedAt),
    ...placeFaults(facts, effective, login),
    ...otherPlaceFaults(facts, effective, scope.target),
    ...accountFaults(effective, scope.target, drivers),
    ...encryptionFaults(effective, login, scope.target, facts.alias),
    ...switchFaults(effective),
    ...rest,
  ];
}

function lineFaults({ oneLine }: FileDsn): DsnFault[] {
  if (!oneLine) return [];
  return [
    fails(
      'one line instead of lines',
      'A file DSN has one keyword a line. What stands behind the first semicolon becomes part of the first value, so that no driver or server of that name is found.',
      by.server('Write each keyword on a line of its own, without semicolons'),
    ),
  ];
}

function driverFaults(
  { keys }: FileDsn,
  engine: SqlTarget['engine'],
  drivers: DriverFacts | undefined,
  observedAt: string,
): DsnFault[] {
  const driver = keys.DRIVER;
  if (driver === undefined || driver === '')
    return [
      fails(
        'no DRIVER in it',
        'The file does not say which driver to load.',
        by.server(
          'Add under [ODBC] the line',
          `DRIVER=${packageOf(engine)?.driver ?? 'ODBC Driver 18 for SQL Server'}`,
        ),
      ),
    ];
  return [...kindFaults(driver, engine, observedAt), ...installedFaults(driver, drivers)];
}

/** SQL-02. Support of drivers: "Support lifecycle" of Microsoft's ODBC driver. */
function kindFaults(driver: string, engine: SqlTarget['engine'], observedAt: string): DsnFault[] {
  const kind = driverKind(driver);
  const install = by.server(
    'Install "Microsoft ODBC Driver 18 for SQL Server" (64-bit), and write in the DSN',
    'DRIVER=ODBC Driver 18 for SQL Server',
  );
  if (engine === 'sqlserver' && (kind === 'mysql' || kind === 'oracle' || kind === 'other-engine'))
    return [
      fails(
        `a driver for another database: ${driver}`,
        'The target is SQL Server, and this driver speaks to another kind of database.',
        install,
        by.server('Or correct engine in .ecmarc'),
      ),
    ];
  if (engine !== 'sqlserver') {
    if (engine === 'other' || kind === 'other' || couldServe(engine, driver)) return [];
    return [
      fails(
        `a driver for another database: ${driver}`,
        `The target is ${speechOf(engine).product}, and this driver speaks to another kind of database.`,
        installStep(engine),
        by.server('Or correct engine in .ecmarc'),
      ),
    ];
  }
  if (kind === 'other')
    return [
      warns(
        `none of Microsoft's drivers: ${driver}`,
        'Microsoft names its own drivers for SQL Server. Which database this one speaks to, and how it encrypts, the doctor does not know.',
        install,
      ),
    ];
  const support = supportOf(driver, observedAt);
  if (support?.state !== 'over') return [];
  return [
    {
      ...warns(
        `retired driver: ${driver}`,
        'It gets no updates any more, may not speak TLS 1.2 with current servers, and knows none of their newer types.',
        install,
      ),
      found: `${driver}: ${support.text}`,
    },
  ];
}

function installedFaults(driver: string, drivers: DriverFacts | undefined): DsnFault[] {
  if (drivers === undefined || drivers.names.state !== 'seen') return [];
  const installed = namesOf(drivers.names);
  const seen = drivers.drivers.find(({ name }) => same(name, driver));
  if (seen !== undefined && isBroken(seen))
    return [
      fails(
        seen.gone === true ? `its file is missing: ${driver}` : `registered by name alone: ${driver}`,
        'The driver stands in the list of drivers, and what it needs to be loaded is not there.',
        by.server('Install the driver anew, as 64 bits'),
      ),
    ];
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

/** FLAG_NO_SSPS and FLAG_MULTI_STATEMENTS of the keyword OPTION (MySQL Connector/ODBC, "Connection parameters"). */
const optionBits: Readonly<Record<string, number>> = { NO_SSPS: 1_048_576, MULTI_STATEMENTS: 67_108_864 };

function switchFaults({ keys }: FileDsn): DsnFault[] {
  if (driverKind(keys.DRIVER ?? '') !== 'mysql') return [];
  const { mysqlSwitches } = requirement('SQL-12').values;
  const option = /^\d+$/.test(keys.OPTION ?? '') ? Number(keys.OPTION) : 0;
  const missing = mysqlSwitches.filter((one) => {
    const [name = '', value = ''] = one.split('=');
    const bit = optionBits[name] ?? 0;
    return keys[name.toUpperCase()] !== value && Math.floor(option / bit) % 2 !== 1;
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

function passwordFaults({ password, secrets = [] }: FileDsn): DsnFault[] {
  if (!password) return [];
  const ordinary = secrets.every((one) => one === 'PWD' || one === 'PASSWORD');
  if (!ordinary)
    return [
      {
        ...warns(
          'secrets in clear in it',
          'Everybody who may read the file reads them.',
          by.server('Delete these lines from the file, and change the secrets: they may have been read'),
        ),
        found: `secrets in clear under ${secrets.join(', ')}`,
      },
    ];
  return [
    warns(
      'a password in clear in it',
      "The connector's own page Connectivity takes user and password and keeps them encrypted; they count over the file.",
      by.server('Delete the line PWD= from the file, and change the password: it may have been read'),
    ),
  ];
}

function evidenceOf({ path, dsn, serviceMayRead, alias, source }: DsnFacts): Evidence[] {
  return [
    ...evidence({ File: path, Encoding: dsn && encodingTexts[dsn.encoding] }),
    ...Object.entries(dsn?.keys ?? {})
      .slice(0, 30)
      .map(([label, value]) => ({ label, value })),
    ...evidence({
      [dsn?.secrets?.join(', ') ?? 'PWD']: dsn?.password === true ? 'set (not shown)' : undefined,
      'Other keywords': dsn?.others === undefined ? undefined : `${dsn.others} (not shown)`,
      'Data source': source && `${source.name}: ${sourceTexts[source.state]}`,
      Alias: alias,
      'Readable by NETWORK SERVICE': serviceMayRead === undefined ? undefined : serviceMayRead ? 'yes' : 'no',
    }),
  ];
}
