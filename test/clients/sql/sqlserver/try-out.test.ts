import { describe, expect, it } from 'vitest';
import type { Column } from '../../../../src/clients/sql/columns.ts';
import { planRow } from '../../../../src/clients/sql/sqlserver/plan-row.ts';
import { tryOutBatch } from '../../../../src/clients/sql/sqlserver/queries/try-out.ts';

const column = (name: string, base: string, more: Partial<Column> = {}): Column => ({
  ...{ name, type: base, base, bytes: 100, precision: 0, scale: 0, nullable: false, identity: false },
  ...{ computed: false, hasDefault: false, generated: false, collation: '', ...more },
});

function batchOf(columns: readonly Column[], anchor: string) {
  const shape = { table: '[dbo].[T]', columns, indexes: [], checks: [], keys: [], attributes: [] };
  const plan = planRow({ ...shape, anchor, memoryOptimised: false });
  if (!('insert' in plan)) throw new Error('no plan');
  const look = plan.count(plan.keyValue);
  const steps = [
    { name: 'insert', statement: plan.insert },
    { name: 'read', statement: look },
    { name: 'update', statement: plan.update(plan.keyValue) },
    { name: 'delete', statement: plan.remove(plan.keyValue) },
  ];
  return tryOutBatch(steps, look, plan.byIdentity);
}

describe('the batch of the write test', () => {
  const byName = batchOf([column("N'ame", 'nvarchar')], "N'ame");
  const byNumber = batchOf([column('Id', 'int', { identity: true }), column('Name', 'nvarchar')], 'Id');

  it.each([
    ['by a name', byName.text],
    ['by an identity number', byNumber.text],
  ])('begins once and rolls back before it answers, %s', (_name, text) => {
    expect(text.match(/BEGIN TRANSACTION/g)).toHaveLength(1);
    expect(text).not.toMatch(/COMMIT/i);
    expect(text.indexOf('BEGIN TRANSACTION')).toBeLessThan(text.indexOf('ROLLBACK TRANSACTION'));
    expect(text.indexOf('ROLLBACK TRANSACTION')).toBeLessThan(text.indexOf('AS ended'));
    // Every literal ends: quotes inside are doubled.
    const outside = text.replace(/N'(?:[^']|'')*'/g, '');
    expect(outside).not.toContain("'");
    expect(outside).not.toMatch(/INSERT|DELETE|UPDATE/);
    expect(text.match(/LOCK_TIMEOUT (\d+)/g)).toEqual(Array(6).fill('LOCK_TIMEOUT 1000'));
  });

  it('declares and passes each parameter of a step, and takes the number that the server gave', () => {
    expect(byName.text).toContain("N''''ame".replace("N''''", "N''"));
    for (const name of Object.keys(byName.parameters ?? {}))
      expect(byName.text).toContain(`@${name} = @${name}`);
    expect(byNumber.parameters).not.toHaveProperty('key');
    expect(byNumber.text).toContain('@key = @key OUTPUT;');
    expect(byNumber.text).toContain('@message nvarchar(500), @key nvarchar(4000);');
  });
});
