import { defined } from '../../../src/base/defined.ts';
import type { Credentials, EcmaProbe } from '../../../src/clients/environment.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform } from '../../../src/platform/types.ts';
import type { ProbeDefinition } from '../../../src/probes/define.ts';
import type { ProxyFacts } from '../../../src/probes/network/proxy/facts.ts';
import { networkProxyProbe } from '../../../src/probes/network/proxy/index.ts';
import type { SignInHostFacts } from '../../../src/probes/network/sign-in/facts.ts';
import { networkSignInProbe } from '../../../src/probes/network/sign-in/index.ts';
import type { Settings } from '../../../src/settings/schema.ts';
import { makeAuthority } from '../../beds/certificates.ts';
import { healthy, startCloud } from '../../beds/loopback.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom, settingsFrom } from '../context.ts';

/** Servers of a test file that stand until its end; at first a host that answers as Microsoft's does. */
export function makeBeds() {
  const beds: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(bed: T): T => {
    beds.push(bed);
    return bed;
  };
  return {
    keep,
    async start() {
      const authority = keep(await makeAuthority('/CN=Bed CA'));
      const good = await authority.issue('good', { names: ['localhost', '127.0.0.1'], days: 1 });
      return { authority, good, cloud: keep(await startCloud(good, healthy)) };
    },
    async stop() {
      for (const bed of beds) await bed.stop();
    },
  };
}

/** A whole walk of the network's probes in a test: settings, environment and what the doctor remembers. */
export interface Site {
  readonly settings: Settings;
  readonly platform: Platform;
  readonly credentials?: Credentials;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The attempts' upper bound. */
  readonly deadlineMs?: number;
}

export function site(options: {
  readonly port: number;
  readonly tenant?: string;
  readonly caFile?: string;
  readonly roots?: readonly string[];
  readonly publicRoots?: readonly string[];
  readonly proxy?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly credentials?: Credentials;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
}): Site {
  const { port, tenant, caFile, roots = [], publicRoots = [], proxy, env = {}, now } = options;
  return {
    settings: settingsFrom({
      tenant: {
        cloud: { signIn: `https://localhost:${port}` },
        ...defined({ id: tenant }),
      },
      network: { ...defined({ caFile, proxy }) },
    }),
    platform: createPlatform({
      env,
      roots: async () => ({ pems: roots, source: 'the test' }),
      publicRoots,
      ...defined({ now }),
    }),
    ...defined({ credentials: options.credentials, secrets: options.secrets }),
  };
}

export function build(definition: ProbeDefinition, { settings }: Site): EcmaProbe {
  return probeFrom(definition, settings);
}

/** Collects and judges one probe, after those that it needs. */
export async function look<F extends Facts>(
  definition: ProbeDefinition,
  at: Site,
  facts: Readonly<Record<string, Facts>> = {},
) {
  const probe = build(definition, at);
  const seen = await collectFacts<F>(probe, makeContext({ ...at, facts }));
  return { facts: seen, verdict: judgeFacts(probe, seen, { settings: at.settings }) };
}

export function lookAtProxy(at: Site) {
  return look<ProxyFacts>(networkProxyProbe, at);
}

/** `network.proxy` first, then `network.sign-in`, as the engine runs them. */
export async function lookAtSignIn(at: Site) {
  const proxy = await lookAtProxy(at);
  const signIn = await look<SignInHostFacts>(networkSignInProbe, at, { 'network.proxy': proxy.facts });
  return { proxy, ...signIn };
}
