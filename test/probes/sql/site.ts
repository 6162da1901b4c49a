import { defined } from '../../../src/base/defined.ts';
import type { EcmaProbe, ProbeContext, ProbeEnvironment } from '../../../src/clients/environment.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import { readerFor } from '../../../src/engine/facts.ts';
import { Ledger } from '../../../src/engine/ledger.ts';
import { makePlan } from '../../../src/engine/plan.ts';
import { Scheduler } from '../../../src/engine/scheduler.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform } from '../../../src/platform/types.ts';
import { probesFor } from '../../../src/probes/index.ts';
import { offersFor } from '../../../src/probes/offers/index.ts';
import { describeEnds } from '../../../src/results/judge.ts';
import type { Settings } from '../../../src/settings/schema.ts';
import type { KeyPair } from '../../beds/certificates.ts';
import { makeContext, type rememberingCredentials, settingsFrom } from '../context.ts';
import { readWords } from '../words.ts';

/** A site with one database, and a run of its rows through the real engine. */

export interface SiteOptions {
  readonly port?: number;
  readonly target?: object;
  readonly connector?: object;
  readonly writeTest?: boolean;
  readonly library?: string;
}

export const secretText = 'Planted-Secret-1';

export function siteOf({
  port,
  target = {},
  connector = {},
  library = 'generic-sql',
}: SiteOptions): Settings {
  return settingsFrom({
    connectors: [
      {
        name: 'HR',
        library,
        target: {
          sql: {
            server: '127.0.0.1',
            ...defined({ port }),
            database: 'CONTOSO',
            user: 'ecma',
            password: { env: 'P' },
            encrypt: false,
            table: 'dbo.Employees',
            anchor: 'ContosoLogin',
            ...target,
          },
        },
        ...connector,
      },
    ],
  });
}

/** Trusts the test's own authority, as a machine would that has it in its store. */
export function platformTrusting(...authorities: readonly KeyPair[]): Platform {
  return createPlatform({
    roots: async () => ({ pems: authorities.map(({ cert }) => cert), source: 'the test' }),
    publicRoots: [],
  });
}

/** Only this user trusts it, not the machine. */
export function platformOfUser({ cert }: KeyPair): Platform {
  return createPlatform({
    roots: async () => ({ pems: [], ofUser: async () => [cert], source: 'the test' }),
    publicRoots: [],
  });
}

export function rowOf(id: string, settings: Settings, writeTest = false, name = 'HR'): EcmaProbe {
  const probe = probesFor(settings, { writeTest }).find((one) => one.id === `${id}@${name}`);
  if (probe === undefined) throw new Error(`no row ${id}`);
  return probe;
}

export interface Run {
  readonly facts: (id: string) => Facts;
  readonly outcome: (id: string) => string;
  readonly verdict: (id: string) => ReturnType<NonNullable<EcmaProbe['work']>['judge']>;
  readonly scheduler: Scheduler<Settings, ProbeEnvironment>;
}

export interface RunOptions extends SiteOptions {
  readonly platform?: Platform;
  readonly credentials?: ReturnType<typeof rememberingCredentials>;
  readonly secret?: string;
  readonly only?: readonly string[];
  /** Called when the run has begun; the run is then waited for. */
  readonly during?: (scheduler: Scheduler<Settings, ProbeEnvironment>) => Promise<void>;
}

const all = [
  'reach',
  'login',
  'server-kind',
  'database',
  'table',
  'rights',
  'anchor',
  'required-columns',
  'delta',
  'write',
];

/** Runs the rows of the database through the engine: needs, leases, deadlines and all. */
export async function runSite(options: RunOptions): Promise<Run> {
  const settings = siteOf(options);
  const names = options.only ?? all;
  const asked = { writeTest: options.writeTest ?? false };
  const probes = [...probesFor(settings, asked), ...offersFor(settings, asked)].filter(
    ({ id, area }) => area === 'sql' && names.some((name) => id === `sql.${name}@HR`),
  );
  const plan = makePlan(probes);
  const ledger = new Ledger();
  const context = makeContext({
    platform: options.platform ?? platformTrusting(),
    settings,
    secrets: { P: options.secret ?? secretText },
    ...defined({ credentials: options.credentials }),
  });
  const { lease: _lease, facts: _facts, waitingFor: _waiting, ...environment } = context as ProbeContext;
  const scheduler = new Scheduler<Settings, ProbeEnvironment>({
    ledger,
    plan,
    settings: () => settings,
    describe: describeEnds(
      () => settings,
      () => 'preview-2021',
    ),
    environment: () => environment,
    now: () => new Date().toISOString(),
    onEvent: () => {},
  });
  scheduler.run(plan.probes.map(({ id }) => id));
  await options.during?.(scheduler);
  await scheduler.settled();
  const facts = (id: string): Facts => {
    const { outcome } = ledger.get(`${id}@HR`);
    if (outcome?.kind !== 'facts') throw new Error(`${id} has no facts: ${JSON.stringify(outcome)}`);
    return outcome.facts;
  };
  return {
    scheduler,
    facts,
    outcome: (id) => ledger.get(`${id}@HR`).outcome?.kind ?? 'none',
    verdict: (id) => {
      const probe = probes.find((one) => one.id === `${id}@HR`);
      if (probe?.work === undefined) throw new Error(`no work in ${id}`);
      const input = {
        facts: facts(id),
        settings,
        observedAt: '2026-01-01T10:00:00.000Z',
        uses: readerFor(probe.connector, (other) => {
          const { outcome } = ledger.get(other);
          return outcome?.kind === 'facts' ? outcome.facts : undefined;
        }),
      };
      return readWords(probe.work.judge(input, { profile: 'preview-2021', severity: 'required' }));
    },
  };
}
