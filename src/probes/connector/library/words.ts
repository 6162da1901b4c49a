import type { NotRun, Remedy } from '../../../engine/probe.ts';
import type { Settings } from '../../../settings/schema.ts';
import { by, fix, see } from '../../common/fix.ts';
import { addLines, notSet, questionsWrite } from '../../common/not-run.ts';
import { onScreen } from '../../common/steps.ts';
import { customConnectors } from '../remedies.ts';

export function unblock(path: string): Remedy {
  return fix(
    '.NET Framework refuses libraries that Windows has marked as downloaded (general Windows knowledge, not confirmed by the documents of this product).',
    by.server(
      'When you trust its source, take the mark away',
      `powershell -Command "Unblock-File -LiteralPath '${path.replaceAll("'", "''")}'"`,
    ),
    'It came in a ZIP: unblock the ZIP before unpacking, so that no other file in it is marked',
    onScreen('Press r: the mark is looked for again'),
    customConnectors,
  );
}

/** No connector at all: the prerequisites' own way out is the remedy. */
export function noConnector({ connectors }: Settings): NotRun | undefined {
  if (connectors.length > 0) return undefined;
  return notSet(
    'no connector in .ecmarc',
    'Provisioning needs an ECMA 2 connector and its target. Without a connector of your own, SQL Server with the Generic SQL connector is enough to prove the whole flow.',
    [
      ...questionsWrite,
      addLines(
        'Or add to .ecmarc, for SQL Server with the Generic SQL connector',
        'connectors: [{ name: HR, library: generic-sql, target: { sql: { server: sql01.contoso.example, database: CONTOSO, table: dbo.Employees } } }]',
      ),
      addLines(
        'Or, for a directory',
        'connectors: [{ name: Directory, library: generic-ldap, target: { ldap: { url: "ldap://ldap.contoso.example:389", startTls: true } } }]',
      ),
    ],
    see('https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-sql-connector-configure'),
  );
}
