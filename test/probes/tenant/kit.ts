import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';
import { defined } from '../../../src/base/defined.ts';
import type { Credentials, EcmaProbe, ProbeContext } from '../../../src/clients/environment.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import { readerFor } from '../../../src/engine/facts.ts';
import type { Leased, UserPrompt } from '../../../src/engine/probe.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform } from '../../../src/platform/types.ts';
import type { ProbeDefinition } from '../../../src/probes/define.ts';
import { networkProxyProbe } from '../../../src/probes/network/proxy/index.ts';
import { tenantCloudProbe } from '../../../src/probes/tenant/cloud.ts';
import { tenantCountryProbe } from '../../../src/probes/tenant/country.ts';
import { tenantExistsProbe } from '../../../src/probes/tenant/exists/index.ts';
import { tenantLicenceProbe } from '../../../src/probes/tenant/licence/index.ts';
import { tenantRegionProbe } from '../../../src/probes/tenant/region.ts';
import { tenantRolesProbe } from '../../../src/probes/tenant/roles.ts';
import { tenantSignInProbe } from '../../../src/probes/tenant/sign-in/index.ts';
import { tenantTypeProbe } from '../../../src/probes/tenant/type.ts';
import type { Settings } from '../../../src/settings/schema.ts';
import { type Authority, makeAuthority } from '../../beds/certificates.ts';
import {
  clientId,
  planted,
  startTenantCloud,
  type TenantCloud,
  type TenantScript,
} from '../../beds/tenant-cloud.ts';
import { collectFacts, makeContext, probeFrom, settingsFrom } from '../context.ts';
import { readWords } from '../words.ts';

export const signIns = {
  secret: { method: 'client-secret', clientId, secret: { env: 'S' } },
  code: { method: 'device-code', clientId },
} as const;

export interface TenantSite {
  readonly settings: Settings;
  readonly platform: Platform;
  readonly credentials?: Credentials;
  readonly secrets: Readonly<Record<string, string>>;
  readonly waits: string[];
  readonly prompts: UserPrompt[];
}

export function tenantSite(options: {
  readonly port: number;
  readonly roots?: readonly string[];
  readonly id?: string;
  readonly signIn?: unknown;
  readonly graph?: string;
  readonly proxy?: unknown;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly credentials?: Credentials;
}): TenantSite {
  const { port, id = 'contoso.example', signIn = 'none', graph, proxy, roots = [], secrets = {} } = options;
  const address = `https://localhost:${port}`;
  return {
    settings: settingsFrom({
      tenant: { id, cloud: { signIn: address, ...defined({ graph }) }, signIn },
      network: proxy === undefined ? {} : { proxy },
    }),
    platform: createPlatform({
      env: {},
      roots: async () => ({ pems: roots, source: 'the test' }),
      publicRoots: [],
    }),
    ...defined({ credentials: options.credentials }),
    secrets,
    waits: [],
    prompts: [],
  };
}

const rows: Readonly<Record<string, ProbeDefinition>> = {
  'network.proxy': networkProxyProbe,
  'tenant.exists': tenantExistsProbe,
  'tenant.cloud': tenantCloudProbe,
  'tenant.region': tenantRegionProbe,
  'tenant.sign-in': tenantSignInProbe,
  'tenant.country': tenantCountryProbe,
  'tenant.type': tenantTypeProbe,
  'tenant.licence': tenantLicenceProbe,
  'tenant.roles': tenantRolesProbe,
};

export function probeOf(id: string, settings: Settings): EcmaProbe {
  const definition = rows[id];
  if (definition === undefined) throw new Error(`no row ${id}`);
  return probeFrom(definition, settings);
}

/** One run over a site: what needs each other in order, one lease for the rows that share. */
export class Run {
  readonly facts: Record<string, Facts> = {};
  readonly site: TenantSite;
  readonly signal: AbortSignal;
  #leased: Promise<Leased<unknown>> | undefined;

  constructor(site: TenantSite, signal: AbortSignal = new AbortController().signal) {
    this.site = site;
    this.signal = signal;
  }

  context(): ProbeContext {
    return {
      ...makeContext({ ...this.site, facts: this.facts }),
      lease: async <T>(open: (signal: AbortSignal) => Promise<Leased<T>>): Promise<T> => {
        this.#leased ??= open(this.signal);
        return ((await this.#leased) as Leased<T>).value;
      },
    };
  }

  /** The engine closes what was leased when nobody uses it any more. */
  close(): void {
    this.#leased = undefined;
  }

  /** Collects these rows, one after the other; ends at one that gives nothing to go on. */
  async look(...ids: readonly string[]): Promise<this> {
    for (const id of ids) {
      const seen = await collectFacts(probeOf(id, this.site.settings), this.context(), this.signal);
      this.facts[id] = seen;
    }
    return this;
  }

  /** As the engine has it for info rows and others alike: the judge's own word, before any softening. */
  verdict(id: string, profile: 'preview-2021' | 'ga' = 'preview-2021') {
    const facts = this.facts[id];
    const { work } = probeOf(id, this.site.settings);
    if (facts === undefined || work === undefined) throw new Error(`${id} was not looked at`);
    const verdict = work.judge(
      {
        facts,
        settings: this.site.settings,
        observedAt: '2026-01-01T10:00:00.000Z',
        uses: readerFor(undefined, (one) => this.facts[one]),
      },
      { profile, severity: 'required' },
    );
    return readWords(verdict);
  }
}

export const untilSignIn = ['network.proxy', 'tenant.exists', 'tenant.sign-in'] as const;

export interface Bed {
  authority: Authority;
  cloud: TenantCloud;
  keep<T extends { stop(): Promise<void> }>(bed: T): T;
}

/** A cloud for the tests of one file, and what is kept is stopped after them. */
export function cloudBed(): Bed {
  const beds: { stop(): Promise<void> }[] = [];
  const bed = {
    keep<T extends { stop(): Promise<void> }>(one: T): T {
      beds.push(one);
      return one;
    },
  } as Bed;
  beforeAll(async () => {
    bed.authority = bed.keep(await makeAuthority('/CN=Bed CA'));
    const certificate = await bed.authority.issue('good', { names: ['localhost'], days: 1 });
    bed.cloud = bed.keep(await startTenantCloud(certificate));
  });
  afterAll(async () => {
    for (const one of beds.reverse()) await one.stop();
  });
  return bed;
}

/** A certificate with its RSA key, as applications sign in with: for the folder of an authority. */
export async function applicationPair(folder: string, days: number): Promise<{ cert: string; key: string }> {
  const [key, cert] = [join(folder, `app-${days}.key`), join(folder, `app-${days}.pem`)];
  const name = ['-subj', '/CN=app', '-days', String(days)];
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    ...name,
  ]);
  return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
}

/** A site of this bed: its cloud, its authority trusted. */
export function siteOf(bed: Bed, more: Partial<Parameters<typeof tenantSite>[0]> = {}): TenantSite {
  return tenantSite({
    port: bed.cloud.port,
    roots: [bed.authority.cert],
    secrets: { S: planted.secret },
    ...more,
  });
}

/**
 * Looks at one row of a site that has signed in once, for all tests of a file: the token is kept, so that a test
 * costs no sign-in. What the token says must be in the first script.
 */
export function signedInSite(bed: Bed) {
  const runs = new Map<string, Promise<Run>>();
  return async (id: string, script: TenantScript, signIn: object = signIns.secret): Promise<Run> => {
    const key = JSON.stringify(signIn);
    const fresh = async (): Promise<Run> => {
      bed.cloud.reset();
      return new Run(siteOf(bed, { signIn })).look(...untilSignIn);
    };
    const run = runs.get(key) ?? fresh();
    runs.set(key, run);
    const ready = await run;
    ready.close();
    bed.cloud.reset(script);
    return ready.look(id);
  };
}
