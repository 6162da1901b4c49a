import type { Owner, Step } from '../engine/probe.ts';
import { problemKindOf } from './problem-kind.ts';
import type { Row } from './row.ts';

const ownersByArea: Readonly<Record<string, Owner>> = {
  network: 'network',
  connector: 'connector',
  ldap: 'directory',
  sql: 'database',
  tenant: 'entra',
};

/** Whose hands a row needs: whoever keeps what it is about. What is missing in `.ecmarc` is for the person at the server. */
export function ownerOfRow(row: Pick<Row, 'area' | 'status' | 'reason'>): Owner {
  return problemKindOf(row) === 'not-configured' ? 'server' : (ownersByArea[row.area] ?? 'server');
}

/** Whose hands a step needs; one without a name is for the row's owner. */
export function ownerOf(step: Step, row: Row): Owner {
  return step.owner ?? ownerOfRow(row);
}
