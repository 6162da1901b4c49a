import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlatform } from '../../../src/platform/node.ts';
import { connectorFilesProbe } from '../../../src/probes/connector/files/index.ts';
import { catalogue, probesFor } from '../../../src/probes/index.ts';
import { noFacts } from '../../facts.ts';
import { type ConnectorXml, configurationXml } from '../../formats/host-xml/make-xml.ts';
import { projectAt, zipOf } from '../../formats/wsconfig/project-file.ts';
import { settingsFrom } from '../context.ts';
import { type Asked, ask, configurationFile, type HostFolder, makeHostFolder } from '../host/site.ts';

let site: HostFolder;
beforeEach(async () => {
  site = await makeHostFolder();
});
afterEach(() => site.remove());

const scripts = [{ name: 'Scripts', library: 'generic-powershell' }];
const services = [{ name: 'SAP', library: 'web-services' }];
const ecma = 'Service/ECMA';
const schema = '<?xml version="1.0"?><schema><types/></schema>';

const look = (connectors: readonly object[], platform: object = {}): Promise<Asked> =>
  ask(connectorFilesProbe, { folder: site.folder, connectors, platform });

const configured = (given: ConnectorXml) => site.put(configurationFile, configurationXml([given]));

describe('connector.files', () => {
  it('is for the two connectors that have files of their own, required since general availability', () => {
    const reasons = (library: string) =>
      probesFor(settingsFrom({ connectors: [{ name: 'A', library }] }), { writeTest: false })
        .filter(({ id }) => /^connector\.(files|endpoints)/.test(id))
        .map(({ notApplicable }) => notApplicable?.(settingsFrom({}), noFacts));
    expect(reasons('generic-powershell')).toEqual([undefined, expect.stringContaining('no web services')]);
    expect(reasons('web-services')).toEqual([undefined, undefined]);
    for (const library of ['generic-ldap', 'generic-sql', 'Contoso.dll'])
      expect(reasons(library)).toEqual([
        'this connector reads no files of its own at the host',
        expect.stringContaining('no web services'),
      ]);
    const listed = catalogue(settingsFrom({})).find(({ id }) => id === 'connector.files');
    expect(listed).toMatchObject({
      levels: { 'preview-2021': 'not-applicable', ga: 'required' },
      needs: ['host.installed'],
    });
  });

  describe('PowerShell', () => {
    it('has its schema and its data', async () => {
      await site.put(`${ecma}/Schema.xml`, schema);
      await site.put(`${ecma}/MAData/InputFile.txt`, 'a;b');
      const { said, facts } = await look(scripts);
      expect(said).toBe('pass: Schema.xml, MAData');
      expect(facts.usable).toBe(true);
    });

    it.each<[string, Readonly<Record<string, string>>, string]>([
      ['no schema', { 'MAData/x': '' }, 'fail: Schema.xml missing'],
      ['no data', { 'Schema.xml': schema }, 'fail: MAData missing'],
      ['neither', { 'other.txt': '' }, 'fail: Schema.xml, MAData missing'],
      [
        'a schema that is no XML',
        { 'Schema.xml': '<html><p>', 'MAData/x': '' },
        'fail: Schema.xml is damaged',
      ],
      ['an empty schema', { 'Schema.xml': '', 'MAData/x': '' }, 'fail: Schema.xml is damaged'],
      ['a file MAData', { 'Schema.xml': schema, MAData: '' }, 'fail: MAData is no folder'],
      ['a folder Schema.xml', { 'Schema.xml/x': '', 'MAData/x': '' }, 'fail: Schema.xml is no file'],
    ])('%s', async (_name, files, expected) => {
      for (const [name, content] of Object.entries(files)) await site.put(`${ecma}/${name}`, content);
      const { said, verdict } = await look(scripts);
      expect(said).toBe(expected);
      expect(verdict.remedy?.steps.length).toBeGreaterThan(0);
    });

    it('without the folder of the host there is nothing', async () => {
      expect((await look(scripts)).said).toBe("fail: the host's ECMA folder is missing");
    });

    it('asks for what the scripts in the configuration name, and for their file', async () => {
      await site.put(`${ecma}/x`, '');
      const library = 'Microsoft.IAM.Connector.PowerShell';
      await configured({ name: 'Scripts', library, parameters: { 'Schema Script': 'Get-Thing' } });
      const none = await look(scripts);
      expect(none.said).toBe('pass: its scripts name no such file');
      await configured({
        name: 'scripts',
        library,
        parameters: {
          'Schema Script': 'Join-Path $dir "Schema.xml"',
          'Import Script': 'Get-xADSyncPSConnectorFolder -Folder ManagementAgent',
          FileName_Global: 'C:\\Users\\anna\\Users.csv',
        },
      });
      await site.put(`${ecma}/Schema.xml`, schema);
      await site.put(`${ecma}/MAData/other.csv`, '');
      const lacks = await look(scripts);
      expect(lacks.said).toBe('fail: Users.csv missing');
      expect(JSON.stringify(lacks.facts)).not.toContain('anna');
      await site.put(`${ecma}/MAData/Users.csv`, '');
      expect((await look(scripts)).said).toBe('pass: Schema.xml, MAData, Users.csv');
    });

    it('what may not be read is not settled', async () => {
      await site.put(`${ecma}/Schema.xml`, schema);
      await site.put(`${ecma}/MAData/x`, '');
      const real = createPlatform({});
      const denied = { ok: false, problem: { code: 'EACCES', text: 'permission denied' } } as const;
      const { said } = await look(scripts, { files: { ...real.files, read: async () => denied } });
      expect(said).toBe('unknown: Schema.xml could not be read');
    });
  });

  describe('web services', () => {
    it('has its project, and says where the services are', async () => {
      await site.put(`${ecma}/SAP.wsconfig`, projectAt('https://sap.contoso.example:8443/srt'));
      const { said, facts } = await look(services);
      expect(said).toBe('pass: SAP.wsconfig');
      expect(facts).toMatchObject({
        usable: true,
        services: [{ host: 'sap.contoso.example', port: 8443, tls: true }],
      });
    });

    it.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
      ['none', { 'readme.txt': '' }, 'fail: no .wsconfig'],
      ['an empty one', { 'a.wsconfig': '' }, 'fail: a.wsconfig is damaged'],
      ['a page', { 'a.wsconfig': '<!DOCTYPE html><html>' }, 'fail: a.wsconfig is damaged'],
      [
        'cut off',
        { 'a.wsconfig': projectAt('https://a.example').subarray(0, 80) },
        'fail: a.wsconfig is damaged',
      ],
      ['an archive without files', { 'a.wsconfig': zipOf({}) }, 'fail: a.wsconfig is damaged'],
      [
        'one of two',
        { 'a.wsconfig': 'x', 'B.WSCONFIG': projectAt('https://a.example') },
        'warn: a.wsconfig is damaged',
      ],
    ])('%s', async (_name, files, expected) => {
      for (const [name, content] of Object.entries(files)) await site.put(`${ecma}/${name}`, content);
      expect((await look(services)).said).toBe(expected);
    });

    it('goes by the project and the address that the configuration names', async () => {
      await site.put(`${ecma}/a.wsconfig`, 'x');
      await site.put(`${ecma}/b.wsconfig`, projectAt('https://template.example/'));
      const library = 'Microsoft.IdentityManagement.MA.WebServices';
      const parameters = { 'Web Service Project': 'b', Host: 'sap.contoso.example', Port: '8000' };
      await configured({ name: 'SAP', library, parameters });
      const { said, facts } = await look(services);
      expect(said).toBe('pass: b.wsconfig');
      expect(facts).toMatchObject({ services: [{ host: 'sap.contoso.example', port: 8000, tls: true }] });
      await configured({ name: 'SAP', library, parameters: { 'Web Service Project': 'c' } });
      expect((await look(services)).said).toBe('fail: c is not there');
    });

    it('open in the tool: the connector gets an error', async () => {
      await site.put(`${ecma}/a.wsconfig`, projectAt('https://a.example'));
      const real = createPlatform({});
      const busy = { ok: false, problem: { code: 'EBUSY', text: 'resource busy or locked' } } as const;
      const { said, verdict } = await look(services, { files: { ...real.files, read: async () => busy } });
      expect(said).toBe('fail: a.wsconfig is open elsewhere');
      expect(verdict.remedy?.steps[0]?.text).toContain('Web Service Configuration Tool');
    });
  });
});
