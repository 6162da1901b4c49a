import { describe, expect, it } from 'vitest';
import { readAnyXml } from '../../../src/formats/host-xml/document.ts';
import { readProject } from '../../../src/formats/wsconfig/project.ts';
import { projectAt, zipOf } from './project-file.ts';

const never = new AbortController().signal;
const services = async (bytes: Buffer) => {
  const read = await readProject(bytes, never);
  return read.ok ? read.services : read.reason;
};

describe('readProject', () => {
  it('finds SOAP endpoints of the WCF configuration', async () => {
    expect(await services(projectAt('https://sap.contoso.example:8443/sap/bc/srt'))).toEqual([
      { host: 'sap.contoso.example', port: 8443, tls: true },
    ]);
    expect(await services(projectAt('http://[fd00::1]/x'))).toEqual([
      { host: 'fd00::1', port: 80, tls: false },
    ]);
  });

  it.each<[string, string, object]>([
    [
      'discovery.xml, elements',
      '<Discovery><Service><ServiceEndpoint>https://api.contoso.example/v1</ServiceEndpoint></Service></Discovery>',
      { host: 'api.contoso.example', port: 443, tls: true },
    ],
    [
      'discovery.xml, attributes',
      '<Discovery><Service Url="http://api.contoso.example:8000/"/></Discovery>',
      { host: 'api.contoso.example', port: 8000, tls: false },
    ],
    [
      'a WSDL',
      '<w:definitions xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"><w:service><w:port><s:address location="https://e.example/a"/></w:port></w:service></w:definitions>',
      { host: 'e.example', port: 443, tls: true },
    ],
  ])('%s', async (_name, xml, service) => {
    for (const stored of [true, false])
      expect(await services(zipOf({ 'a/discovery.xml': xml }, stored))).toEqual([service]);
  });

  it('takes no namespace, no password and nothing twice', async () => {
    const xml = `<D xmlns="https://x.example/ns"><a Url="https://user:planted@h.example/1"/><b Url="https://h.example/2"/>
<c Namespace="https://n.example/"/><d address="http://schemas.xmlsoap.org/soap/"/><e Url="ftp://f.example"/></D>`;
    expect(await services(zipOf({ 'discovery.xml': xml }))).toEqual([
      { host: 'h.example', port: 443, tls: true },
    ]);
    expect(JSON.stringify(await readProject(zipOf({ 'discovery.xml': xml }), never))).not.toContain(
      'planted',
    );
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['cut off', () => projectAt('https://a.example').subarray(0, 100), /missing or damaged/],
    ['no archive', () => Buffer.from('PK\u0003\u0004 and no more'), /missing or damaged/],
    ['an empty one', () => zipOf({}), /without files/],
  ])('%s', async (_name, make, reason) => {
    expect(await services(make())).toMatch(reason);
  });

  it('is not exhausted by a part that unpacks without end, nor by damaged bytes', async () => {
    const bomb = zipOf({
      'discovery.xml': `<D>${' '.repeat(20_000_000)}</D>`,
      'b.config': '<a Url="https://b.example"/>',
    });
    expect(await services(bomb)).toEqual([{ host: 'b.example', port: 443, tls: true }]);
    const whole = projectAt('https://a.example');
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0xff;
      await expect(readProject(bytes, never)).resolves.toBeDefined();
    }
  });

  it('of few bytes that unpack to very many stops at its deadline, and elements without end are not read', async () => {
    const part = '<a>'.concat('<b/>'.repeat(20_000), '</a>');
    const parts = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`${at}.xml`, part]));
    const deadline = new AbortController();
    const reading = readProject(zipOf(parts), deadline.signal);
    let turns = 0;
    const turn = () => {
      turns += 1;
      if (turns === 3) deadline.abort();
      else setImmediate(turn);
    };
    setImmediate(turn);
    await expect(reading).rejects.toThrow();
    expect(turns).toBe(3);
    const many = `<a>${'<b/>'.repeat(500_000)}</a>`;
    expect(await services(zipOf({ 'a.xml': many, 'b.xml': '<a Url="https://b.example"/>' }))).toEqual([
      { host: 'b.example', port: 443, tls: true },
    ]);
    expect(readAnyXml(Buffer.from(many))).toMatchObject({
      ok: false,
      reason: 'it has far more elements than such a file',
    });
  });
});
