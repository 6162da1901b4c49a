import { asWhoRuns } from '../../clients/sql/account.ts';
import type { SqlDatabase } from '../../clients/sql/database.ts';
import { askDatabase } from '../../clients/sql/session.ts';
import { isUnasked, type Unasked, type Untried } from '../../clients/sql/unasked.ts';
import type { Facts, FactsToken } from '../../engine/facts.ts';
import type { Rules, Verdict } from '../../engine/probe.ts';
import type { ConnectorSettings, Engine, SqlTarget } from '../../settings/schema.ts';
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
import { speechOf } from './speech.ts';
import { unaskedVerdict } from './unasked.ts';
import { neverTried, untriedEvidence } from './untried.ts';

export type SqlScope = TargetScope<SqlTarget>;
export type SqlContext = TargetContext<SqlTarget>;
export type SqlInput<F extends Facts> = TargetInput<F, SqlTarget>;

export type SqlDescription<F extends Facts> = TargetDescription<F, SqlTarget>;

/** A probe of a database. */
export function defineSqlProbe<F extends Facts>(
  token: FactsToken<F>,
  description: SqlDescription<F>,
): ProbeDefinition {
  return defineTargetProbe(token, targetOf, description);
}

export interface DatabaseDescription<F extends Facts>
  extends Omit<SqlDescription<F>, 'share' | 'dependsOn' | 'collect'> {
  /** What is expected, as it stands in the verdict when the question had no answer. */
  readonly expected: string;
  /** What a person was asked in its place by versions that looked at SQL Server alone: their reports still open. */
  readonly otherEngine: string;
  /** How an engine other than SQL Server is judged, where its facts differ too much. */
  judgeOther?(input: SqlInput<F>, rules: Rules): Verdict;
  ask(database: SqlDatabase, context: SqlContext): Promise<F>;
}

/** A probe over the one connection that is logged in: its facts, or why its question had no answer. */
export function defineDatabaseProbe<F extends Facts>(
  token: FactsToken<F | Unasked>,
  { expected, otherEngine, ask, judge, judgeOther = judge, ...description }: DatabaseDescription<F>,
): ProbeDefinition {
  return defineSqlProbe<F | Unasked>(token, {
    ...description,
    share: sharedSession,
    dependsOn: ({ target }) => target,
    collect: (context, signal) =>
      askDatabase(context, context.scope.target, (database) => ask(database, context), signal),
    judge(input: SqlInput<F | Unasked>, rules: Rules): Verdict {
      const { facts, scope } = input;
      const { engine } = scope.target;
      if (isUnasked(facts)) return sayUntried(unaskedVerdict(facts, expected, engine), facts, engine);
      if (!isOther(scope.target)) return seenAs(judge({ ...input, facts }, rules), scope.target, token);
      if (Object.keys(facts).every((key) => key === 'usable')) return askedOfPerson(scope, otherEngine);
      return sayUntried(judgeOther({ ...input, facts: { ...facts, engine } }, rules), facts, engine);
    },
  });
}

/** What was asked as whoever runs the doctor says nothing of what the connector's account may do. */
function seenAs(verdict: Verdict, target: SqlTarget, { id }: FactsToken): Verdict {
  if (!asWhoRuns(target)) return verdict;
  const value = 'as the account that runs the doctor; the connector asks as the account of its service';
  const evidence = [...(verdict.evidence ?? []), { label: 'Asked', value }];
  if (verdict.status !== 'pass' || !['sql.rights', 'sql.write'].includes(id)) return { ...verdict, evidence };
  const note = 'seen as the account that runs the doctor, not as that of the service';
  return { ...verdict, evidence, found: verdict.found === undefined ? note : `${verdict.found}; ${note}` };
}

/** Nobody of us has such a server: each row that was asked in its dialect says so. */
function sayUntried(verdict: Verdict, facts: Facts & Untried, engine: Engine): Verdict {
  const { untried = neverTried(engine) ? speechOf(engine).product : undefined } = facts;
  if (untried === undefined) return verdict;
  return { ...verdict, evidence: [...(verdict.evidence ?? []), ...untriedEvidence(untried)] };
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

/** The verdict on facts of earlier versions, which asked a person of these engines. */
function askedOfPerson({ connector }: SqlScope, question: string): Verdict {
  return manualVerdict({
    message: 'not SQL Server: please check',
    expected: question,
    why: 'The doctor speaks only the protocol of SQL Server. With other databases it asks the person who knows.',
    look: [by.database(`Check in a query tool, as the connector's user: ${question}`)],
    yaml: `attest: { targetWritable: [${connector.name}] }`,
  });
}
