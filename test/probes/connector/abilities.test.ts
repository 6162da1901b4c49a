import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorEcma2Probe } from '../../../src/probes/connector/ecma2.ts';
import { connectorExportProbe } from '../../../src/probes/connector/export.ts';
import { connectorImportProbe } from '../../../src/probes/connector/import.ts';
import { connectorParametersProbe } from '../../../src/probes/connector/parameters.ts';
import { connectorPublicMethodsProbe } from '../../../src/probes/connector/public-methods.ts';
import { connectorSchemaProbe } from '../../../src/probes/connector/schema.ts';
import type { ProbeDefinition } from '../../../src/probes/define.ts';
import { monoInstalled } from '../../beds/mono.ts';
import { replaceText } from '../../formats/dotnet/patch.ts';
import { ask, type Libraries, makeLibraries, remedyText, said } from './libraries.ts';

const rows: Readonly<Record<string, ProbeDefinition>> = {
  ecma2: connectorEcma2Probe,
  schema: connectorSchemaProbe,
  export: connectorExportProbe,
  import: connectorImportProbe,
  parameters: connectorParametersProbe,
  'public-methods': connectorPublicMethodsProbe,
};

/** What each row says, in the order of the screen. */
async function all(library: string): Promise<Readonly<Record<string, string>>> {
  const answers: Record<string, string> = {};
  for (const [name, make] of Object.entries(rows)) answers[name] = await said(make, library);
  return answers;
}

describe.runIf(monoInstalled())('what a library can do', () => {
  let made: Libraries;

  beforeAll(async () => {
    made = await makeLibraries();
  });

  afterAll(() => made.remove());

  it('a good connector passes every row', async () => {
    expect(await all(await made.connector())).toEqual({
      ecma2: 'pass: ECMA 2.2 or later: TicketingConnector',
      schema: 'pass: IMAExtensible2GetSchema in TicketingConnector',
      export: 'pass: IMAExtensible2CallExport in TicketingConnector',
      import: 'pass: IMAExtensible2CallImport in TicketingConnector',
      parameters: 'pass: parameters and capabilities',
      'public-methods': 'pass: class and methods are public',
    });
  });

  it.each<[string, readonly string[], string, string, string]>([
    [
      'no export',
      ['NO_EXPORT'],
      'export',
      'fail: IMAExtensible2CallExport is missing',
      'In class Contoso.Ticketing.TicketingConnector, implement Microsoft.MetadirectoryServices.IMAExtensible2CallExport, with public OpenExportConnection, PutExportEntries, CloseExportConnection, ExportDefaultPageSize, ExportMaxPageSize',
    ],
    [
      'no schema',
      ['NO_SCHEMA'],
      'schema',
      'fail: IMAExtensible2GetSchema is missing',
      'implement Microsoft.MetadirectoryServices.IMAExtensible2GetSchema, with public GetSchema',
    ],
    [
      'no import',
      ['NO_IMPORT'],
      'import',
      'fail: IMAExtensible2CallImport is missing',
      'implement Microsoft.MetadirectoryServices.IMAExtensible2CallImport, with public OpenImportConnection, GetImportEntries, CloseImportConnection',
    ],
    [
      'export to files',
      ['NO_EXPORT', 'FILES'],
      'export',
      'warn: by files only: IMAExtensible2FileExport',
      'implement Microsoft.MetadirectoryServices.IMAExtensible2CallExport',
    ],
    [
      'import from files',
      ['NO_IMPORT', 'FILES'],
      'import',
      'warn: by files only: IMAExtensible2FileImport',
      'implement Microsoft.MetadirectoryServices.IMAExtensible2CallImport',
    ],
    [
      'no parameters',
      ['NO_PARAMETERS'],
      'parameters',
      'warn: IMAExtensible2GetParameters is missing',
      'implement Microsoft.MetadirectoryServices.IMAExtensible2GetParameters, with public GetConfigParameters, ValidateConfigParameters',
    ],
    [
      'no capabilities',
      ['NO_CAPABILITIES'],
      'parameters',
      'warn: IMAExtensible2GetCapabilities is missing',
      'implement Microsoft.MetadirectoryServices.IMAExtensible2GetCapabilities, with public Capabilities',
    ],
    [
      'explicit schema',
      ['EXPLICIT_SCHEMA'],
      'public-methods',
      'warn: GetSchema is implemented explicitly',
      'write these as public members, without the interface in front: Microsoft.MetadirectoryServices.IMAExtensible2GetSchema.GetSchema',
    ],
    [
      'explicit export',
      ['EXPLICIT_EXPORT'],
      'public-methods',
      'warn: 3 methods are implemented explicitly',
      'Microsoft.MetadirectoryServices.IMAExtensible2CallExport.PutExportEntries',
    ],
    [
      'explicit page sizes',
      ['EXPLICIT_PAGE_SIZE'],
      'public-methods',
      'warn: 2 methods are implemented explicitly',
      'Microsoft.MetadirectoryServices.IMAExtensible2CallExport.ExportMaxPageSize',
    ],
    [
      'not public',
      ['INTERNAL'],
      'public-methods',
      'warn: Contoso.Ticketing.TicketingConnector is not public',
      'Make Contoso.Ticketing.TicketingConnector public',
    ],
    [
      'no constructor',
      ['NO_CONSTRUCTOR'],
      'public-methods',
      'warn: no public constructor',
      'a public constructor without parameters',
    ],
    [
      'abstract',
      ['ABSTRACT'],
      'ecma2',
      'fail: only abstract or generic classes',
      'Derive a public class from Contoso.Ticketing.TicketingConnector',
    ],
    [
      'with type parameters',
      ['GENERIC'],
      'ecma2',
      'fail: only abstract or generic classes',
      'neither abstract nor generic',
    ],
  ])('%s', async (_name, symbols, row, expected, remedy) => {
    const make = rows[row];
    if (make === undefined) throw new Error(`no row ${row}`);
    const { verdict, facts } = await ask(make, await made.connector(...symbols));
    expect(`${verdict.status}: ${verdict.message}`).toBe(expected);
    expect(remedyText(verdict)).toContain(remedy);
    expect(facts.usable).toBe(true);
  });

  it('explicit methods are in use: a warning under both releases, which names each of them', async () => {
    const library = await made.connector('EXPLICIT_SCHEMA', 'EXPLICIT_EXPORT', 'EXPLICIT_PAGE_SIZE');
    const { verdict, probe } = await ask(connectorPublicMethodsProbe, library);
    expect(probe.levels).toEqual({ 'preview-2021': 'recommended', ga: 'recommended' });
    expect(`${verdict.status}: ${verdict.message}`).toBe('warn: 6 methods are implemented explicitly');
    for (const name of [
      'GetSchema',
      'OpenExportConnection',
      'PutExportEntries',
      'CloseExportConnection',
      'ExportDefaultPageSize',
      'ExportMaxPageSize',
    ]) {
      expect(verdict.found).toContain(`${name} is implemented explicitly`);
      expect(remedyText(verdict)).toContain(name);
    }
  });

  it('one fault is one row: an explicit or hidden connector can still export', async () => {
    for (const symbol of ['EXPLICIT_EXPORT', 'INTERNAL']) {
      const library = await made.connector(symbol);
      expect(await said(connectorExportProbe, library)).toMatch(/^pass/);
      expect(await said(connectorSchemaProbe, library)).toMatch(/^pass/);
      expect(await said(connectorEcma2Probe, library)).toMatch(/^pass/);
    }
  });

  it.each<[string, readonly string[], string, string]>([
    [
      'ECMA 1',
      ['ECMA1'],
      'fail: ECMA 1: no longer supported',
      'IMAExtensibleFileImport, IMAExtensibleCallExport',
    ],
    ['both', ['BOTH'], 'warn: ECMA 2, with ECMA 1 beside it', 'Contoso.Old.OldConnector'],
    ['a rules extension', ['RULES'], 'fail: not a connector: a rules extension', 'IMASynchronization'],
    ['no class of it', ['NOTHING'], 'fail: no class of ECMA 2', 'no class implements an interface of it'],
    [
      'several classes',
      ['SEVERAL'],
      'warn: 2 classes with IMAExtensible2GetSchema',
      'Contoso.Several.First, Contoso.Several.Second',
    ],
  ])('ecma2: %s', async (_name, symbols, expected, found) => {
    const { verdict } = await ask(connectorEcma2Probe, await made.other(...symbols));
    expect(`${verdict.status}: ${verdict.message}`).toBe(expected);
    expect(verdict.found).toContain(found);
    expect(remedyText(verdict)).toMatch(/IMAExtensible|one public class/);
  });

  it('without a connector class, no row has anything to look at', async () => {
    for (const symbol of ['ECMA1', 'RULES', 'NOTHING']) {
      const { ecma2: _ecma2, ...others } = await all(await made.other(symbol));
      expect(others).toEqual({
        schema: 'fail: no connector class',
        export: 'fail: no connector class',
        import: 'fail: no connector class',
        parameters: 'warn: no connector class',
        'public-methods': 'unknown: no connector class',
      });
    }
  });

  it('several classes for one interface: names them, where it matters', async () => {
    const library = await made.other('SEVERAL');
    const { verdict } = await ask(connectorSchemaProbe, library);
    expect(verdict).toMatchObject({ status: 'warn', message: '2 classes can give its schema' });
    expect(verdict.found).toContain('Contoso.Several.First, Contoso.Several.Second');
    expect(await said(connectorExportProbe, library)).toBe('pass: IMAExtensible2CallExport in Second');
    // Only passwords hang on the hidden one.
    expect(await said(connectorPublicMethodsProbe, library)).toBe(
      'warn: Contoso.Several.Hidden is not public',
    );
  });

  it('one class for each interface is one connector', async () => {
    const library = await made.other('SPREAD');
    expect(await all(library)).toEqual({
      ecma2: 'pass: ECMA 2.2 or later: SchemaPart and 2 more',
      schema: 'pass: IMAExtensible2GetSchema in SchemaPart',
      export: 'pass: IMAExtensible2CallExport in ExportPart',
      import: 'pass: IMAExtensible2CallImport in ImportPart',
      parameters: 'pass: parameters and capabilities',
      'public-methods': 'pass: class and methods are public',
    });
    const hidden = await made.other('SPREAD', 'HIDE_EXPORT');
    expect(await said(connectorExportProbe, hidden)).toMatch(/^pass/);
    expect(await said(connectorPublicMethodsProbe, hidden)).toBe(
      'warn: Contoso.Spread.ExportPart is not public',
    );
    const explicit = await made.other('SPREAD', 'EXPLICIT');
    expect(await said(connectorPublicMethodsProbe, explicit)).toBe(
      'warn: GetSchema is implemented explicitly',
    );
  });

  it('is not fooled by a library that never heard of ECMA', async () => {
    const library = await made.other();
    const { verdict } = await ask(connectorEcma2Probe, library);
    expect(verdict).toMatchObject({
      status: 'fail',
      message: 'no reference to Microsoft.MetadirectoryServicesEx',
    });
    expect(remedyText(verdict)).toContain('31bf3856ad364e35');
  });

  it('the interface library itself is no connector, under any file name', async () => {
    const ecma = await readFile(join(made.folder, 'Microsoft.MetadirectoryServicesEx.dll'));
    for (const name of ['Microsoft.MetadirectoryServicesEx.dll', 'Contoso.Connector.dll']) {
      const { verdict, facts } = await ask(connectorEcma2Probe, await made.file(`interfaces/${name}`, ecma));
      expect(`${verdict.status}: ${verdict.message}`).toBe('fail: the interface library, not a connector');
      expect(verdict.found).toContain('Microsoft.MetadirectoryServicesEx itself');
      expect(remedyText(verdict)).toContain('Name the library of the connector itself');
      expect(facts).toMatchObject({ usable: true, interfaceLibrary: true });
    }
  });

  it("tells a stand-in of another maker from Microsoft's own", async () => {
    const reference = await made.unsigned('unsigned');
    const library = await made.into('unsigned', { source: 'connector', file: 'X.dll', reference });
    const { verdict } = await ask(connectorEcma2Probe, library);
    expect(verdict).toMatchObject({
      status: 'fail',
      message: 'Microsoft.MetadirectoryServicesEx of another maker',
    });
    expect(verdict.found).toContain('without a key');
  });

  it('does without the names of its own classes: an obfuscated library', async () => {
    const bytes = await readFile(await made.connector());
    const library = await made.file(
      'obfuscated/Contoso.Ticketing.dll',
      replaceText(
        replaceText(
          bytes,
          'TicketingConnector',
          '\x01\x02\x1b[31m\u0080\x05\x06\x07\x01\x01\x01\x01\x01\x01\x01',
        ),
        '\0Contoso.Ticketing\0',
        `\0${'\x02'.repeat(17)}\0`,
      ),
    );
    const answers = await all(library);
    expect(Object.values(answers).map((answer) => answer.split(':')[0])).toEqual(Array(6).fill('pass'));
  });

  it('follows generic base classes, interfaces of interfaces, and classes inside classes', async () => {
    const library = await made.other('NESTED');
    const { facts } = await ask(connectorSchemaProbe, library);
    expect(facts.classes).toMatchObject({ more: 0, open: [] });
    expect(await said(connectorEcma2Probe, library)).toBe('pass: ECMA 2.2 or later: Connectors+Inner');
    expect(await said(connectorSchemaProbe, library)).toBe(
      'pass: IMAExtensible2GetSchema in Connectors+Inner',
    );
    expect(await said(connectorExportProbe, library)).toBe(
      'pass: IMAExtensible2CallExport in Connectors+Inner',
    );
    expect(await said(connectorPublicMethodsProbe, library)).toBe('pass: class and methods are public');
  });

  describe('a class whose base class is in another library', () => {
    let facade = '';
    let base = '';

    beforeAll(async () => {
      base = await made.into('facade', { source: 'others', symbols: ['BASE'], file: 'Contoso.Base.dll' });
      facade = await made.into('facade', {
        source: 'others',
        symbols: ['DERIVED'],
        file: 'Contoso.Facade.dll',
        beside: [base],
      });
    });

    it('is looked into', async () => {
      const { verdict } = await ask(connectorEcma2Probe, facade);
      expect(verdict).toMatchObject({ status: 'pass', message: 'ECMA 2.2 or later: FacadeConnector' });
      expect(verdict.found).toContain('Contoso.Base.dll');
      expect(await said(connectorExportProbe, facade)).toMatch(/^pass/);
      expect(await said(connectorPublicMethodsProbe, facade)).toMatch(/^pass/);
    });

    it('also when its types have moved on to a third', async () => {
      await made.into('facade', { source: 'others', symbols: ['BASE'], file: 'Contoso.Moved.dll' });
      await made.into('facade', {
        source: 'others',
        symbols: ['FORWARD'],
        file: 'Contoso.Base.dll',
        beside: [join(made.folder, 'facade', 'Contoso.Moved.dll')],
      });
      const { verdict } = await ask(connectorExportProbe, facade);
      expect(verdict.status).toBe('pass');
      expect(verdict.evidence).toContainEqual({ label: 'From', value: 'Contoso.Moved' });
    });

    it('is unknown where that library is not there', async () => {
      await rm(base);
      const answers = await all(facade);
      expect(new Set(Object.values(answers))).toEqual(
        new Set(['unknown: inherits from a library not found']),
      );
      const { verdict } = await ask(connectorExportProbe, facade);
      expect(verdict.found).toContain('Contoso.Base.ConnectorBase`1 in Contoso.Base.dll');
    });
  });
});
