import { defined } from '../../base/defined.ts';
import type { SqlDatabase } from '../../clients/sql/database.ts';
import { askDatabase } from '../../clients/sql/session.ts';
import { isUnasked, type Unasked } from '../../clients/sql/unasked.ts';
import type { Facts, FactsToken } from '../../engine/facts.ts';
import type { Rules, Verdict } from '../../engine/probe.ts';
import type { ConnectorSettings, SqlTarget } from '../../settings/schema.ts';
import { attestedWritable } from '../common/attested.ts';
import {
  defineTargetProbe,
  type TargetContext,
  type TargetDescription,
  type TargetInput,
  type TargetScope,
} from '../common/define-target.ts';
import { by } from '../common/fix.ts';
import { manualVerdict } from '../common/manual.ts';
import type { ProbeDefinition } from '../define.ts';
import { unaskedVerdict } from './unasked.ts';

export type SqlScope = TargetScope<SqlTarget>;
export type SqlContext = TargetContext<SqlTarget>;
export type SqlInput<F extends Facts> = TargetInput<F, SqlTarget>;

export interface SqlDescription<F extends Facts> extends TargetDescription<F, SqlTarget> {
  /**
   * What a person is asked in its place where the engine is another than SQL Server, whose protocol alone the doctor
   * speaks (decisions: sql.server-kind). Without it the probe looks for itself, whatever the engine.
   */
  readonly otherEngine?: string;
}

/** A probe of a database. */
export function defineSqlProbe<F extends Facts>(
  token: FactsToken<F>,
  { otherEngine, ...description }: SqlDescription<F>,
): ProbeDefinition {
  const looking = defineTargetProbe(token, targetOf, description);
  if (otherEngine === undefined) return looking;
  const asking = askingInstead(token, description, otherEngine);
  return {
    ...looking,
    make: (scope) => (scope.connector && isOther(targetOf(scope.connector)) ? asking : looking).make(scope),
  };
}

export interface DatabaseDescription<F extends Facts>
  extends Omit<SqlDescription<F>, 'share' | 'dependsOn' | 'collect'> {
  /** What is expected, as it stands in the verdict when the question had no answer. */
  readonly expected: string;
  readonly otherEngine: string;
  ask(database: SqlDatabase, context: SqlContext): Promise<F>;
}

/** A probe over the one connection that is logged in: its facts, or why its question had no answer. */
export function defineDatabaseProbe<F extends Facts>(
  token: FactsToken<F | Unasked>,
  { expected, ask, judge, ...description }: DatabaseDescription<F>,
): ProbeDefinition {
  return defineSqlProbe<F | Unasked>(token, {
    ...description,
    share: sharedSession,
    dependsOn: ({ target }) => target,
    collect: (context, signal) =>
      askDatabase(context, context.scope.target, (database) => ask(database, context), signal),
    judge(input: SqlInput<F | Unasked>, rules: Rules): Verdict {
      const { facts } = input;
      return isUnasked(facts) ? unaskedVerdict(facts, expected) : judge({ ...input, facts }, rules);
    },
  });
}

/** Key of the connection that the login opens and the others use. */
export function sharedSession({ connector }: SqlScope): string {
  return `sql@${connector.name}`;
}

/** A database that is asked through its ODBC driver alone. */
export function isOther(target: SqlTarget | undefined): boolean {
  return target !== undefined && target.engine !== 'sqlserver';
}

export function targetOf({ target }: ConnectorSettings): SqlTarget | undefined {
  return target !== undefined && 'sql' in target ? target.sql : undefined;
}

type Asked = Pick<
  TargetDescription<Facts, SqlTarget>,
  'title' | 'levels' | 'requirements' | 'needs' | 'uses' | 'seconds' | 'dependsOn' | 'sends' | 'notApplicable'
>;

/** The same row, put to a person who knows the database. */
function askingInstead(token: FactsToken, description: Asked, question: string): ProbeDefinition {
  const { title, levels, requirements, needs, uses, seconds, dependsOn, sends, notApplicable } = description;
  const asked = ({ connector }: SqlScope) =>
    manualVerdict({
      message: 'not SQL Server: please check',
      expected: question,
      why: 'The doctor speaks only the protocol of SQL Server. With other databases it asks the person who knows.',
      look: [by.database(`Check in a query tool, as the connector's user: ${question}`)],
      yaml: `attest: { targetWritable: [${connector.name}] }`,
    });
  return defineTargetProbe<Facts, SqlTarget>(token, targetOf, {
    title,
    levels,
    requirements,
    seconds,
    answerable: true,
    ...defined({ needs, uses, dependsOn, sends, notApplicable }),
    attested: attestedWritable,
    collect: async () => ({ usable: true }),
    judge: (input) => asked(input.scope),
  });
}
