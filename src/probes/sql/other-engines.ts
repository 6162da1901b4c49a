import type { DatabaseInfo, ServerInfo } from '../../clients/sql/database.ts';
import type { Facts } from '../../engine/facts.ts';
import type { Verdict } from '../../engine/probe.ts';
import { requirement } from '../../requirements/index.ts';
import type { Engine } from '../../settings/schema.ts';
import { evidence } from '../common/evidence.ts';
import { by, fix } from '../common/fix.ts';
import type { SqlInput } from './define.ts';
import { speechOf } from './speech.ts';
import { neverTried } from './untried.ts';

/** The rows about server and database of engines that are asked through their driver. */

const listed = requirement('SQL-01').values.engines;

/** Day after which its makers mend a release no more (their own pages on support; checked 2026-11). */
const lastDays: Readonly<Record<string, readonly (readonly [release: RegExp, day: string])[]>> = {
  PostgreSQL: [
    [/^[0-8]\.|^9\.[0-5](\.|$)/, '2021-02-11'],
    [/^9\.6(\.|$)/, '2021-11-11'],
    [/^10(\.|$)/, '2022-11-10'],
    [/^11(\.|$)/, '2023-11-09'],
    [/^12(\.|$)/, '2024-11-21'],
    [/^13(\.|$)/, '2025-11-13'],
    [/^14(\.|$)/, '2026-11-12'],
    [/^15(\.|$)/, '2027-11-11'],
  ],
  MySQL: [
    [/^[0-4]\.|^5\.[0-6]\./, '2021-02-05'],
    [/^5\.7\./, '2023-10-31'],
    [/^8\.0\./, '2026-04-30'],
  ],
};

const neverRun =
  'the statements by which this engine is asked are from its manuals; the doctor was never tried against one';

export function judgeOtherEngine({ facts, scope, observedAt }: SqlInput<Facts & ServerInfo>): Verdict {
  const { version, edition, banner, product = '', lax } = facts;
  const { engine } = scope.target;
  const name = `${product} ${version}`.trim();
  const base = {
    expected: `one of ${listed.join(', ')}`,
    evidence: evidence({ Version: version, Edition: edition || undefined, Banner: banner || undefined }),
  };
  const warn = (message: string, why: string, step: string): Verdict => ({
    ...base,
    status: 'warn',
    message,
    remedy: fix(why, by.database(step)),
  });
  if (version === '' && product === '')
    return { ...base, status: 'unknown', message: 'it does not tell its version' };
  if (!isMeant(engine, product))
    return warn(
      `${name}: .ecmarc says ${engine}`,
      'The server that answers is of another engine than .ecmarc says, so its rows were asked in the wrong dialect.',
      'Correct engine in .ecmarc',
    );
  if (!listed.some((one) => one.toLowerCase().includes(product.toLowerCase())))
    return warn(
      `${name}: not in the list`,
      'The Generic SQL connector was tested with the listed engines, not with this one.',
      'Try it with test data first, or use one of the listed engines',
    );
  const day = lastDays[product]?.find(([release]) => release.test(version))?.[1];
  if (day !== undefined && observedAt.slice(0, 10) > day)
    return warn(
      `${name}: out of support`,
      `Its makers mend this release no more since ${day}.`,
      'Move the database to a supported version',
    );
  if (lax)
    return warn(
      `${name}, not strict`,
      'Without a strict sql_mode the server cuts what is too long and zeroes what does not fit, and says that all went well.',
      "Add STRICT_TRANS_TABLES to sql_mode: SET PERSIST sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES');",
    );
  return { ...base, status: 'pass', message: name, ...(neverTried(engine) ? { found: neverRun } : {}) };
}

/** MariaDB is asked in MySQL's dialect. */
function isMeant(engine: Engine, product: string): boolean {
  if (engine === 'mysql') return /^(MySQL|MariaDB)$/.test(product);
  return engine === 'other' || product === speechOf(engine).product;
}

export function judgeOtherDatabase({
  facts: { found },
  scope,
}: SqlInput<Facts & { readonly found?: DatabaseInfo }>): Verdict {
  const expected = "online, open for writing, not one of the server's own";
  if (found === undefined || found.name === '')
    return {
      status: 'unknown',
      message: 'the server does not show its row',
      expected,
      found: 'neither server nor driver says which database this is',
    };
  const base = {
    expected,
    evidence: evidence({
      Database: found.name,
      'Read-only': found.readOnlyBy ?? 'no',
      Collation: found.collation || undefined,
    }),
  };
  if (found.distributor)
    return {
      ...base,
      status: 'fail',
      message: `${found.name} is a system database`,
      remedy: fix(
        'People are not kept in a database of the server itself.',
        by.database('Write in .ecmarc, at the target, the database that holds the table'),
      ),
    };
  if (found.readOnly)
    return {
      ...base,
      status: neverTried(scope.target.engine) ? 'unknown' : 'fail',
      message: 'database is read-only',
      found: found.readOnlyBy ?? '',
      remedy: fix(
        'Nothing can be provisioned into it.',
        by.database('Open it for writing, or write in .ecmarc and in the DSN the primary server'),
      ),
    };
  return {
    ...base,
    status: 'pass',
    message: found.collation === '' ? found.name : `${found.name}, ${found.collation}`,
  };
}
