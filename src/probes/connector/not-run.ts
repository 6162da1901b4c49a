import type { FactsReader } from '../../engine/facts.ts';
import type { NotRun } from '../../engine/probe.ts';
import type { Settings } from '../../settings/schema.ts';
import { addLines, notSet } from '../common/not-run.ts';

/** Microsoft's own libraries come with the host: before it is there, there is nothing to read. */
export function untilHostBringsIt(facts: FactsReader): string | undefined {
  const elsewhere = facts('server.os')?.usable === false || facts('host.installed')?.installed === false;
  return elsewhere ? 'comes with the host, not installed yet' : undefined;
}

/** No connector at all: the prerequisites' own way out is the remedy. */
export function noConnector({ connectors }: Settings): NotRun | undefined {
  if (connectors.length > 0) return undefined;
  const why =
    'Provisioning needs an ECMA 2 connector and its target. Without a connector of your own, SQL Server with the Generic SQL connector is enough to prove the whole flow.';
  const notRun = notSet('no connector in .ecmarc', why, [
    addLines(
      'No connector ready: take SQL Server with the Generic SQL connector. Add to .ecmarc',
      'connectors: [{ name: HR, library: generic-sql, target: { sql: { server: sql01.contoso.example, database: CONTOSO, table: dbo.Employees } } }]',
    ),
    addLines(
      'For a directory, add to .ecmarc',
      'connectors: [{ name: Directory, library: generic-ldap, target: { ldap: { url: "ldap://ldap.contoso.example:389", startTls: true } } }]',
    ),
    { text: 'Or let questions write the file', command: 'ecma-doctor --init' },
  ]);
  const link =
    'https://learn.microsoft.com/entra/identity/app-provisioning/on-premises-sql-connector-configure';
  return notRun.remedy === undefined ? notRun : { ...notRun, remedy: { ...notRun.remedy, links: [link] } };
}
