import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/engine/facts.ts';
import { connectorEndpointsProbe } from '../../../src/probes/connector/endpoints/index.ts';
import { type Authority, type KeyPair, makeAuthority } from '../../beds/certificates.ts';
import { type CountingBed, listen, startClosing, startCloud } from '../../beds/loopback.ts';
import { settingsFrom } from '../context.ts';
import { ask } from '../host/site.ts';

const connectors = [{ name: 'SAP', library: 'web-services' }];

describe('connector.endpoints', () => {
  let authority: Authority;
  let lists: CountingBed;
  let good: KeyPair;
  let status = 200;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    authority = await makeAuthority('/CN=Contoso Service CA');
    stops.push(() => authority.stop());
    const server = createServer((_request, response) => void response.writeHead(status).end('list'));
    lists = await listen(server);
    stops.push(() => lists.stop());
    good = await authority.issue('good', {
      names: ['localhost'],
      days: 1,
      extensions: [`crlDistributionPoints=URI:ldap:///CN=x,URI:http://127.0.0.1:${lists.port}/contoso.crl`],
    });
  });

  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop();
  });

  const look = (services: readonly object[], caFile: string | undefined = authority.certFile) => {
    const files = { usable: true, kind: 'web-services', folder: {}, places: [], services } as Facts;
    return ask(connectorEndpointsProbe, {
      folder: '/nowhere',
      connectors,
      ...(caFile === '' ? {} : { caFile }),
      facts: { 'connector.files@SAP': files },
    });
  };
  const service = async (certificate: KeyPair) => {
    const bed = await startCloud(certificate, (_request, response) => void response.end());
    stops.push(() => bed.stop());
    return { host: 'localhost', port: bed.port, tls: true };
  };

  it('passes where TLS is trusted and the list can be fetched', async () => {
    status = 200;
    const at = await service(good);
    const { said, facts, verdict } = await look([at]);
    expect(said).toBe(`pass: localhost:${at.port}`);
    expect(facts).toMatchObject({
      usable: true,
      lists: [{ of: 'localhost', address: `http://127.0.0.1:${lists.port}/contoso.crl` }],
    });
    expect(verdict.evidence).toContainEqual({
      label: 'Revocation list',
      value: `http://127.0.0.1:${lists.port}/contoso.crl: HTTP status 200`,
    });
  });

  it('warns where no list can be fetched', async () => {
    status = 404;
    const { said, verdict } = await look([await service(good)]);
    expect(said).toBe('warn: revocation list not reached: localhost');
    expect(verdict.found).toContain('1.1.2038.0');
  });

  it('fails as the connector would: not trusted, of another name, nobody there', async () => {
    status = 200;
    const untrusted = await look([await service(good)], '');
    expect(untrusted.said).toBe('fail: Contoso Service CA is not trusted');
    const other = await authority.issue('other', { names: ['other.example'], days: 1 });
    expect((await look([await service(other)])).said).toBe('fail: certificate of another name');
    const closing = await startClosing();
    stops.push(() => closing.stop());
    const cut = await look([{ host: 'localhost', port: closing.port, tls: true }]);
    expect(cut.said).toMatch(/^fail: TLS cut off/);
    expect(cut.facts.usable).toBe(false);
  });

  it('an address without TLS warns, unless it is this machine', async () => {
    const local = { host: '127.0.0.1', port: lists.port, tls: false };
    expect((await look([local])).said).toBe(`pass: 127.0.0.1:${lists.port}`);
  });

  it('without an address it is not settled', async () => {
    expect((await look([])).said).toBe('unknown: no service is named');
    expect(settingsFrom({ connectors }).connectors).toHaveLength(1);
  });
});
