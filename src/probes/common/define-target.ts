import { defined } from '../../base/defined.ts';
import type { ProbeContext } from '../../clients/environment.ts';
import type { Facts, FactsReader, FactsToken } from '../../engine/facts.ts';
import type { Consent, NotRun, Rules, SecretUse, Verdict } from '../../engine/probe.ts';
import type { ConnectorSettings } from '../../settings/schema.ts';
import {
  defineProbe,
  type ProbeDefinition,
  type ProbeDescription,
  type ProbeInput,
  type Scope,
} from '../define.ts';
import { addressOf, noTarget } from './target.ts';

/** What a row about a target is about: its connector and the target itself. */
export interface TargetScope<T> extends Scope {
  readonly connector: ConnectorSettings;
  readonly target: T;
}

export type TargetContext<T> = ProbeContext & { readonly scope: TargetScope<T> };

export interface TargetInput<F extends Facts, T> extends ProbeInput<F> {
  readonly scope: TargetScope<T>;
}

/** The same as a probe's description, with the target at hand wherever there is one. */
export interface TargetDescription<F extends Facts, T>
  extends Pick<
    ProbeDescription<F>,
    | 'title'
    | 'levels'
    | 'requirements'
    | 'needs'
    | 'uses'
    | 'seconds'
    | 'lockout'
    | 'answerable'
    | 'attested'
    | 'peerTimes'
    | 'mayBeRefused'
  > {
  share?(scope: TargetScope<T>): string;
  dependsOn?(scope: TargetScope<T>): unknown;
  sends?(scope: TargetScope<T>): readonly SecretUse[];
  asks?(scope: TargetScope<T>): Consent | undefined;
  notApplicable?(scope: Scope, facts: FactsReader): string | undefined;
  notAllowed?(scope: TargetScope<T>): NotRun | undefined;
  notConfigured?(scope: TargetScope<T>): NotRun | undefined;
  collect(context: TargetContext<T>, signal: AbortSignal): Promise<F>;
  judge(input: TargetInput<F, T>, rules: Rules): Verdict;
}

/**
 * A probe of a connector's target: address and lane come from the target, and without one it is not configured.
 * `targetOf` gives the part of `.ecmarc` that the area is about.
 */
export function defineTargetProbe<F extends Facts, T>(
  token: FactsToken<F>,
  targetOf: (connector: ConnectorSettings) => T | undefined,
  description: TargetDescription<F, T>,
): ProbeDefinition {
  const { share, dependsOn, sends, asks, notAllowed, notConfigured, collect, judge, ...rest } = description;
  const whole = (scope: Scope): TargetScope<T> | undefined => {
    const { connector } = scope;
    const target = connector === undefined ? undefined : targetOf(connector);
    return connector === undefined || target === undefined ? undefined : { ...scope, connector, target };
  };
  const there = (scope: Scope): TargetScope<T> => {
    const made = whole(scope);
    if (made === undefined) throw new Error(`${token.id} was asked without a target`);
    return made;
  };
  /** A function of the target for scopes that may have none. */
  const where = <R>(read: ((scope: TargetScope<T>) => R) | undefined) =>
    read &&
    ((scope: Scope): R | undefined => {
      const made = whole(scope);
      return made === undefined ? undefined : read(made);
    });
  const address = ({ connector }: Scope) => connector && addressOf(connector);
  return defineProbe<F>(
    token,
    {
      ...rest,
      subject: address,
      lane: address,
      ...defined({
        share: where(share),
        dependsOn:
          dependsOn &&
          where((scope: TargetScope<T>) => {
            const own = dependsOn(scope);
            // A target that names no authorities is trusted by those of the network.
            const { caFile } = scope.settings.network;
            return caFile === undefined ? own : { own, caFile };
          }),
        asks: where(asks),
        notAllowed: where(notAllowed),
      }),
      sends: (scope) => where(sends)?.(scope) ?? [],
      notConfigured: (scope) => noTarget(scope.connector) ?? where(notConfigured)?.(scope),
      collect: (context, signal) => collect({ ...context, scope: there(context.scope) }, signal),
      judge: (input, rules) => judge({ ...input, scope: there(input.scope) }, rules),
    },
    (scope) => whole(scope) !== undefined,
  );
}
