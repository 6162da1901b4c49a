import type { Service, ServiceName, WindowsAnswer, WindowsReader } from '../../platform/windows/types.ts';
import { requirement } from '../../requirements/index.ts';

/** The services that belong to on-premises provisioning. */
export type FoundServices = {
  readonly host: WindowsAnswer<Service>;
  readonly agent: WindowsAnswer<Service>;
  readonly updater: WindowsAnswer<Service>;
};

const { agent, agentDisplayNames, updaterDisplayNames } = requirement('HOST-03').values;

/** Microsoft's documents give the display name only; a public module uses both forms as the name. */
const hostService = /^(microsoft )?ecma2host$/i;

export function isHostService(one: Pick<ServiceName, 'name' | 'displayName'>): boolean {
  return hostService.test(one.name) || hostService.test(one.displayName);
}

export async function findServices(windows: WindowsReader): Promise<FoundServices> {
  const all = await windows.services();
  const named = (fits: (one: ServiceName) => boolean): Promise<WindowsAnswer<Service>> => {
    if (all.state !== 'seen') return Promise.resolve(all);
    const found = all.value.find(fits);
    return found === undefined ? Promise.resolve({ state: 'absent' }) : windows.service(found.name);
  };
  const [host, agentService, updater] = await Promise.all([
    named(isHostService),
    named((one) => same(one.name, agent) || agentDisplayNames.some((name) => same(one.displayName, name))),
    named((one) => updaterDisplayNames.some((name) => same(one.displayName, name))),
  ]);
  return { host, agent: agentService, updater };
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
