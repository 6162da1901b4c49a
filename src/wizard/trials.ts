import { dirname } from 'node:path';
import { defined } from '../base/defined.ts';
import type { EcmaProbe } from '../clients/environment.ts';
import { serverKindOf } from '../clients/ldap/server-kinds.ts';
import { sqlProblemText } from '../clients/sql/statements.ts';
import { answered, isUnasked, type Unasked } from '../clients/sql/unasked.ts';
import { type Configuration, configurationOf } from '../doctor/configuration.ts';
import { Trial, type TrialOptions } from '../doctor/trial.ts';
import { type Facts, readerFor } from '../engine/facts.ts';
import type { Secured } from '../platform/types.ts';
import { ldapBind } from '../probes/ldap/bind/facts.ts';
import { ldapServerKind } from '../probes/ldap/server-kind/facts.ts';
import { ldapContainers } from '../probes/offers/ldap-containers.ts';
import { sqlAnchors } from '../probes/offers/sql-anchors.ts';
import { sqlTables } from '../probes/offers/sql-tables.ts';
import { sqlDriver } from '../probes/sql/driver/facts.ts';
import { isBroken } from '../probes/sql/driver-names.ts';
import { sqlLogin } from '../probes/sql/login/facts.ts';
import type { Row } from '../results/row.ts';
import { defaultSettings } from '../settings/default-settings.ts';
import { resolvePaths } from '../settings/resolve-paths.ts';
import type { Settings } from '../settings/schema.ts';
import { SecretStore } from '../settings/secret-store.ts';
import { settingsFromText } from '../settings/validate.ts';
import { connectorName, type Draft, draftText, engineOf, type StepKey } from './draft.ts';
import { markOf, rowFinding } from './findings.ts';
import type { Offers } from './offers.ts';
import { triesOf } from './tries.ts';
import type { Finding } from './view.ts';

export interface TrialsOptions extends Pick<TrialOptions, 'platform' | 'refusals' | 'changed'> {
  /** The `.ecmarc` that will be written: paths count from its folder. */
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  readonly probesFor: (settings: Settings) => readonly EcmaProbe[];
}

export type Rows = ReadonlyMap<string, Row>;

/** What the rows of a try amount to. */
export interface Judged {
  readonly findings: readonly Finding[];
  /** Nothing stands against the answer. */
  readonly content: boolean;
}

/** The draft, tried: it becomes settings, and those run the checks that were asked for. */
export class Trials {
  readonly #options: TrialsOptions;
  readonly #trial: Trial;
  #queue: Promise<void> = Promise.resolve();
  #offers: { readonly key: string; readonly table: string; readonly offers: Offers } | undefined;

  constructor(options: TrialsOptions) {
    this.#options = options;
    const { platform, refusals, probesFor, changed, env } = options;
    const secrets = new SecretStore(defaultSettings, env);
    const configuration = { settings: defaultSettings, warnings: [], secrets, secretsChanged: new Map() };
    this.#trial = new Trial({ platform, refusals, probesFor, changed, configuration });
  }

  rows(): Rows {
    return this.#trial.rows();
  }

  refusals() {
    return this.#trial.refusals();
  }

  /**
   * Begins these for the draft, one call after the other; what has its answer from the same settings keeps it. Does
   * nothing where, when its turn comes, it is no longer `wanted`.
   */
  begin(draft: Draft, ids: readonly string[], wanted: () => boolean = () => true): Promise<void> {
    const begun = this.#queue.then(async () => {
      const configuration = wanted() ? await this.#configuration(draft) : undefined;
      if (configuration === undefined || !wanted()) return;
      const tenant = draft.tenant === undefined || draft.tenant === '' ? [] : ['tenant.exists'];
      this.#trial.adopt(configuration, [...ids, ...tenant]);
    });
    this.#queue = begun.catch(() => {});
    return begun;
  }

  /** What did not pass is looked at once more; `secretsToo`: also where that sends a password. */
  again(ids: readonly string[], secretsToo: boolean): void {
    this.#trial.again(ids, secretsToo);
  }

  answered(ids: readonly string[]): Promise<void> {
    return this.#trial.answered(ids);
  }

  give(draft: Draft, text: string): boolean {
    return this.#trial.give(secretKey(draft), text);
  }

  /** Why the password cannot be had where the draft says that it is kept; undefined: it can. */
  async missingSecret(draft: Draft): Promise<string | undefined> {
    const configuration = await this.#configuration(draft);
    const [missing] = (await configuration?.secrets.missing([secretKey(draft)])) ?? [];
    return missing?.message;
  }

  close(): Promise<void> {
    return this.#trial.close();
  }

  /** What the target gave to choose from: the last of it, while another question is asked of it. */
  offers(draft: Draft): Offers {
    const key = offersKey(draft);
    const { table = '' } = draft.current;
    const before = this.#offers?.key === key ? this.#offers : { table, offers: {} };
    // Why there was none is told only while it is so, and columns are those of one table.
    const { fault: _fault, anchors, ...kept }: Offers = before.offers;
    const ofTable = before.table === table ? defined({ anchors }) : {};
    const offers = { ...kept, ...ofTable, ...this.#offersNow(draft) };
    this.#offers = { key, table, offers };
    return offers;
  }

  #offersNow(draft: Draft): Offers {
    const reader = readerOf(draft, this.rows());
    const containers = reader.of(ldapContainers);
    const tables = answered(reader.of(sqlTables));
    const anchors = answered(reader.of(sqlAnchors));
    const drivers = reader.of(sqlDriver)?.drivers;
    const rootDse = reader.of(ldapBind)?.rootDse ?? reader.of(ldapServerKind)?.rootDse ?? undefined;
    return {
      ...(containers !== undefined && 'containers' in containers
        ? { containers: { list: containers.containers, more: containers.more } }
        : {}),
      ...(tables === undefined ? {} : { tables: tables.tables, procedures: tables.procedures }),
      ...(anchors === undefined ? {} : { anchors: anchors.candidates }),
      ...(drivers === undefined
        ? {}
        : {
            drivers: drivers
              .filter((one) => !isBroken(one))
              .map(({ name }) => name)
              .toSorted(byPromise),
          }),
      ...(rootDse === undefined ? {} : { directory: serverKindOf(rootDse) }),
      ...defined({ fault: faultIn(reader.of(sqlTables)) ?? faultIn(reader.of(sqlAnchors)) }),
    };
  }

  async #configuration(draft: Draft): Promise<Configuration | undefined> {
    const { file, env } = this.#options;
    const parsed = settingsFromText(draftText(draft), file);
    if (!parsed.ok) return undefined;
    const settings = resolvePaths(parsed.settings, dirname(file));
    return configurationOf({ settings, warnings: [] }, env, {
      before: this.#trial.configuration.secrets,
    });
  }
}

/** Of several drivers those first that carry every letter, and the newest. */
function byPromise(one: string, other: string): number {
  const worth = (name: string): number =>
    (/unicode/i.test(name) ? 100 : 0) + Number(/\d+/.exec(name)?.[0] ?? 0);
  return worth(other) - worth(one);
}

/** Why there is no list, in the server's words. */
function faultIn(facts: Facts | Unasked | undefined): string | undefined {
  return facts !== undefined && isUnasked(facts) ? sqlProblemText(facts.unasked) : undefined;
}

/** Of another server or account they would be others. */
function offersKey({ done, current }: Draft): string {
  const { kind, name, url, server, database, bindDn, user } = current;
  return JSON.stringify([done.length, kind, name, url, server, database, bindDn, user]);
}

export function secretKey({ current }: Draft): string {
  const kind = engineOf(current) === undefined ? 'ldap' : 'sql';
  return `connectors.${connectorName(current)}.target.${kind}.password`;
}

function readerOf({ current }: Draft, rows: Rows) {
  return readerFor(connectorName(current), (id) => rows.get(id)?.facts);
}

/** What the rows say of a step's answer. */
export function judgeStep(draft: Draft, step: StepKey, rows: Rows): Judged {
  const { ids, labels } = triesOf(step, draft);
  const asked = ids.flatMap((id, place) => {
    const row = rows.get(id);
    return row === undefined || row.reason === 'not-applicable' ? [] : [{ row, label: labels[place] ?? '' }];
  });
  // What stands behind a failure says nothing of its own; where all of it does, the failure is told.
  const told = asked.filter(
    ({ row }, place) => row.status !== 'blocked' && (place === 0 || row.reason !== 'not-configured'),
  );
  const root = told.length > 0 ? undefined : rows.get(asked[0]?.row.blockedBy ?? '');
  const shown = root === undefined ? told : [{ row: root, label: 'before it' }];
  const brief = step === 'finish' || step === 'password';
  return {
    findings: shown.flatMap(({ row, label }) => rowFinding(row, label, brief)),
    content: asked.every(({ row }, place) => isContent(row, place > 0 || step === 'finish')),
  };
}

/** Off Windows some rows cannot say anything, and what an account may write is often shown to nobody: told, no more. */
function isContent(row: Row, beside: boolean): boolean {
  const mark = markOf(row);
  if (mark === 'good' || mark === 'warn') return true;
  if (!beside) return false;
  if (row.status === 'skipped') return row.reason === 'not-configured' || row.reason === 'not-applicable';
  return (
    row.status === 'unknown' &&
    /^(ldap\.rights|sql\.rights|ldap\.features|sql\.database|sql\.dsn)@/.test(row.id)
  );
}

/** The log-in did not begin, since the authority of the server is not trusted: what it showed. */
export function untrustedAt(draft: Draft, rows: Rows): Secured | undefined {
  const login = readerOf(draft, rows).of(sqlLogin);
  if (login?.outcome !== 'certificate') return undefined;
  const tls = login.reached?.tls;
  return tls?.trustedBy === null ? tls : undefined;
}

/** This log-in is one of Windows' own client, and this is not Windows: no typing makes a try of it. */
export function isOfWindows(draft: Draft, rows: Rows): boolean {
  return readerOf(draft, rows).of(ldapBind)?.outcome === 'unsupported';
}

/** Was a password refused, now or before? */
export function wasRefused(draft: Draft, rows: Rows): boolean {
  return triesOf('password', draft).ids.some((id) => rows.get(id)?.facts?.refusal !== undefined);
}

/** The account is let in a last few times (RFC draft behera-ldap-password-policy): none of them is for us. */
export function mustSpare(draft: Draft, rows: Rows): boolean {
  return readerOf(draft, rows).of(ldapBind)?.password?.graceLogins !== undefined;
}
