import { defined } from '../../../base/defined.ts';
import type { ProbeContext } from '../../../clients/environment.ts';
import { hostProgram, inHost } from '../../../clients/host/files.ts';
import { listedProducts } from '../../../clients/host/products.ts';
import { findServices } from '../../../clients/host/services.ts';
import type { Platform } from '../../../platform/types.ts';
import { programOf } from '../../../platform/windows/command-line.ts';
import { windowsOf } from '../../common/windows.ts';
import type { InstalledFacts, There } from './facts.ts';

export async function collectInstalled(context: ProbeContext, signal: AbortSignal): Promise<InstalledFacts> {
  const windows = await windowsOf(context);
  const { settings, platform } = context;
  const { host: service, agent } = await findServices(windows);
  const program = await thereAt(platform, inHost(settings, hostProgram), signal);
  const path = service.state === 'seen' ? programOf(service.value.path) : undefined;
  const started = path === undefined ? undefined : { path, there: await thereAt(platform, path, signal) };
  const installed = isInstalled(program, service, started);
  return {
    usable: installed !== undefined,
    ...defined({ installed }),
    folder: settings.host.folder,
    folderThere: await thereAt(platform, settings.host.folder, signal),
    program,
    service,
    ...defined({ started }),
    agent,
    listed: await listedProducts(windows),
  };
}

async function thereAt(platform: Platform, path: string, signal: AbortSignal): Promise<There> {
  const stat = await platform.files.stat(path, signal);
  if (stat.ok) return 'yes';
  return stat.problem.code === 'ENOENT' || stat.problem.code === 'ENOTDIR' ? 'no' : 'unseen';
}

/** A program is what counts: folders and registrations are left over too easily. */
function isInstalled(
  program: There,
  service: InstalledFacts['service'],
  started: InstalledFacts['started'],
): boolean | undefined {
  if (program === 'yes' || started?.there === 'yes') return true;
  if (service.state === 'seen' && started?.there !== 'no') return true;
  if (program === 'unseen' || service.state === 'denied' || service.state === 'failed') return undefined;
  return false;
}
