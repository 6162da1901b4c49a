import { defined } from '../../../base/defined.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import type { Facts } from '../../../engine/facts.ts';
import { type FileDsn, readFileDsn } from '../../../formats/dsn/file-dsn.ts';
import type { Problem } from '../../../platform/types.ts';
import { allows } from '../../../platform/windows/access-list.ts';
import { valueIn } from '../../../platform/windows/registry-value.ts';
import type { WindowsReader } from '../../../platform/windows/types.ts';
import { requirement } from '../../../requirements/index.ts';
import { levels } from '../../../requirements/requirement.ts';
import type { SqlTarget } from '../../../settings/schema.ts';
import { onlyFor, sqlTargetOf, targetRow } from '../../common/target.ts';
import { isForeign } from '../../connector/places.ts';
import { idsIn, type MakeProbe, type Scope } from '../../describe.ts';
import { noDsn } from '../define.ts';
import { judgeDsn } from './judge.ts';

export interface DsnFacts extends Facts {
  readonly path: string;
  readonly problem?: Problem;
  readonly dsn?: FileDsn;
  readonly target: {
    readonly server: string;
    readonly database: string;
    readonly port?: number;
    readonly instance?: string;
  };
  readonly engine: SqlTarget['engine'];
  /** This machine's name: what `.` and `localhost` stand for. */
  readonly self: string;
  /** Of the client configuration of SQL Server, for the name in the DSN. */
  readonly alias?: string;
  /** May the account of the connector host read the file? Absent where it cannot be known. */
  readonly serviceMayRead?: boolean;
  /** Ids of the rows whose facts are read too. */
  readonly driverRow: string;
  readonly loginRow: string;
}

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

/** The file DSN by its bytes, and whether it leads where `.ecmarc` says. */
export const sqlDsn: MakeProbe = (scope) => {
  const target = sqlTargetOf(scope);
  return targetRow(scope, {
    id: 'sql.dsn',
    title: 'File DSN',
    levels: levels('recommended', 'required'),
    requirements: ['SQL-03', 'SQL-11'],
    uses: ['sql.driver', 'sql.login'],
    seconds: 15,
    about: { dsn: target?.dsn },
    notApplicable: onlyFor(scope, 'generic-sql'),
    notConfigured: () => noDsn(scope),
    ...(target === undefined
      ? {}
      : {
          work: {
            collect: (context: ProbeContext, signal: AbortSignal) => collect(scope, context, target, signal),
            judge: judgeDsn,
          },
        }),
  });
};

async function collect(
  scope: Scope,
  context: ProbeContext,
  target: SqlTarget,
  signal: AbortSignal,
): Promise<DsnFacts> {
  const { dsn: path = '', server, database, port, instance, engine } = target;
  const [driverRow = '', loginRow = ''] = idsIn(scope, ['sql.driver', 'sql.login']);
  const base = {
    path,
    target: {
      server,
      database,
      ...defined({ port, instance }),
    },
    engine,
    self: context.platform.machine().hostName,
    driverRow,
    loginRow,
  };
  if (isForeign(path, context.platform)) {
    const problem = { code: 'FOREIGN_PATH', text: 'a path of Windows' };
    return { ...base, problem, usable: false };
  }
  const file = await context.platform.files.read(path, mostBytes, signal);
  if (!file.ok) return { ...base, problem: file.problem, usable: false };
  const dsn = readFileDsn(file.bytes);
  const windows = await context.platform.windows?.();
  const more = windows === undefined ? {} : await ofWindows(windows, path, dsn);
  return { ...base, dsn, ...more, usable: true };
}

async function ofWindows(
  windows: WindowsReader,
  path: string,
  dsn: FileDsn,
): Promise<Pick<DsnFacts, 'alias' | 'serviceMayRead'>> {
  const access = await windows.access(path);
  const name = dsn.keys.SERVER ?? '';
  const entry = name === '' ? undefined : valueIn(await windows.registry(aliasKey, [name]), name);
  return {
    ...(access.state === 'seen' ? { serviceMayRead: allows(access.value, serviceSids, genericRead) } : {}),
    ...(entry?.type === 'sz' ? { alias: entry.data } : {}),
  };
}
