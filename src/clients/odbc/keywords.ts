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

/** Keywords that make a driver write down what is sent, or run statements of their own. */
const listening = ['COMMLOG', 'B3', 'DEBUG', 'B2', 'TRACE', 'TRACEFILE', 'TRACEFILENAME', 'DUMPFILE'];
const running = ['CONNSETTINGS', 'A6', 'INITSTMT', 'STMT'];

export function harmful(keys: Keys): readonly string[] {
  return [...listening, ...running].filter((name) => {
    const value = keys[name]?.trim().toLowerCase() ?? '';
    return value !== '' && !['0', 'no', 'off', 'false'].includes(value);
  });
}

/** May the password cross the network in clear, by the file's own keywords? SQL Server's drivers encrypt a log-in always. */
export function mayBeClear(keys: Keys, engine: Engine): boolean {
  if (isLoopback(leadsTo(keys, engine).server)) return false;
  const says = (name: string, ...values: readonly string[]) =>
    values.includes(keys[name]?.trim().toLowerCase() ?? '');
  switch (engine) {
    case 'postgresql':
      return !says('SSLMODE', 'require', 'verify-ca', 'verify-full') && !says('CA', 'r', 'c', 'f');
    case 'mysql':
      return (
        !says('SSLMODE', 'required', 'verify_ca', 'verify_identity') &&
        !says('FORCETLS', '1') &&
        !says('SSLVERIFY', '1')
      );
    case 'db2':
      return !says('SECURITY', 'ssl');
    default:
      return false;
  }
}
