import { defined } from '../../../src/base/defined.ts';
import type {
  Credentials,
  EcmaProbe,
  PlannedWrite,
  ProbeEnvironment,
  WriteJournal,
} from '../../../src/clients/environment.ts';
import type { Facts } from '../../../src/engine/facts.ts';
import { Ledger, type Outcome } from '../../../src/engine/ledger.ts';
import { makePlan } from '../../../src/engine/plan.ts';
import { Scheduler } from '../../../src/engine/scheduler.ts';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform, ProgramCommand } from '../../../src/platform/types.ts';
import type { ProbeDefinition } from '../../../src/probes/define.ts';
import { ldapBindProbe } from '../../../src/probes/ldap/bind/index.ts';
import { ldapDeltaProbe } from '../../../src/probes/ldap/delta/index.ts';
import { ldapFeaturesProbe } from '../../../src/probes/ldap/features/index.ts';
import { ldapReachProbe } from '../../../src/probes/ldap/reach/index.ts';
import { ldapRightsProbe } from '../../../src/probes/ldap/rights/index.ts';
import { ldapSchemaProbe } from '../../../src/probes/ldap/schema/index.ts';
import { ldapServerKindProbe } from '../../../src/probes/ldap/server-kind/index.ts';
import { ldapTlsProbe } from '../../../src/probes/ldap/tls/index.ts';
import { ldapUsersProbe } from '../../../src/probes/ldap/users/index.ts';
import { ldapWindowsProbe } from '../../../src/probes/ldap/windows/index.ts';
import { ldapWriteProbe } from '../../../src/probes/ldap/write/index.ts';
import { assess } from '../../../src/results/assess.ts';
import { describeEnds } from '../../../src/results/judge.ts';
import type { Row } from '../../../src/results/row.ts';
import { settingsSchema } from '../../../src/settings/schema.ts';
import { Secret } from '../../../src/settings/secret.ts';
import { rememberingCredentials } from '../context.ts';

export interface SiteOptions {
  readonly target: object;
  readonly library?: string;
  readonly delta?: boolean;
  readonly writeTest?: boolean | { readonly despite: readonly string[] };
  /** Roots that the machine trusts, in PEM. */
  readonly roots?: readonly string[];
  /** Authorities below a root that the machine holds: LocalMachine\\CA. */
  readonly held?: readonly string[];
  /** What the machine distrusts: LocalMachine\\Disallowed. */
  readonly distrusted?: readonly string[];
  /** Roots that only this user trusts. */
  readonly userRoots?: readonly string[];
  readonly credentials?: Credentials;
  readonly windows?: boolean;
  /** Stands in for this program as its own child. */
  readonly program?: ProgramCommand;
  /** Asked beside the rows of the list. */
  readonly more?: readonly ProbeDefinition[];
  readonly attest?: object;
  readonly connectors?: readonly object[];
  readonly journal?: WriteJournal;
  readonly cleanUp?: readonly string[];
  /** Nobody can answer. */
  readonly unattended?: boolean;
  /** Of the write test, in place of its own. */
  readonly writeDeadlineMs?: number;
  /** Hears what the probes wait for, before they do. */
  readonly onWait?: (id: string, what: string) => void;
  /** The text of a secret that does not stand in the target itself. */
  readonly secret?: string;
}

/** A journal that forgets with the test. */
export function memoryJournal(
  entries: PlannedWrite[] = [],
): WriteJournal & { readonly entries: PlannedWrite[] } {
  return {
    entries,
    plan(entry) {
      const id = `plan-${entries.length}-${Math.random()}`;
      entries.push({ ...entry, id, at: new Date().toISOString() });
      return { ok: true, id };
    },
    settle(id) {
      entries.splice(
        entries.findIndex((one) => one.id === id),
        1,
      );
      return undefined;
    },
    open: () => ({ ok: true, entries: [...entries] }),
  };
}

export interface Site {
  /** Runs all rows of the directory, and gives them by name: `bind`, `users`. */
  run(): Promise<Rows>;
  retry(name: string): Promise<Rows>;
  rows(): Rows;
  facts(name: string): Facts;
  /** Cancelled, unless another outcome is given. */
  stop(outcome?: Outcome): Promise<void>;
}

export type Rows = (name: string) => Row;

/** The directory's rows alone: importing every area would make each child process of a test slow. */
const definitions = [
  ldapReachProbe,
  ldapTlsProbe,
  ldapServerKindProbe,
  ldapBindProbe,
  ldapWindowsProbe,
  ldapSchemaProbe,
  ldapUsersProbe,
  ldapFeaturesProbe,
  ldapRightsProbe,
  ldapDeltaProbe,
  ldapWriteProbe,
];

/** One connector with a directory, run by the real engine: leases, gates and lanes as in the program. */
export function directorySite(options: SiteOptions): Site {
  const { library = 'generic-ldap', delta = false, writeTest = false } = options;
  const settings = settingsSchema.parse({
    connectors: options.connectors ?? [
      { name: 'D', library, delta, writeTest, target: { ldap: options.target } },
    ],
    attest: options.attest ?? {},
  });
  const scopes = settings.connectors.map((connector) => ({
    settings,
    connector,
    options: {
      writeTest: false,
      cleanUp: new Set(options.cleanUp ?? []),
      unattended: options.unattended === true,
    },
    all: definitions,
  }));
  const asked = [...definitions, ...(options.more ?? [])];
  const probes = scopes.flatMap((scope) => asked.map((definition) => definition.make(scope)));
  const plan = makePlan(
    probes.map((probe) => {
      const deadlineMs = probe.id.startsWith('ldap.write') ? options.writeDeadlineMs : undefined;
      return { ...listened(probe, options.onWait), ...defined({ deadlineMs }) };
    }),
  );
  const ledger = new Ledger();
  const environment: ProbeEnvironment = {
    settings,
    platform: platformFor(options),
    credentials: options.credentials ?? rememberingCredentials(),
    journal: options.journal ?? memoryJournal(),
    async secret(source) {
      if (source.kind === 'clear') return source.secret;
      return new Secret(options.secret ?? 'from elsewhere');
    },
  };
  const scheduler = new Scheduler({
    ledger,
    plan,
    settings: () => settings,
    describe: describeEnds(
      () => settings,
      () => 'preview-2021',
    ),
    environment: () => environment,
    now: () => new Date().toISOString(),
  });
  const rows = (): Rows => {
    const list = assess({
      plan,
      entryOf: (id) => ledger.get(id),
      settings,
      profile: 'preview-2021',
      answers: { given: () => undefined, waived: () => undefined },
      attestedBy: { by: 'test', at: new Date().toISOString() },
    });
    return (name) => {
      const id = name.includes('@') ? `ldap.${name}` : `ldap.${name}@D`;
      const row = list.find((one) => one.id === id);
      if (row === undefined) throw new Error(`no row ${id}`);
      return row;
    };
  };
  return {
    rows,
    async run() {
      scheduler.run(plan.probes.map(({ id }) => id));
      await scheduler.settled();
      return rows();
    },
    async retry(name) {
      scheduler.retry(`ldap.${name}@D`);
      await scheduler.settled();
      return rows();
    },
    facts(name) {
      const facts = rows()(name).facts;
      if (facts === undefined) throw new Error(`no facts of ${name}`);
      return facts;
    },
    async stop(outcome = { kind: 'cancelled', why: 'the test is over' }) {
      scheduler.stop(() => outcome);
      await scheduler.settled();
      await scheduler.drained(3_000);
    },
  };
}

function platformFor({
  roots = [],
  held = [],
  distrusted = [],
  userRoots = [],
  windows = false,
  program,
}: SiteOptions): Platform {
  const ofUser = async () => userRoots;
  const platform = createPlatform({
    env: {},
    ...defined({ program }),
    roots: async () => ({ pems: roots, between: held, distrusted, ofUser, source: 'the test' }),
  });
  if (!windows) return platform;
  return { ...platform, machine: () => ({ ...platform.machine(), platform: 'win32' }) };
}

function listened(probe: EcmaProbe, hear: SiteOptions['onWait']): EcmaProbe {
  const { work } = probe;
  if (hear === undefined || work === undefined) return probe;
  const collect: typeof work.collect = (context, signal) => {
    const waitingFor = (what: string) => {
      hear(probe.id, what);
      context.waitingFor(what);
    };
    return work.collect({ ...context, waitingFor }, signal);
  };
  return { ...probe, work: { ...work, collect } };
}
