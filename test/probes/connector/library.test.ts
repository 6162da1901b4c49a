import { chmod, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import type { Platform } from '../../../src/platform/types.ts';
import { connectorLibraryProbe } from '../../../src/probes/connector/library/index.ts';
import { connectorSchemaProbe } from '../../../src/probes/connector/schema.ts';
import { monoInstalled } from '../../beds/mono.ts';
import { asNative, replaceText } from '../../formats/dotnet/patch.ts';
import { collectFacts, judgeFacts, makeContext, probeFrom } from '../context.ts';
import { ask, type Libraries, makeLibraries, remedyText, said, siteOf } from './libraries.ts';

const zone = (id: number): Buffer =>
  Buffer.from(`[ZoneTransfer]\r\nZoneId=${id}\r\nHostUrl=https://files.contoso.example/x.zip\r\n`);

describe.runIf(monoInstalled())('connector.library', () => {
  let made: Libraries;

  beforeAll(async () => {
    made = await makeLibraries();
  });

  afterAll(() => made.remove());

  it('names the library and what it is', async () => {
    const path = await made.connector();
    const { verdict, facts } = await ask(connectorLibraryProbe, path);
    expect(verdict).toMatchObject({ status: 'pass', message: 'Contoso.Ticketing 1.2.3.4' });
    expect(facts.usable).toBe(true);
    expect(verdict.evidence).toContainEqual({
      label: 'Assembly',
      value: 'Contoso.Ticketing, Version=1.2.3.4, Culture=neutral, PublicKeyToken=null',
    });
    expect(verdict.evidence).toContainEqual({ label: 'File', value: path });
  });

  it('keeps its facts small: other rows have the rest', async () => {
    const { facts } = await ask(connectorLibraryProbe, await made.connector());
    expect(JSON.stringify(facts).length).toBeLessThan(1000);
  });

  it.each<[string, () => Promise<string>, string, string]>([
    [
      'not there',
      async () => join(made.folder, 'Nowhere.dll'),
      'fail: Nowhere.dll is not there',
      'correct library in .ecmarc',
    ],
    [
      'a folder on the way is a file',
      async () => join(await made.connector(), 'Inside.dll'),
      'fail: Inside.dll is not there',
      'correct library in .ecmarc',
    ],
    [
      'a folder',
      async () => {
        await mkdir(join(made.folder, 'Folder.dll'), { recursive: true });
        return join(made.folder, 'Folder.dll');
      },
      'fail: Folder.dll is not a file',
      'library itself',
    ],
    [
      'a loop of links',
      async () => {
        await symlink('Loop.dll', join(made.folder, 'Loop.dll'));
        return join(made.folder, 'Loop.dll');
      },
      'unknown: Loop.dll could not be read',
      'read again',
    ],
    [
      'a path of Windows',
      async () => 'C:\\connectors\\Contoso.Ticketing.dll',
      'unknown: a path of Windows',
      'on the server',
    ],
    ['a share', async () => '\\\\files\\x\\Contoso.dll', 'unknown: a path of Windows', 'on the server'],
    [
      'native',
      async () => made.file('Native.dll', asNative(await readFile(await made.connector()))),
      'fail: a native library, not .NET',
      'Name the .NET library',
    ],
    [
      'zipped',
      async () => made.file('Zip.dll', Buffer.from('PK\x03\x04\x14\0\0\0rest')),
      'fail: a ZIP archive (or a NuGet package)',
      'Unpack it',
    ],
    [
      'a page of a web server',
      async () => made.file('Page.dll', Buffer.from('<!DOCTYPE html><html><title>Sign in</title></html>')),
      'fail: a web page',
      'download it again',
    ],
    ['empty', async () => made.file('Empty.dll', Buffer.alloc(0)), 'fail: an empty file', 'Copy the .dll'],
    [
      'Git LFS',
      async () => made.file('Lfs.dll', Buffer.from('version https://git-lfs.github.com/spec/v1\n')),
      'fail: a Git LFS pointer',
      'git lfs pull',
    ],
    [
      'cut off',
      async () => made.file('Half.dll', (await readFile(await made.connector())).subarray(0, 2500)),
      'fail: damaged',
      'compare its size',
    ],
    [
      'scrambled',
      async () =>
        made.file('Scrambled.dll', replaceText(await readFile(await made.connector()), '#~\0\0', '#x\0\0')),
      'fail: damaged',
      'anew',
    ],
    [
      'a module',
      () =>
        made.into('module', {
          source: 'connector',
          file: 'Part.dll',
          options: ['-target:module'],
          symbols: ['NO_ASSEMBLY'],
        }),
      'fail: a module, not a library',
      'class library',
    ],
    [
      'a reference assembly',
      () => made.connector('REFERENCE_ONLY'),
      'fail: a reference assembly, without code',
      'ref or obj',
    ],
    ['translations', () => made.connector('CULTURE'), 'fail: translations only (de)', 'main library'],
  ])('%s', async (_name, make, expected, remedy) => {
    const { verdict } = await ask(connectorLibraryProbe, await make());
    expect(`${verdict.status}: ${verdict.message}`).toBe(expected);
    expect(remedyText(verdict)).toContain(remedy);
  });

  it('is usable exactly where there is metadata to read', async () => {
    expect((await ask(connectorLibraryProbe, await made.connector('REFERENCE_ONLY'))).facts.usable).toBe(
      true,
    );
    expect((await ask(connectorLibraryProbe, join(made.folder, 'Nowhere.dll'))).facts.usable).toBe(false);
    const zip = await made.file('Zip2.dll', Buffer.from('PK\x03\x04'));
    expect((await ask(connectorLibraryProbe, zip)).facts.usable).toBe(false);
  });

  it('may not be read', async () => {
    const path = await made.file('Locked.dll', await readFile(await made.connector()));
    await chmod(path, 0);
    // The system's administrator reads everything: there, what other accounts get stands in.
    const platform = createPlatform({});
    const denied = { ok: false, problem: { code: 'EACCES', text: 'permission denied' } } as const;
    const locked: Platform = { ...platform, files: { ...platform.files, open: async () => denied } };
    const settings = siteOf(path);
    const probe = probeFrom(connectorLibraryProbe, settings);
    const facts = await collectFacts(probe, makeContext({ platform: locked, settings }));
    const verdict = judgeFacts(probe, facts, { settings });
    expect(verdict).toMatchObject({ status: 'unknown', message: 'not allowed to read Locked.dll' });
    expect(remedyText(verdict)).toContain(`icacls.exe "${path}"`);
  });

  it.each([
    [3, 'fail: blocked: it was downloaded'],
    [4, 'fail: blocked: it was downloaded'],
    [1, 'pass: Contoso.Ticketing 1.2.3.4'],
  ])('marked with zone %i', async (id, expected) => {
    const path = await made.file(`zone${id}/It's.dll`, await readFile(await made.connector()));
    await made.file(`zone${id}/It's.dll:Zone.Identifier`, zone(id));
    const { verdict, facts } = await ask(connectorLibraryProbe, path);
    expect(`${verdict.status}: ${verdict.message}`).toBe(expected);
    expect(facts.usable).toBe(true);
    if (id >= 3)
      expect(remedyText(verdict)).toContain(`Unblock-File -LiteralPath '${path.replace("'", "''")}'`);
  });

  it('is blocked by its mark only when it says so in a way that Windows writes', async () => {
    const path = await made.file('odd/Odd.dll', await readFile(await made.connector()));
    await made.file('odd/Odd.dll:Zone.Identifier', Buffer.from('ZoneId=x\0\x1b[2J'));
    expect(await said(connectorLibraryProbe, path)).toMatch(/^pass/);
  });

  it("checks Microsoft's own libraries at the host in the same way", async () => {
    const folder = join(made.folder, 'host');
    const settings = siteOf('generic-sql', {}, { folder });
    const missing = await ask(connectorLibraryProbe, '', { settings });
    expect(missing.verdict).toMatchObject({
      status: 'fail',
      message: 'Microsoft.IAM.Connector.GenericSql.dll is not there',
    });
    expect(remedyText(missing.verdict)).toContain('AADConnectProvisioningAgentSetup.exe');

    const bytes = await readFile(await made.connector('NO_SCHEMA'));
    await made.file('host/Service/ECMA/Microsoft.IAM.Connector.GenericSql.dll', bytes);
    expect(await said(connectorLibraryProbe, '', { settings })).toMatch(/^pass: Contoso.Ticketing/);
    const { verdict } = await ask(connectorSchemaProbe, '', { settings });
    expect(verdict).toMatchObject({ status: 'fail', message: 'IMAExtensible2GetSchema is missing' });
    expect(remedyText(verdict)).not.toContain('In class');
  });

  it('a row whose file is gone meanwhile says so', async () => {
    const { verdict, facts } = await ask(connectorSchemaProbe, join(made.folder, 'Nowhere.dll'));
    expect(verdict).toMatchObject({ status: 'unknown', message: 'could not be read' });
    expect(facts.usable).toBe(false);
  });
});
