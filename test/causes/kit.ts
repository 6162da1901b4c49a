import { defined } from '../../src/base/defined.ts';
import type { Facts } from '../../src/engine/facts.ts';
import { emptyEntry } from '../../src/engine/ledger.ts';
import { makePlan } from '../../src/engine/plan.ts';
import { probesFor } from '../../src/probes/index.ts';
import { assess } from '../../src/results/assess.ts';
import type { Row } from '../../src/results/row.ts';
import type { Settings } from '../../src/settings/schema.ts';

/** Rows as the engine judges these facts: what is blocked, and by whom, follows from them. */
export function rowsFrom(settings: Settings, facts: Readonly<Record<string, Facts>>): readonly Row[] {
  return assess({
    plan: makePlan(probesFor(settings, { writeTest: false })),
    entryOf: (id) => {
      const seen = facts[id];
      if (seen === undefined) return emptyEntry;
      return {
        ...emptyEntry,
        outcome: { kind: 'facts', facts: seen },
        observedAt: '2026-01-01T10:00:00.000Z',
      };
    },
    settings,
    profile: settings.profile,
    answers: { given: () => undefined, waived: () => undefined },
    attestedBy: { by: 'test', at: '2026-01-01T10:00:00.000Z' },
  });
}

type Layer = 'name' | 'connection' | 'proxy-tls' | 'proxy' | 'tls' | 'http';

const proxyWay = { kind: 'proxy', host: 'proxy', port: 8080, tls: false, source: 'settings' } as const;
const direct = { kind: 'direct' } as const;

/** A walk as a row's facts have it: up to the layer that failed, or to its end. */
export function walked(
  host: string,
  options: {
    readonly fails?: readonly [Layer, string];
    readonly proxy?: boolean;
    readonly publicRoot?: boolean;
    readonly date?: string;
    readonly at?: string;
  } = {},
) {
  const { fails, proxy = false, publicRoot = true, date, at = '2026-01-01T10:00:00.000Z' } = options;
  const layers: Layer[] = proxy
    ? ['name', 'connection', 'proxy', 'tls', 'http']
    : ['name', 'connection', 'tls', 'http'];
  const end = fails === undefined ? layers.length : layers.indexOf(fails[0]);
  const inner = proxy ? 'proxy' : host;
  const peer = (layer: Layer) =>
    layer === 'name' ? inner : layer === 'tls' || layer === 'http' ? `${host}:443` : `${inner}:443`;
  const steps = layers
    .slice(0, end)
    .map((layer) => ({ layer, ok: true, ms: 1, peer: peer(layer), found: 'ok' }));
  const failed =
    fails === undefined
      ? []
      : [{ layer: fails[0], ok: false, ms: 1, peer: peer(fails[0]), problem: { code: fails[1], text: 'x' } }];
  const passedTls = end > layers.indexOf('tls') || fails?.[0] === 'tls';
  const certificate = {
    subject: 'CN=x',
    issuer: publicRoot ? 'CN=Public CA' : 'CN=Inspector',
    names: [],
    notBefore: '',
    notAfter: '',
    sha256: '',
    serial: '',
  };
  return {
    host,
    port: 443,
    as: 'admin',
    platform: 'win32',
    way: proxy ? proxyWay : direct,
    steps: [...steps, ...failed],
    ...(passedTls
      ? {
          tls: {
            protocol: 'TLSv1.3',
            cipher: 'x',
            chain: [certificate],
            trustedBy: fails?.[0] === 'tls' ? null : 'machine',
            publicRoot,
          },
        }
      : {}),
    ...(fails === undefined ? { http: { status: 200, at, ...defined({ date }) } } : {}),
  };
}

type Walked = ReturnType<typeof walked>;

export const rows = {
  direct: {
    usable: true,
    way: direct,
    found: [],
    unusable: [],
    pac: false,
    as: 'admin',
    platform: 'win32',
    toward: { host: 'login.microsoftonline.com', port: 443 },
  },
  proxy: (
    answer: { readonly steps: Walked['steps']; readonly status?: number; readonly credentials?: string },
    usable: boolean,
  ) => ({
    ...rows.direct,
    usable,
    way: proxyWay,
    found: [proxyWay],
    answer: { schemes: ['Basic'], credentials: 'not-needed', ...answer },
    credentials: answer.credentials ?? 'not-needed',
  }),
  dns: (reached: Walked) => {
    const step = reached.steps[0];
    if (step === undefined) throw new Error('no step');
    return {
      usable: step.ok,
      name: step.peer,
      way: reached.way,
      byAddress: false,
      as: 'admin',
      step,
      addresses: step.ok ? ['20.1.1.1'] : [],
    };
  },
  signIn: (reached: Walked) => ({
    usable: reached.http !== undefined,
    reached,
    tenant: 'contoso.example',
    ...(reached.http === undefined ? {} : { answer: 'document' }),
  }),
  hosts: (...hosts: readonly Walked[]) => ({
    usable: hosts.some((one) => one.http !== undefined),
    hosts: hosts.map((one) => ({ ...one, required: true })),
    byAddress: false,
  }),
} as const satisfies Record<string, unknown>;
