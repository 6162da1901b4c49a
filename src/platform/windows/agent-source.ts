import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { defined } from '../../base/defined.ts';
import type { DefaultProxy } from '../../formats/dotnet-config/default-proxy.ts';
import {
  defaultProxyElsewhere,
  defaultProxyIn,
  locksDefaultProxy,
  sectionsDeclaredBy,
} from '../../formats/dotnet-config/read-config.ts';
import type { Declared } from '../../formats/dotnet-config/sections.ts';
import { toProblem } from '../problem.ts';
import type { DotnetConfigSource, NeighbourSource, Problem, WindowsProxySources } from '../types.ts';
import { whyUnread } from './answer.ts';
import { folderOf, programOf } from './command-line.ts';
import { agentService } from './service-proxy.ts';
import type { WindowsAnswer, WindowsReader } from './types.ts';

const usualFolder = 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent';
const frameworkFolder = 'Microsoft.NET\\Framework64\\v4.0.30319\\Config';

/** The file is named so on Microsoft's page on installing the agent. */
const wizardFile = 'AADConnectProvisioningAgentWizard.exe.config';
/** "Microsoft Azure AD Connect Agent Updater", "Microsoft Entra Connect Agent Updater". */
const updater = /\bConnect Agent Updater$/i;

type Sources = Pick<WindowsProxySources, 'agent' | 'machineConfig' | 'neighbours'>;

/** Which file is the agent's own is not known then: its service names the folder. */
const notAllowed = { code: 'EACCES', text: 'Windows does not let this account look at the service' };

function whyServiceUnread(answer: WindowsAnswer<unknown>): Problem | undefined {
  return answer.state === 'denied' ? notAllowed : whyUnread(answer);
}

/** Rejects as Node's `readFile` does. */
type ReadBytes = (file: string) => Promise<Buffer>;

export function agentSource(windows: WindowsReader): Promise<Sources> {
  return agentSourceBy(windows, readFile);
}

/**
 * What the agent's own file says of its way out, and .NET's machine.config. The folder is that of the registered
 * service, wherever it was installed. No agent where none is installed; a file that is there and could not be read
 * says nothing: `unread`.
 */
export async function agentSourceBy(windows: WindowsReader, read: ReadBytes): Promise<Sources> {
  const folders = windows.folders();
  // Where Windows does not say where it lies, it tells nothing of services either: no file is guessed at.
  const machine: MachineConfig =
    folders.state === 'seen'
      ? await machineConfig(read, path.win32.join(folders.value.windows, frameworkFolder, 'machine.config'))
      : { source: {} };
  const { agent, folder } = await agentFile(windows, read, machine.declared);
  const refuse = machine.locked === true ? refusedByMachine : <T>(one: T): T => one;
  const neighbours = agent === undefined ? [] : await neighbourFiles(windows, read, folder, machine.declared);
  return {
    ...machine.source,
    ...defined({
      agent: agent && refuse(agent),
      neighbours: neighbours.length === 0 ? undefined : neighbours.map(refuse),
    }),
  };
}

/** A section of its own beside one of machine.config that nobody may replace. */
function refusedByMachine<T extends Partial<DotnetConfigSource>>(one: T): T {
  if (one.says === undefined || one.says.kind === 'unset' || one.says.kind === 'throws') return one;
  const reason = 'machine.config lets no program have this section (allowOverride or lockItem there)';
  return { ...one, says: { kind: 'throws', place: 'configuration/system.net/defaultProxy', reason } };
}

/** The files of the updater and of the wizard, where there are any. */
async function neighbourFiles(
  windows: WindowsReader,
  read: ReadBytes,
  agentFolder: string,
  declared: Declared | undefined,
): Promise<readonly NeighbourSource[]> {
  const services = await windows.services();
  const named =
    services.state === 'seen'
      ? services.value.find(({ displayName }) => updater.test(displayName))
      : undefined;
  const service = named === undefined ? undefined : await windows.service(named.name);
  const program = service?.state === 'seen' ? programOf(service.value.path) : undefined;
  const files = [
    ...(program === undefined ? [] : [{ program: 'updater' as const, file: `${program}.config` }]),
    { program: 'wizard' as const, file: path.win32.join(agentFolder, wizardFile) },
  ];
  const unread = whyServiceUnread(services) ?? (service && whyServiceUnread(service));
  const found: NeighbourSource[] =
    unread === undefined ? [] : [{ program: 'updater', file: 'the service of the updater', unread }];
  for (const one of files) {
    const bytes = await readOr(read, one.file);
    if (Buffer.isBuffer(bytes))
      found.push({ ...one, ...(await said(read, one.file, defaultProxyIn(bytes, declared))) });
    else if (!isMissing(bytes)) found.push({ ...one, unread: bytes });
  }
  return found;
}

async function agentFile(
  windows: WindowsReader,
  read: ReadBytes,
  declared: Declared | undefined,
): Promise<Pick<Sources, 'agent'> & { readonly folder: string }> {
  const service = await windows.service(agentService);
  const unread = whyServiceUnread(service);
  if (unread !== undefined) return { agent: { installed: true, unread }, folder: usualFolder };
  const program = service.state === 'seen' ? programOf(service.value.path) : undefined;
  const folder = program === undefined ? usualFolder : folderOf(program);
  const file = path.win32.join(folder, `${agentService}.exe.config`);
  const bytes = await readOr(read, file);
  if (Buffer.isBuffer(bytes))
    return {
      agent: { installed: true, file, ...(await said(read, file, defaultProxyIn(bytes, declared))) },
      folder,
    };
  if (!isMissing(bytes)) return { agent: { installed: true, file, unread: bytes }, folder };
  return service.state === 'seen' ? { agent: { installed: true, file }, folder } : { folder };
}

interface MachineConfig {
  readonly source: Pick<Sources, 'machineConfig'>;
  readonly declared?: Declared;
  readonly locked?: boolean;
}

/** Where there is none, there is no .NET: nothing is said of it. */
async function machineConfig(read: ReadBytes, file: string): Promise<MachineConfig> {
  const bytes = await readOr(read, file);
  if (!Buffer.isBuffer(bytes))
    return { source: isMissing(bytes) ? {} : { machineConfig: { file, unread: bytes } } };
  const declared = sectionsDeclaredBy(bytes);
  const says = await said(read, file, defaultProxyIn(bytes, declared, true));
  return {
    source: { machineConfig: { file, ...says } },
    locked: locksDefaultProxy(bytes),
    ...defined({ declared }),
  };
}

/** A section that stands in another file is read there. */
async function said(
  read: ReadBytes,
  file: string,
  says: DefaultProxy,
): Promise<{ readonly says: DefaultProxy } | { readonly unread: Problem }> {
  if (says.kind !== 'elsewhere') return { says };
  const bytes = await readOr(read, path.win32.join(path.win32.dirname(file), says.file));
  if (Buffer.isBuffer(bytes)) return { says: defaultProxyElsewhere(bytes) };
  if (!isMissing(bytes)) return { unread: bytes };
  const place = 'configuration/system.net/defaultProxy';
  return { says: { kind: 'throws', place, reason: `configSource names ${says.file}, which is not there` } };
}

async function readOr(read: ReadBytes, file: string): Promise<Buffer | Problem> {
  try {
    return await read(file);
  } catch (error) {
    return toProblem(error);
  }
}

function isMissing({ code }: Problem): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}
