import type { Row } from '../results/row.ts';
import type { Settings } from '../settings/schema.ts';
import { didYouMean, suggest } from '../settings/suggest.ts';
import type { Options } from './options.ts';

// A `--write-test=CONNECTOR` that allows nothing is no permission but a mistake (exit 2): nothing would be tested, and
// nobody told.

/** Of a connector that there is not, or whose target has no write test. */
export function strangeWriteTests(
  writeTest: Options['writeTest'],
  { connectors }: Pick<Settings, 'connectors'>,
): readonly string[] {
  if (typeof writeTest === 'boolean') return [];
  const names = connectors.map(({ name }) => name);
  return writeTest.flatMap((name) => {
    const connector = connectors.find((one) => one.name === name);
    if (connector === undefined) {
      const hint = didYouMean(suggest(name, names));
      return [
        `--write-test=${name}: .ecmarc has no connector of that name${hint} (${names.join(', ') || 'it has none'})`,
      ];
    }
    const { target } = connector;
    if (target !== undefined && ('ldap' in target || 'sql' in target)) return [];
    const why =
      target === undefined ? 'it has no target' : 'its target is neither a directory nor a database';
    return [`--write-test=${name}: there is no write test for it: ${why}`];
  });
}

/** Of a connector whose write test `--only` or `--skip` leave out. */
export function leftOutWriteTests(
  writeTest: Options['writeTest'],
  rows: () => readonly Pick<Row, 'id' | 'reason'>[],
): readonly string[] {
  if (typeof writeTest === 'boolean') return [];
  const leftOut = new Set(
    rows()
      .filter(({ reason }) => reason === 'not-chosen')
      .map(({ id }) => id),
  );
  return writeTest
    .filter((name) => leftOut.has(`ldap.write@${name}`) || leftOut.has(`sql.write@${name}`))
    .map((name) => `--write-test=${name}: --only or --skip leave its write test out`);
}
