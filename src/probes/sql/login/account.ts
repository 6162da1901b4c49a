import { needsPassword } from '../../../clients/sql/account.ts';
import type { NotRun, SecretUse } from '../../../engine/probe.ts';
import { addLines, inConnector, notSet } from '../../common/not-run.ts';
import type { SqlScope } from '../define.ts';

export function noAccount({ connector, target }: SqlScope): NotRun | undefined {
  const { user, password } = target;
  if (!needsPassword(target)) return undefined;
  if (user !== undefined && password !== undefined) return undefined;
  const missing = user !== undefined ? 'password' : password !== undefined ? 'user' : 'user and password';
  return notSet(
    `no ${missing} in .ecmarc`,
    'The connector login is tried only when .ecmarc names it and its password.',
    [
      addLines(
        `${inConnector(connector)}, under target: sql`,
        'user: ecma\npassword: { env: ECMA_SQL_PASSWORD }',
      ),
    ],
  );
}

export function passwordSent({ connector: { name } }: SqlScope): readonly SecretUse[] {
  return [{ key: `connectors.${name}.target.sql.password`, label: `the database password of ${name}` }];
}
