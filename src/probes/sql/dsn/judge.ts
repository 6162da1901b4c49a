import { defined } from '../../../base/defined.ts';
import type { LoginFacts } from '../../../clients/sql/tds/open-session.ts';
import type { Evidence, JudgeInput, Verdict } from '../../../engine/probe.ts';
import type { FileDsn } from '../../../formats/dsn/file-dsn.ts';
import { requirement } from '../../../requirements/index.ts';
import type { Settings } from '../../../settings/schema.ts';
import { isOursAlone } from '../../common/certificate-words.ts';
import { type DriverFacts, namesOf } from '../driver/judge.ts';
import { driverGeneration, driverKind, same } from '../driver-names.ts';
import type { DsnFacts } from './collect.ts';
import { encodingFinding, encodingTexts, type Finding, unreadable } from './file-faults.ts';
import { parseServer, sameServer } from './server-names.ts';

type Input = JudgeInput<Settings, DsnFacts>;

const expected = 'UTF-8, with [ODBC], an installed driver, and the server and database of the target';

export function judgeDsn(input: Input): Verdict {
  const { facts } = input;
  const evidence = evidenceOf(facts);
  const found = findings(input);
  const worst = found.find(({ status }) => status === 'fail') ?? found[0];
  if (worst === undefined)
    return {
      status: 'pass',
      message: [
        facts.dsn?.keys.DRIVER,
        ...(facts.dsn === undefined ? [] : [encodingTexts[facts.dsn.encoding]]),
      ].join(', '),
      expected,
      evidence,
    };
  return {
    status: worst.status,
    message: worst.message,
    expected,
    found: found.map((one) => one.found ?? one.message).join('; '),
    evidence,
    remedy: {
      why: found.map(({ why }) => why).join(' '),
      steps: found.flatMap(({ steps }) => steps),
      links: [],
    },
  };
}

function findings({ facts, uses }: Input): readonly Finding[] {
  const { dsn, problem, path } = facts;
  if (dsn === undefined) return [unreadable(path, problem?.code ?? '', problem?.text ?? '')];
  if (!dsn.hasSection)
    return [
      ...encodingFinding(dsn, path),
      {
        status: 'fail',
        message: 'no section [ODBC]',
        why: 'A file DSN begins with the line [ODBC]; without it ODBC finds nothing in the file.',
        steps: [
          {
            text: 'Make the file anew in "ODBC Data Sources (64-bit)", tab File DSN',
            command: 'odbcad32.exe',
            owner: 'server',
          },
        ],
      },
    ];
  return [
    ...encodingFinding(dsn, path),
    ...driverFindings(dsn, uses(facts.driverRow) as DriverFacts | undefined),
    ...targetFindings(facts, dsn, uses(facts.loginRow) as LoginFacts | undefined),
    ...encryptionFinding(dsn, uses(facts.loginRow) as LoginFacts | undefined),
    ...switchFinding(dsn),
    ...passwordFinding(dsn),
    ...accessFinding(facts),
  ];
}

function driverFindings({ keys }: FileDsn, drivers: DriverFacts | undefined): Finding[] {
  const driver = keys.DRIVER;
  if (driver === undefined || driver === '')
    return [
      {
        status: 'fail',
        message: 'no DRIVER in it',
        why: 'The file does not say which driver to load.',
        steps: [
          {
            text: 'Add under [ODBC] the line',
            command: 'DRIVER=ODBC Driver 18 for SQL Server',
            owner: 'server',
          },
        ],
      },
    ];
  const names = drivers?.names;
  if (names === undefined || names.state !== 'seen') return [];
  const installed = namesOf(names);
  if (installed.some((one) => same(one, driver))) return [];
  const only32 = drivers !== undefined && namesOf(drivers.names32).some((one) => same(one, driver));
  return [
    {
      status: 'fail',
      message: only32 ? `in 32 bits only: ${driver}` : `not installed: ${driver}`,
      why: 'The connector loads the 64-bit driver of exactly this name.',
      steps: [
        {
          text: `Install it as 64 bits, or name one that is there: ${installed.slice(0, 8).join(', ') || 'none is'}`,
          owner: 'server',
        },
      ],
    },
  ];
}

function targetFindings(
  { target, self, alias, engine }: DsnFacts,
  { keys }: FileDsn,
  login: LoginFacts | undefined,
): Finding[] {
  if (engine === 'other') return [];
  const written = keys.SERVER ?? keys.ADDR ?? keys.ADDRESS ?? '';
  const { server, port, instance, database } = target;
  const wanted = {
    ...parseServer(server, undefined, self),
    ...defined({ port }),
    ...(instance === undefined ? {} : { instance: instance.toLowerCase() }),
  };
  const there = parseServer(written, alias, self);
  // An instance is found at some port: a DSN that names that port leads to the same place.
  const actual = login?.reached?.port;
  const found = actual === undefined ? wanted : { host: wanted.host, port: actual };
  const mine = instance === undefined ? `${server},${port ?? 1433}` : `${server}\\${instance}`;
  return [
    ...(written !== '' && (sameServer(there, wanted) || sameServer(there, found))
      ? []
      : [
          {
            status: 'warn' as const,
            message: written === '' ? 'no SERVER in it' : `another server: ${written}`,
            found: `SERVER is ${written || 'not set'}${alias === undefined ? '' : ` (an alias of ${there.host})`}, the target is ${mine}`,
            why: 'The doctor looked at one server, and the connector will go to another.',
            steps: [
              {
                text: 'Correct one of them; in the DSN that would be',
                command: `SERVER=tcp:${mine}`,
                owner: 'server' as const,
              },
            ],
          },
        ]),
    ...(keys.DATABASE !== undefined && same(keys.DATABASE, database)
      ? []
      : [
          {
            status: 'warn' as const,
            message: keys.DATABASE === undefined ? 'no DATABASE in it' : `another database: ${keys.DATABASE}`,
            why:
              keys.DATABASE === undefined
                ? "Without it the login's default database is used."
                : 'The doctor looked at one database, and the connector will use another.',
            steps: [{ text: 'Write in the DSN', command: `DATABASE=${database}`, owner: 'server' as const }],
          },
        ]),
  ];
}

/** Driver 18 encrypts and checks the certificate unless it is told not to; 17 does neither. */
function encryptionFinding({ keys }: FileDsn, login: LoginFacts | undefined): Finding[] {
  const driver = keys.DRIVER ?? '';
  const generation = driverGeneration(driver);
  const encrypt = keys.ENCRYPT?.toLowerCase();
  const on =
    encrypt === undefined ? (generation ?? 0) >= 18 : !['no', 'optional', 'false', '0'].includes(encrypt);
  const trusts =
    ['yes', 'true', '1'].includes(keys.TRUSTSERVERCERTIFICATE?.toLowerCase() ?? '') && encrypt !== 'strict';
  if (!on || trusts || driverKind(driver) !== 'current' || login === undefined) return [];
  if (login.encryption === 'none')
    return [
      {
        status: 'warn',
        message: 'it encrypts, .ecmarc does not',
        found: `${encrypt === undefined ? `driver ${generation} encrypts and checks the certificate unless it is told not to` : `Encrypt=${encrypt}`}, and encrypt is false in .ecmarc`,
        why: 'The doctor logged in without encryption, so it did not see the certificate that the driver will check.',
        steps: [
          {
            text: 'Let .ecmarc say what the DSN says, then the certificate is looked at',
            command: 'encrypt: true',
          },
          {
            text: 'Or, where the network itself is protected, write in the DSN',
            command: 'Encrypt=no',
            owner: 'server',
          },
        ],
      },
    ];
  const named =
    keys.HOSTNAMEINCERTIFICATE !== undefined && login.problem?.code === 'ERR_TLS_CERT_ALTNAME_INVALID';
  const seen = login.reached?.tls;
  const windows = login.reached?.platform === 'win32';
  const bad = seen !== undefined && (seen.trustedBy === null || (windows && isOursAlone(seen)));
  if (!bad || named) return [];
  return [
    {
      status: 'fail',
      message:
        encrypt === undefined
          ? `driver ${generation} will refuse the certificate`
          : 'the certificate will be refused',
      found: `${encryptText(encrypt)}, and this server does not trust the certificate of SQL Server`,
      why:
        encrypt === undefined
          ? `${requirement('SQL-11').statement} A DSN that works with driver 17 fails with 18 for this reason.`
          : 'The DSN asks for encryption, so the driver checks the certificate.',
      steps: [
        {
          text: 'Best: give SQL Server a certificate that this server trusts (row "Logs in as the service account")',
          owner: 'database',
        },
        {
          text: 'Or, where only the name differs, say which one the certificate has (in place of NAME)',
          command: 'HostNameInCertificate=NAME',
          owner: 'server',
        },
        // With strict the driver checks in any case.
        ...(encrypt === 'strict'
          ? []
          : [
              {
                text: 'Or, where the network itself is protected',
                command: 'TrustServerCertificate=yes',
                owner: 'server' as const,
              },
            ]),
      ],
    },
  ];
}

function encryptText(encrypt: string | undefined): string {
  if (encrypt === undefined)
    return 'Encrypt is not set, and this driver has it on by default; TrustServerCertificate is off';
  return encrypt === 'strict'
    ? 'Encrypt=strict, with which TrustServerCertificate counts for nothing'
    : `Encrypt=${encrypt}, TrustServerCertificate is off`;
}

function switchFinding({ keys }: FileDsn): Finding[] {
  if (driverKind(keys.DRIVER ?? '') !== 'mysql') return [];
  const { mysqlSwitches } = requirement('SQL-12').values;
  const missing = mysqlSwitches.filter((one) => {
    const [name = '', value = ''] = one.split('=');
    return keys[name.toUpperCase()] !== value;
  });
  if (missing.length === 0) return [];
  return [
    {
      status: 'warn',
      message: `${missing.join(', ')} not set`,
      why: 'The connector needs these switches with the MySQL driver.',
      steps: [{ text: 'Add under [ODBC]', command: missing.join('\n'), owner: 'server' }],
    },
  ];
}

function passwordFinding({ password }: FileDsn): Finding[] {
  if (!password) return [];
  return [
    {
      status: 'warn',
      message: 'a password in clear in it',
      why: "The connector's own page Connectivity takes user and password and keeps them encrypted; they count over the file.",
      steps: [
        {
          text: 'Delete the line PWD= from the file, and change the password: it may have been read',
          owner: 'server',
        },
      ],
    },
  ];
}

function accessFinding({ serviceMayRead, path }: DsnFacts): Finding[] {
  const profile = /^[a-z]:\\users\\/i.test(path);
  if (serviceMayRead === true || (serviceMayRead === undefined && !profile)) return [];
  return [
    {
      status: serviceMayRead === false ? 'fail' : 'warn',
      message: serviceMayRead === false ? 'the service may not read it' : "it lies in a person's folder",
      why: "The connector host runs as NETWORK SERVICE, which does not see the folders of people (this is our conclusion, not confirmed by Microsoft's documents).",
      steps: [
        {
          text: 'Move it, for instance to C:\\ProgramData\\ECMA, and correct dsn in .ecmarc',
          owner: 'server',
        },
        {
          text: 'Or let the service read it',
          command: `icacls "${path}" /grant *S-1-5-20:R`,
          owner: 'server',
        },
      ],
    },
  ];
}

function evidenceOf({ path, dsn, serviceMayRead, alias }: DsnFacts): Evidence[] {
  return [
    { label: 'File', value: path },
    ...(dsn === undefined ? [] : [{ label: 'Encoding', value: encodingTexts[dsn.encoding] }]),
    ...Object.entries(dsn?.keys ?? {})
      .slice(0, 30)
      .map(([label, value]) => ({ label, value })),
    ...(dsn?.password === true ? [{ label: 'PWD', value: 'set (not shown)' }] : []),
    ...(alias === undefined ? [] : [{ label: 'Alias', value: alias }]),
    ...(serviceMayRead === undefined
      ? []
      : [{ label: 'Readable by NETWORK SERVICE', value: serviceMayRead ? 'yes' : 'no' }]),
  ];
}
