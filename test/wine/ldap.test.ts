import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Request } from '../../src/clients/ldap/wldap32/protocol.ts';
import { accountDn, type OpenLdap, passwordOf, people, startOpenLdap } from '../beds/openldap.ts';
import { installed } from '../beds/program.ts';
import { canRun, koffiFile, wine8, wine10 } from './bed.ts';
import { bundle } from './bundle.ts';
import { runCli, windowsPath } from './cli.ts';
import { WinePrefix } from './prefix.ts';

const able = [wine8, wine10].every(canRun) && installed('slapd');

/** Wine's wldap32 hands on to OpenLDAP's library. */
describe.skipIf(!able)('a directory through wldap32, on Windows code', () => {
  let bed: OpenLdap;
  beforeAll(async () => {
    if (able) bed = await startOpenLdap({ users: 12 });
  });
  afterAll(async () => {
    await bed?.stop();
  });

  async function ask(requests: readonly Request[]) {
    const script = bundle('ldap');
    const prefix = new WinePrefix([], wine8);
    try {
      const args = [windowsPath(koffiFile()), JSON.stringify(requests)];
      const { stdout, stderr } = await prefix.node(script.file, { args, timeoutMs: 180_000 });
      expect(stderr).toBe('');
      return JSON.parse(stdout) as {
        readonly answers: readonly Answer[];
        readonly pages: readonly (number | string)[];
        readonly limited: boolean;
      };
    } finally {
      prefix.remove();
      script.remove();
    }
  }

  const open = (): Request => ({
    kind: 'open',
    host: '127.0.0.1',
    port: bed.port,
    protection: 'none',
    seconds: 10,
  });
  const bind = (password = passwordOf('rw')): Request => ({
    kind: 'bind',
    how: { kind: 'simple', dn: accountDn('rw'), password },
  });
  const search = (more: Partial<Extract<Request, { kind: 'search' }>> = {}): Request => ({
    kind: 'search',
    base: people,
    scope: 1,
    filter: '(objectClass=inetOrgPerson)',
    attributes: ['cn'],
    namesOnly: false,
    sizeLimit: 0,
    seconds: 10,
    controls: [],
    most: { entries: 1000, bytes: 1_000_000 },
    ...more,
  });
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it('signs in, searches, writes and deletes', async () => {
    const dn = `cn=Größe,${people}`;
    const { answers, pages, limited } = await ask([
      open(),
      bind(),
      search(),
      search({ sizeLimit: 3 }),
      search({ most: { entries: 5, bytes: 1_000_000 } }),
      search({ base: 'ou=nowhere,dc=example,dc=test' }),
      {
        kind: 'add',
        dn,
        attributes: [
          ['objectClass', [base64('inetOrgPerson')]],
          ['cn', [base64('Größe')]],
          ['sn', [base64('Planted')]],
        ],
      },
      { kind: 'replace', dn, attributes: [['sn', [base64('Zwei')]]] },
      search({ base: dn, scope: 0, attributes: ['sn'] }),
      { kind: 'delete', dn },
      search({ base: dn, scope: 0 }),
    ]);
    expect(answers.slice(0, 2)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(answers[2]).toMatchObject({ ok: true });
    expect(answers[2]?.ok === true && answers[2].entries).toHaveLength(12);
    expect(answers[3]).toMatchObject({ ok: false, code: 4, stage: 'operation' });
    expect(answers[3]?.ok === false && answers[3].entries).toHaveLength(3);
    expect(answers[4]).toMatchObject({ ok: false, tooMuch: true });
    expect(answers[5]).toMatchObject({ ok: false, code: 32 });
    expect(answers.slice(6, 8)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(answers[8]).toMatchObject({ ok: true, entries: [{ dn, attributes: [['sn', [base64('Zwei')]]] }] });
    expect(answers[9]).toMatchObject({ ok: true });
    expect(answers[10]).toMatchObject({ ok: false, code: 32 });
    expect(pages).toEqual([5, 5, 2]);
    expect(limited).toBe(true);
  });

  it('a wrong password', async () => {
    const { answers } = await ask([open(), bind('wrong')]);
    expect(answers).toMatchObject([{ ok: true }, { ok: false, stage: 'bind', code: 49 }]);
  });

  it('ldap.windows of the executable signs in a second time', async () => {
    const target = {
      url: `ldap://127.0.0.1:${bed.port}`,
      bindDn: accountDn('rw'),
      password: passwordOf('rw'),
      users: people,
    };
    const settings = { connectors: [{ name: 'D', library: 'generic-ldap', target: { ldap: target } }] };
    const prefix = new WinePrefix([], wine10);
    writeFileSync(join(prefix.driveC, 'site.json'), JSON.stringify(settings));
    const before = await bed.binds(accountDn('rw'));
    try {
      const args = ['--json', '--config', 'C:\\site.json', '--only', 'ldap.windows@D'];
      const { stdout } = await runCli(prefix, { args, timeoutMs: 180_000 });
      const { probes } = JSON.parse(stdout) as { readonly probes: readonly { readonly id: string }[] };
      expect(probes.find(({ id }) => id === 'ldap.windows@D')).toMatchObject({
        status: 'pass',
        message: expect.stringMatching(/^signed in through wldap32, \d+ ms$/),
      });
      expect((await bed.binds(accountDn('rw'))) - before).toBe(2);
    } finally {
      prefix.remove();
    }
  });
});
