import { signInHost } from '../../clients/clouds.ts';
import type { Destination } from '../../clients/connection/route.ts';
import { requirement } from '../../requirements/index.ts';
import { signInHosts } from '../../requirements/sign-in-hosts.ts';
import type { Settings } from '../../settings/schema.ts';

/** A host of the agent, and whether the agent cannot do without it. */
export interface AgentHost {
  readonly host: string;
  readonly required: boolean;
  /** Asked in plain HTTP. */
  readonly plain?: true;
  /** Of the portals: a browser asks it, never the agent. */
  readonly portal?: true;
}

/** The hosts of the agent in a cloud that can be named: most are allowed by their suffix alone. */
export function agentHosts(settings: Settings): readonly AgentHost[] {
  const must = (host: string): AgentHost => ({ host, required: true });
  const may = (host: string): AgentHost => ({ host, required: false });
  const portals = portalHosts(settings).map((host) => ({ ...may(host), portal: true as const }));
  switch (settings.tenant.cloud) {
    case 'public': {
      const { required, registration, concrete, plain } = requirement('NET-04').values;
      const { id } = settings.tenant;
      const own =
        id !== undefined && isGuid(id) ? [registration.replace('{tenantId}', () => id.toLowerCase())] : [];
      const others = [...own, ...concrete].map(may);
      return [
        ...required.map(must),
        ...others,
        ...portals,
        ...plain.map((host) => ({ ...may(host), plain: true as const })),
      ];
    }
    case 'usgov': {
      const { required, concrete } = requirement('NET-04g').values;
      return [...required.map(must), ...concrete.map(may), ...portals];
    }
    case 'china':
      return [must(signInHosts.china), ...portals];
    default:
      return [];
  }
}

/** Of the portals, and where they have the agent's setup from. */
function portalHosts({ tenant }: Settings): readonly string[] {
  const { portals, download } = requirement('NET-11').values;
  if (typeof tenant.cloud !== 'string') return [];
  return [...portals[tenant.cloud], ...(tenant.cloud === 'public' ? [download] : [])];
}

/** Hosts of the portals and their pages: the agent never speaks to them, so nothing about them is a failure. */
export function isPortalHost(host: string): boolean {
  const { portals, download } = requirement('NET-11').values;
  return host === download || Object.values(portals).some((hosts) => hosts.includes(host));
}

/** What a browser needs on this server: the portal's suffixes, and where the rest of the list stands. */
export function portalSuffixes({ tenant }: Settings): { suffixes: readonly string[]; lists: string } {
  const { suffixes, lists } = requirement('NET-11').values;
  if (typeof tenant.cloud !== 'string') return { suffixes: [], lists: '' };
  return { suffixes: suffixes[tenant.cloud], lists: lists[tenant.cloud].join(', ') };
}

/** Hosts of revocation lists, of this cloud where it has its own. */
export function revocationHosts({ tenant }: Settings): readonly string[] {
  return requirement(tenant.cloud === 'usgov' ? 'NET-04g' : 'NET-04').values.revocation;
}

/** What a firewall must allow by how a name ends. */
export function agentSuffixes(settings: Settings): readonly string[] {
  switch (settings.tenant.cloud) {
    case 'public':
      return requirement('NET-04').values.suffixes;
    case 'usgov':
      return requirement('NET-04g').values.suffixes;
    // Of 21Vianet only the portal's are known.
    case 'china':
      return requirement('NET-11').values.suffixes.china;
    default:
      return [];
  }
}

/** Every host that is spoken to by TLS: the sign-in host first, the agent's where they are known. */
export function tlsDestinations(settings: Settings): readonly Destination[] {
  const { host, port } = signInHost(settings);
  const others = agentHosts(settings).filter((one) => one.host !== host && one.plain !== true);
  return [{ host, port, tls: true }, ...others.map((one) => ({ host: one.host, port: 443, tls: true }))];
}

/** Microsoft's hosts say nothing about a cloud that is given by its address. */
export function cloudByAddress({ tenant }: Settings): string | undefined {
  return typeof tenant.cloud === 'string' ? undefined : 'the cloud is given by its address';
}

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
