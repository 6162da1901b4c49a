import type { SqlTarget } from '../../settings/schema.ts';

/** What a procedure does in the connector's stored-procedure method (SQL-14). */
export type ProcedureRole = 'read' | 'add' | 'update' | 'delete';

export interface WantedProcedure {
  readonly name: string;
  /** Absent where `.ecmarc` only lists names. */
  readonly role?: ProcedureRole;
}

export function proceduresOf({ procedures }: SqlTarget): readonly WantedProcedure[] {
  if (Array.isArray(procedures)) return procedures.map((name) => ({ name }));
  return (['read', 'add', 'update', 'delete'] as const).map((role) => ({ role, name: procedures[role] }));
}

/** Does the connector reach people through procedures alone (decisions: Stored procedures)? */
export function byProcedures(target: SqlTarget): boolean {
  return proceduresOf(target).some(({ role }) => role !== undefined);
}
