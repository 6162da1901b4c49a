import { defined } from '../base/defined.ts';
import type { EcmaProbe, ProbeContext } from '../clients/environment.ts';
import { type Facts, type FactsReader, type FactsToken, idFor } from '../engine/facts.ts';
import type { Attested, Consent, JudgeInput, NotRun, Rules, SecretUse, Verdict } from '../engine/probe.ts';
import type { Level, Profile } from '../engine/status.ts';
import { noteRefusals } from '../platform/noted-refusals.ts';
import { type RequirementId, sourceOf } from '../requirements/index.ts';
import type { ConnectorSettings, Settings } from '../settings/schema.ts';
import { refusalsIn, sayBroken, sayRefusals, withBroken, withRefusals } from './common/refusals.ts';

export interface ProbeOptions {
  /** `--write-test`: the write test is allowed on every target, or on those of these connectors. */
  readonly writeTest: boolean | readonly string[];
  /** True when nobody can answer: a sign-in that needs a person is then not configured. */
  readonly unattended?: boolean;
  /** Ids of write tests of which an older run left something: off, they may still run to delete that, after a yes. */
  readonly cleanUp?: ReadonlySet<string>;
}

/** What a probe is about in one run: the settings, one connector of them, and what the command line adds. */
export interface Scope {
  readonly settings: Settings;
  /** Absent for probes of the server, in the catalogue, and where no connector is configured. */
  readonly connector: ConnectorSettings | undefined;
  readonly options: ProbeOptions;
  /** Every definition, for the few probes that read what all others of a kind saw. */
  readonly all: readonly ProbeDefinition[];
}

/** What `collect` goes by: its I/O, the engine's attempt, and what the probe is about. */
export type CollectContext = ProbeContext & { readonly scope: Scope };

/** What `judge` goes by. */
export interface ProbeInput<F extends Facts> extends JudgeInput<Settings, F> {
  readonly scope: Scope;
}

/** What a host told of the time of day, and this machine's clock then; both ISO 8601. */
export interface PeerTime {
  readonly host: string;
  readonly date: string;
  readonly at: string;
}

/**
 * A probe as its author writes it. Area, source and ids follow from the token and the requirements; what is a function
 * of the scope depends on the settings or on the connector.
 */
export interface ProbeDescription<F extends Facts> {
  /** What is asked, in the administrator's words, 30 characters at most. */
  readonly title: string;
  readonly levels: Readonly<Record<Profile, Level>>;
  readonly requirements: readonly RequirementId[];
  /** Their facts must be usable before this can run. */
  readonly needs?: readonly FactsToken[];
  /** Their facts are read too, when they come; they never block, and may use this one in turn. */
  readonly uses?: readonly FactsToken[] | ((all: readonly ProbeDefinition[]) => readonly FactsToken[]);
  /** Upper bound of one attempt's work. */
  readonly seconds: number | ((scope: Scope) => number);
  /** The address that the area's heading names. */
  subject?(scope: Scope): string | undefined;
  /** Remote `host:port` that it loads: at most four attempts a lane at once. */
  lane?(scope: Scope): string | undefined;
  /** Key of the connection that it shares with others. */
  share?(scope: Scope): string | undefined;
  /** The settings that its facts depend on; secrets in it print as where they are kept. */
  dependsOn?(scope: Scope): unknown;
  /** Secrets that it sends to a peer. */
  sends?(scope: Scope): readonly SecretUse[];
  /** Could another try count towards locking an account? */
  readonly lockout?: true | ((scope: Scope) => boolean);
  /** True when a person's `y` can answer it. */
  readonly answerable?: true;
  /** What it changes, to be agreed to before it runs. */
  asks?(scope: Scope): Consent | undefined;
  notApplicable?(scope: Scope, facts: FactsReader): string | undefined;
  notAllowed?(scope: Scope): NotRun | undefined;
  notConfigured?(scope: Scope): NotRun | undefined;
  attested?(scope: Scope, rules: Rules): Attested | undefined;
  /** What its peers told of the time of day: `server.clock` reads it. */
  peerTimes?(facts: F): readonly PeerTime[];
  /** True where Windows or the file system may refuse what it asks: `server.elevation` lists what it did. */
  readonly mayBeRefused?: true;
  collect(context: CollectContext, signal: AbortSignal): Promise<F>;
  judge(input: ProbeInput<F>, rules: Rules): Verdict;
}

/** One kind of probe, for every run: what `src/probes/index.ts` lists. */
export interface ProbeDefinition {
  readonly token: FactsToken;
  /** What its peers told of the time, in this run; undefined: it asks nobody who tells. */
  readonly peerTimes?: (uses: FactsReader, scope: Scope) => readonly PeerTime[];
  /** What Windows refused to it; undefined: it does not ask Windows. */
  readonly notSeen?: (uses: FactsReader, scope: Scope) => readonly string[];
  /** The probe of a run, or of one connector of it; without one, as the catalogue shows it. */
  make(scope: Scope): EcmaProbe;
}

/** Makes a definition. `built`: false where there is nothing to look at yet, such as a connector without a target. */
export function defineProbe<F extends Facts>(
  token: FactsToken<F>,
  description: ProbeDescription<F>,
  built: (scope: Scope) => boolean = () => true,
): ProbeDefinition {
  return {
    token,
    ...defined({
      peerTimes: reading(token, description.peerTimes),
      notSeen: reading(token, description.mayBeRefused && refusalsIn),
    }),
    make: (scope) => makeProbe(token, description, scope, built(scope)),
  };
}

/** Something read out of the facts of all probes of this definition. */
function reading<F extends Facts, T>(token: FactsToken<F>, read: ((facts: F) => readonly T[]) | undefined) {
  if (read === undefined) return undefined;
  return (uses: FactsReader, { settings }: Scope): readonly T[] => {
    const names = token.perConnector ? settings.connectors.map(({ name }) => name) : [undefined];
    return names.flatMap((name) => {
      const facts = uses.of(token, name);
      return facts === undefined ? [] : read(facts);
    });
  };
}

function makeProbe<F extends Facts>(
  token: FactsToken<F>,
  description: ProbeDescription<F>,
  scope: Scope,
  built: boolean,
): EcmaProbe<F> {
  const { title, levels, requirements, needs = [], uses = [], seconds, lockout, answerable } = description;
  const { notApplicable, notAllowed, notConfigured, attested, dependsOn } = description;
  const name = token.perConnector ? scope.connector?.name : undefined;
  const used = typeof uses === 'function' ? uses(scope.all) : uses;
  const about = dependsOn?.(scope);
  const sends = description.sends?.(scope);
  const withSettings = (settings: Settings): Scope => ({ ...scope, settings });
  return {
    id: idFor(token, name),
    title,
    area: areaOf(token.id),
    ...defined({ connector: name, subject: description.subject?.(scope) }),
    levels,
    requirements,
    source: sourceOf(requirements),
    needs: needs.map((need) => idFor(need, name)),
    uses: used.flatMap((use) => idsFor(use, name, scope)),
    deadlineMs: (typeof seconds === 'number' ? seconds : seconds(scope)) * 1000,
    ...defined({
      schema: token.schema,
      lane: description.lane?.(scope),
      share: description.share?.(scope),
      fingerprint: about === undefined ? undefined : JSON.stringify(about),
      sends,
      lockout: typeof lockout === 'function' ? lockout(scope) : lockout,
      answerable,
      asks: description.asks?.(scope),
      notApplicable:
        notApplicable &&
        ((settings: Settings, facts: FactsReader) => notApplicable(withSettings(settings), facts)),
      notAllowed: notAllowed && ((settings: Settings) => notAllowed(withSettings(settings))),
      notConfigured: notConfigured && ((settings: Settings) => notConfigured(withSettings(settings))),
      attested: attested && ((settings: Settings, rules: Rules) => attested(withSettings(settings), rules)),
      work: built
        ? {
            async collect(context: ProbeContext, signal: AbortSignal) {
              const { platform, refused, broken } = noteRefusals(context.platform);
              const facts = await description.collect({ ...context, platform, scope }, signal);
              return withBroken(withRefusals(facts, refused()), broken());
            },
            judge: (input: JudgeInput<Settings, F>, rules: Rules) =>
              sayBroken(
                sayRefusals(
                  description.judge({ ...input, scope: withSettings(input.settings) }, rules),
                  refusalsIn(input.facts),
                ),
                input.facts,
              ),
          }
        : undefined,
    }),
  };
}

/** A probe of the server that uses one of each connector uses all of them. */
function idsFor(token: FactsToken, connector: string | undefined, { settings }: Scope): readonly string[] {
  if (!token.perConnector || connector !== undefined || settings.connectors.length === 0)
    return [idFor(token, connector)];
  return settings.connectors.map(({ name }) => idFor(token, name));
}

export function areaOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}
