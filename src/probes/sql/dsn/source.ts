import { type FileDsn, keptValue } from '../../../formats/dsn/file-dsn.ts';
import type { WindowsReader } from '../../../platform/windows/types.ts';
import { by } from '../../common/fix.ts';
import { opened } from '../../common/windows-answers.ts';
import { registryKey } from '../../common/windows-questions.ts';
import type { DataSource, DsnFacts } from './facts.ts';
import { type DsnFault, fails, warns } from './fault.ts';

/**
 * A file with `DSN=NAME` in place of DRIVER (or before it: the first counts) leads to a data source of the machine
 * (SQLDriverConnect, "Connecting using file data sources": an unshareable file).
 */
export function sourceNamed({ keys }: FileDsn): string | undefined {
  const first = Object.keys(keys).find((one) => one === 'DRIVER' || one === 'DSN');
  return first === 'DSN' && keys.DSN !== '' ? keys.DSN : undefined;
}

const sources = 'HKLM\\SOFTWARE\\ODBC\\ODBC.INI';
const asked = {
  Server: 'text',
  Address: 'text',
  Addr: 'text',
  Network: 'text',
  Failover_Partner: 'text',
  Database: 'text',
  ApplicationIntent: 'text',
  Trusted_Connection: 'text',
  Authentication: 'text',
  Encrypt: 'text',
  TrustServerCertificate: 'text',
  HostnameInCertificate: 'text',
  AttachDBFileName: 'text',
  Replication: 'text',
  ServerCertificate: 'text',
  ClientCertificate: 'text',
  ServerSPN: 'text',
} as const;

/** A system data source, as services have them; one of the user's is none of theirs. */
export async function readSource(windows: WindowsReader, name: string): Promise<DataSource> {
  const list = registryKey('the system data sources', `${sources}\\ODBC Data Sources`, { [name]: 'text' });
  // A name of one source must not lead to another key.
  const path = `${sources}\\${name.replaceAll('\\', '')}`;
  const entry = registryKey(`the data source ${name}`, path, asked);
  const read = opened({ list, entry }, { list: await list.ask(windows), entry: await entry.ask(windows) });
  if (!read.ok) return { name, state: 'not-seen' };
  const driver = read.values.list[name];
  if (driver === undefined) return { name, state: 'absent' };
  const keys = Object.entries(read.values.entry).flatMap(([one, value]) => {
    const keyword = one.toUpperCase();
    const kept = value === undefined ? undefined : keptValue(keyword, value);
    return kept === undefined ? [] : [[keyword, kept] as const];
  });
  return { name, state: 'found', keys: { DRIVER: driver, ...Object.fromEntries(keys) } };
}

export const sourceTexts: Readonly<Record<DataSource['state'], string>> = {
  found: 'a system data source',
  absent: 'no system data source',
  'not-seen': 'not seen',
};

/** The keywords that hold, those of the file over those of the source; none where the source was not seen. */
export function withSource(
  dsn: FileDsn,
  { source }: DsnFacts,
): { readonly effective?: FileDsn; readonly faults: readonly DsnFault[] } {
  const name = sourceNamed(dsn);
  if (name === undefined) return { effective: dsn, faults: [] };
  const own = by.server(
    'Make a file DSN that names driver and server itself, in "ODBC Data Sources (64-bit)", tab File DSN',
    'odbcad32.exe',
  );
  const why = `The file names only a data source of the machine, DSN=${name}: driver, server and database stand in the registry of each machine.`;
  switch (source?.state) {
    case 'found': {
      const { DSN: _, DRIVER: __, ...rest } = dsn.keys;
      const keys = { ...source.keys, ...rest };
      return { effective: { ...dsn, keys }, faults: [warns(`only a name in it: DSN=${name}`, why, own)] };
    }
    case 'absent':
      return {
        faults: [
          fails(
            `no data source ${name} for services`,
            `${why} This machine has no 64-bit system data source of that name.`,
            own,
          ),
        ],
      };
    case 'not-seen':
    case undefined:
      return {
        faults: [
          {
            status: 'unknown',
            message: `only a name in it: DSN=${name}`,
            why: `${why} It could not be followed here.`,
            steps: [own],
          },
        ],
      };
  }
}
