import type { WindowsReader } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';

/** A product of provisioning that Windows lists as installed; the version may be empty. */
export type InstalledProduct = { readonly name: string; readonly version: string };

const roots = [
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
  'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
];
const { agentNames, companionNames } = requirement('HOST-01').values;
const names: readonly string[] = [...agentNames, ...companionNames];

/** By the display name that the installer gives; programs of other makers are not kept. */
export async function listedProducts(windows: WindowsReader): Promise<readonly InstalledProduct[]> {
  const found: InstalledProduct[] = [];
  for (const root of roots) {
    const keys = await windows.registryNames(root);
    if (keys.state !== 'seen') continue;
    for (const key of keys.value.subkeys) {
      const entry = await windows.registry(`${root}\\${key}`, ['DisplayName', 'DisplayVersion']);
      if (entry.state !== 'seen') continue;
      const { DisplayName: name, DisplayVersion: version } = entry.value.values;
      if (name?.type !== 'sz' || !names.includes(name.data)) continue;
      found.push({ name: name.data, version: version?.type === 'sz' ? version.data : '' });
    }
  }
  return found;
}
