import { expect, it } from 'vitest';
import type { OdbcConversation } from '../../../src/clients/odbc/conversation.ts';
import type { Asking } from '../../../src/clients/odbc/dialects/dialect.ts';
import { postgresql } from '../../../src/clients/odbc/dialects/postgresql.ts';
import type { OdbcRowPlan } from '../../../src/clients/odbc/plan-row.ts';
import { tryOutRow } from '../../../src/clients/odbc/try-out-row.ts';

/** How many rows a driver says there are, in the write test. */
const told = async (count: string | null) => {
  const writer = {
    ask: async () => ({ ok: true, steps: [{ ok: true, rows: [{ count }] }] }),
  } as unknown as OdbcConversation;
  const asking = { outcome: async () => ({ ok: true, rows: [{ count }] }) } as unknown as Asking;
  const plan = {
    indexed: true,
    identity: undefined,
    omitted: [],
    parents: [],
    steps: [{ of: 'read', text: 'SELECT count(*)', parameters: [], maxRows: 1 }],
    look: 'SELECT count(*)',
    key: 'x',
    changesNothing: false,
  } as OdbcRowPlan;
  return tryOutRow(writer, asking, plan, postgresql, 'postgresql', new AbortController().signal);
};

it.each(['1e999', '-1', '0.5', 'many', 'NaN'])(
  '%j is no number of rows, and nothing was looked for',
  async (count) => {
    expect(await told(count)).toEqual({
      steps: [{ step: 'read', problem: expect.objectContaining({ code: 'ODD_NUMBER' }) }],
    });
  },
);

it.each([
  ['0', 0],
  ['1', 1],
  ['1.00', 1],
  [' 2. ', 2],
] as const)('%j is one', async (count, rows) => {
  expect(await told(count)).toEqual({ steps: [{ step: 'read', rows }], left: rows });
});
