import type { TableInfo, TableRights } from '../../sql/database.ts';
import { type Asking, grantedBy, isOne, quoted, textOf } from './dialect.ts';

/** What an account may do with a table of PostgreSQL: rights, roles that it inherits, schema, sequences, policies. */

/** Of a table that was found: both names as parameters. */
export const ofTable =
  '(SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?)';

const words = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

export async function rights(asking: Asking, { schema, name }: TableInfo): Promise<TableRights | undefined> {
  const [row] = await asking.rows(
    `SELECT current_user::text AS "user", has_schema_privilege(n.oid, 'USAGE')::int::text AS usage, row_security_active(c.oid)::int::text AS active, ${words
      .map((word) => `has_table_privilege(c.oid, '${word}')::int::text AS "${word}"`)
      .join(', ')}
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?`,
    [schema, name],
  );
  if (row === undefined) return undefined;
  const columns = await asking.rows(
    `SELECT a.attname::text AS name, ${(['SELECT', 'INSERT', 'UPDATE'] as const)
      .map((word) => `has_column_privilege(a.attrelid, a.attnum, '${word}')::int::text AS "${word}"`)
      .join(
        ', ',
      )} FROM pg_attribute a WHERE a.attrelid = ${ofTable} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [schema, name],
  );
  const without = (word: 'SELECT' | 'INSERT' | 'UPDATE') =>
    columns.filter((one) => !isOne(one[word])).map((one) => textOf(one.name));
  const user = textOf(row.user);
  const to = `TO ${quoted(user)};`;
  const sequences = await asking.rows(
    `SELECT s.oid::regclass::text AS name FROM pg_attrdef ad JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = ad.oid AND d.refclassid = 'pg_class'::regclass JOIN pg_class s ON s.oid = d.refobjid AND s.relkind = 'S' WHERE ad.adrelid = ${ofTable} AND CASE WHEN s.relkind = 'S' THEN NOT (has_sequence_privilege(s.oid, 'USAGE') OR has_sequence_privilege(s.oid, 'UPDATE')) ELSE false END`,
    [schema, name],
  );
  const refused = { SELECT: without('SELECT'), INSERT: without('INSERT'), UPDATE: without('UPDATE') };
  return {
    user,
    onTable: Object.fromEntries(words.map((word) => [word, grantedBy(row[word])])),
    roles: { reader: null, writer: null },
    onColumns: {
      columns: columns.length,
      SELECT: columns.length - refused.SELECT.length,
      INSERT: columns.length - refused.INSERT.length,
      UPDATE: columns.length - refused.UPDATE.length,
    },
    ...(Object.values(refused).some((names) => names.length > 0) ? { refused } : {}),
    lacking: [
      ...(isOne(row.usage)
        ? []
        : [{ what: `USAGE on schema ${schema}`, command: `GRANT USAGE ON SCHEMA ${quoted(schema)} ${to}` }]),
      ...sequences.map((one) => ({
        what: `USAGE on sequence ${textOf(one.name)}`,
        command: `GRANT USAGE ON SEQUENCE ${textOf(one.name)} ${to}`,
      })),
      ...(isOne(row.active) ? await policiesLacking(user) : []),
    ],
    ...(isOne(row.active) ? { policies: true } : {}),
  };

  /** Commands for which no policy of this account allows any row. Without one, PostgreSQL refuses or hides all. */
  async function policiesLacking(account: string) {
    const policies = await asking.rows(
      `SELECT polcmd::text AS cmd FROM pg_policy WHERE polrelid = ${ofTable} AND polpermissive AND (polroles = '{0}' OR EXISTS (SELECT 1 FROM unnest(polroles) r WHERE r <> 0 AND pg_has_role(r, 'USAGE')))`,
      [schema, name],
    );
    const letters: Readonly<Record<(typeof words)[number], string>> = {
      SELECT: 'r',
      INSERT: 'a',
      UPDATE: 'w',
      DELETE: 'd',
    };
    return words
      .filter((word) => !policies.some(({ cmd }) => cmd === '*' || cmd === letters[word]))
      .map((word) => ({
        what: `a row-level policy for ${word}`,
        command: `CREATE POLICY ${quoted(`ecma_${word.toLowerCase()}`)} ON ${quoted(schema)}.${quoted(name)} FOR ${word} TO ${quoted(account)} ${word === 'INSERT' ? 'WITH CHECK' : 'USING'} (true);`,
      }));
  }
}
