import type { DefaultProxy } from '../formats/dotnet-config/default-proxy.ts';
import type { ProxySources } from './types.ts';

/** What decides before all settings of Windows. */
export interface ConfiguredWay {
  readonly from: 'agent' | 'machine-config' | 'service';
  readonly file: string;
  readonly way: DefaultProxy;
}

/**
 * machine.config counts only where the agent's file has no such section: all or nothing. It is read first all the same,
 * so that what cannot be read in it ends every request (BaseConfigurationRecord.cs, GetSectionRecursive).
 */
export function configuredBy({ agent, machineConfig }: ProxySources): ConfiguredWay | undefined {
  const { says } = agent ?? {};
  const machineSays = machineConfig?.says;
  if (machineConfig !== undefined && machineSays?.kind === 'throws' && machineSays.whenUsed !== true)
    return { from: 'machine-config', file: machineConfig.file, way: machineSays };
  if (says !== undefined && says.kind !== 'unset')
    return { from: 'agent', file: agent?.file ?? '', way: says };
  if (agent?.unread !== undefined || machineConfig === undefined) return undefined;
  const { file, unread } = machineConfig;
  if (unread !== undefined)
    return {
      from: 'machine-config',
      file,
      way: { kind: 'open', what: `a file that cannot be read (${unread.text})` },
    };
  const way = machineConfig.says;
  return way === undefined || way.kind === 'unset' ? undefined : { from: 'machine-config', file, way };
}

/** The file decides by itself: settings of Windows do not count. */
export function decidedByFile(file: ConfiguredWay | undefined): boolean {
  if (file === undefined || file.way.kind === 'system' || file.way.kind === 'system-fixed') return false;
  return !(file.way.kind === 'proxy' && file.way.ofSystem === true && file.way.expressions === undefined);
}
