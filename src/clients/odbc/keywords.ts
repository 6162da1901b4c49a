import { defined } from '../../base/defined.ts';
import { portNumberOf } from '../../base/whole-number.ts';
import { isLoopback } from '../../platform/proxy-selection.ts';
import type { Engine } from '../../settings/schema.ts';
import type { Keyword } from './connection-string.ts';

/** What the keywords of a file DSN say about a connection (each driver's own page on its keywords). */

export type Leads = { readonly server: string; readonly port?: number; readonly database: string };

type Keys = Readonly<Record<string, string>>;

/** The account of a file, in every spelling: `.ecmarc`'s stands in its place. */
const accountKeys: readonly string[] = ['UID', 'USER', 'USERNAME', 'USER ID', 'LOGINID', 'PWD', 'PASSWORD'];

/** For a driver manager that does not expand FILEDSN itself (unixODBC): the file's keywords, with this account. */
export function fileKeywords(keys: Keys, account: readonly Keyword[]): readonly Keyword[] {
  const rest = Object.entries(keys).filter(([name]) => name !== 'DRIVER' && !accountKeys.includes(name));
  return [['DRIVER', keys.DRIVER ?? ''], ...account, ...rest];
}

/** Where the file leads: its own words for server, port and database. */
export function leadsTo(keys: Keys, engine: Engine): Leads {
  const written =
    keys.SERVER ?? keys.SERVERNAME ?? keys.HOSTNAME ?? keys.HOST ?? keys.ADDRESS ?? keys.ADDR ?? '';
  const [host = '', behind] = written.replace(/^(tcp|np|lpc|admin):/i, '').split(',');
  const database = keys.DATABASE ?? keys.DB ?? keys.DBQ ?? '';
  // Oracle's one keyword holds all three; a name of tnsnames.ora none.
  const easy = engine === 'oracle' ? /^(?:\/\/)?([^:/]+)(?::(\d+))?\/(.+)$/.exec(database) : null;
  if (easy !== null)
    return {
      server: easy[1] ?? '',
      ...defined({ port: portNumberOf(easy[2]) }),
      database: easy[3] ?? '',
    };
  return { server: host.trim(), ...defined({ port: portNumberOf(keys.PORT ?? behind) }), database };
}

/** Are they certainly two machines? A short name and a whole one may be one: only a look-up would tell. */
export function isOtherServer(written: string, wanted: string, self: string): boolean {
  const [one, other] = [written, wanted].map((name) => {
    const plain = name.trim().toLowerCase().replace(/\.$/, '');
    return isLoopback(plain) || plain === '.' || plain === self.toLowerCase() ? '' : plain;
  });
  if (one === undefined || other === undefined || one === other) return false;
  const isAddress = (name: string) => /^[\d.]+$|:/.test(name);
  if (isAddress(one) || isAddress(other)) return isAddress(one) && isAddress(other);
  return !(one.startsWith(`${other}.`) || other.startsWith(`${one}.`));
}

/** Keywords by which drivers write down what they do (psqlODBC: B2, B3; SAVEFILE keeps the account itself). */
export const listening: readonly string[] = [
  ...['COMMLOG', 'B3', 'DEBUG', 'B2', 'TRACE', 'TRACELEVEL', 'TRACEFILE', 'TRACEFILENAME', 'DUMPFILE'],
  ...['LOGFILE', 'LOG_QUERY', 'QUERYLOG_ON', 'STATSLOG_ON', 'SAVEFILE'],
];

/** Keywords by which they run statements of their own at each log-in. */
export const running: readonly string[] = ['CONNSETTINGS', 'A6', 'INITSTMT', 'STMT', 'INIT_COMMAND'];

export function harmful(keys: Keys): readonly string[] {
  const named = [...listening, ...running].filter((name) => {
    const value = keys[name]?.trim().toLowerCase() ?? '';
    return value !== '' && !['0', 'no', 'off', 'false'].includes(value);
  });
  return [
    ...named,
    ...(foldedLogs(keys) ? ['CX'] : []),
    ...['OPTION', 'OPTIONS'].filter((name) => optionLogs(keys, name)),
  ];
}

/** MySQL's and MariaDB's drivers fold theirs too: DEBUG is 4, LOG_QUERY 524288. */
function optionLogs(keys: Keys, name: string): boolean {
  return /^my|^maria/.test(spokenBy(keys.DRIVER ?? '') ?? '') && (Number(keys[name]) & (4 | 524_288)) !== 0;
}

/** psqlODBC's own dialogue folds its switches into one: a count of two digits, and bits, of which two are its logs. */
function foldedLogs({ CX = '' }: Keys): boolean {
  const bits = /^[\da-f]{2}([\da-f]+)$/i.exec(CX.trim())?.[1] ?? '';
  return (Number.parseInt(bits, 16) & 0xc00) !== 0;
}

/** May the password cross the network in clear, by the file's own keywords? Microsoft's drivers encrypt a log-in always. */
export function mayBeClear(keys: Keys, engine: Engine): boolean {
  if (isLoopback(leadsTo(keys, engine).server)) return false;
  const says = (name: string, ...values: readonly string[]) =>
    values.includes(keys[name]?.trim().toLowerCase() ?? '');
  switch (spokenBy(keys.DRIVER ?? '') ?? engine) {
    case 'postgresql':
      return !demandedOfPsql(keys);
    case 'mariadb':
      // FORCETLS alone logs in in clear where the server offers no encryption, and SSLMODE is not its own.
      return !says('SSLVERIFY', '1') && (keys.TLSPEERFP ?? '') === '';
    case 'mysql':
      // SSLVERIFY alone logs in in clear where the server offers no encryption, and since 8.0 it does nothing.
      return !['SSLMODE', 'SSL_MODE'].some((name) => says(name, 'required', 'verify_ca', 'verify_identity'));
    case 'db2':
      return !says('SECURITY', 'ssl');
    default:
      return false;
  }
}

/** Whose keywords they are, by the driver that is named: `other` has its rows through any of them. */
export function spokenBy(driver: string): 'postgresql' | 'mariadb' | 'mysql' | undefined {
  if (/maria|libmaodbc/i.test(driver)) return 'mariadb';
  if (/mysql|libmyodbc/i.test(driver)) return 'mysql';
  return /^postgresql|psqlodbc/i.test(driver) ? 'postgresql' : undefined;
}

/** psqlODBC reads the first letters, small ones alone; anything else is no encryption. The last of two names counts. */
function demandedOfPsql({ SSLMODE, CA }: Keys): boolean {
  const modes = [SSLMODE, CA].filter((mode) => mode !== undefined);
  return modes.length > 0 && modes.every((mode) => /^(r|v[fc]|verify-(full|ca)$)/.test(mode));
}
