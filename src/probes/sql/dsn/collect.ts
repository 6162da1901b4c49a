import { defined } from '../../../base/defined.ts';
import { type FileDsn, readFileDsn } from '../../../formats/dsn/file-dsn.ts';
import { isForeign } from '../../../platform/paths.ts';
import { allows } from '../../../platform/windows/access-list.ts';
import type { WindowsReader } from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { opened } from '../../common/windows-answers.ts';
import { question, registryKey } from '../../common/windows-questions.ts';
import type { SqlContext } from '../define.ts';
import type { DsnFacts } from './facts.ts';
import { readSource, sourceNamed } from './source.ts';

/** More than this is no DSN. */
const mostBytes = 64 * 1024;

const aliasKey = 'HKLM\\SOFTWARE\\Microsoft\\MSSQLServer\\Client\\ConnectTo';
/** FILE_GENERIC_READ (winnt.h). */
const genericRead = 0x120089;
/** NETWORK SERVICE, as which the host runs, and the groups that its token has on every Windows. */
const serviceSids: ReadonlySet<string> = new Set([
  requirement('HOST-06').values.networkService,
  'S-1-1-0',
  'S-1-5-6',
  'S-1-5-11',
  'S-1-5-32-545',
]);

export async function collectDsn(context: SqlContext, signal: AbortSignal): Promise<DsnFacts> {
  const { dsn: path = '', server, database, port, instance, engine } = context.scope.target;
  const { platform } = context;
  const target = { server, database, ...defined({ port, instance }) };
  const base = { path, target, engine, self: platform.machine().hostName };
  if (isForeign(path, platform)) {
    const problem = { code: 'FOREIGN_PATH', text: 'a path of Windows' };
    return { ...base, problem, usable: false };
  }
  const file = await platform.files.read(path, mostBytes, signal);
  if (!file.ok) return { ...base, problem: file.problem, usable: false };
  const dsn = readFileDsn(file.bytes);
  const windows = await platform.windows?.();
  const more = windows === undefined ? {} : await ofWindows(windows, path, dsn);
  return { ...base, dsn, ...more, usable: true };
}

async function ofWindows(
  windows: WindowsReader,
  path: string,
  dsn: FileDsn,
): Promise<Pick<DsnFacts, 'alias' | 'serviceMayRead' | 'source' | 'unread'>> {
  const rights = question('who may read the file', (reader) => reader.access(path));
  const access = opened({ rights }, { rights: await rights.ask(windows) });
  const sourceName = sourceNamed(dsn);
  const source = sourceName === undefined ? undefined : await readSource(windows, sourceName);
  const keys = { ...source?.keys, ...dsn.keys };
  const name = keys.ADDRESS || keys.ADDR || keys.SERVER || '';
  const aliases = registryKey('the aliases of SQL Server', aliasKey, { [name]: 'text' });
  const alias = name === '' ? undefined : opened({ aliases }, { aliases: await aliases.ask(windows) });
  const list = access.ok ? access.values.rights : undefined;
  const unread = [access, alias].flatMap((read) =>
    read === undefined || read.ok ? [] : [read.verdict.found ?? read.verdict.message],
  );
  return defined({
    source,
    serviceMayRead: list && allows(list, serviceSids, genericRead),
    alias: alias?.ok ? alias.values.aliases[name] : undefined,
    unread: unread.length === 0 ? undefined : unread,
  });
}
