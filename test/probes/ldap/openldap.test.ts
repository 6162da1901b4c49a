import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listen, startClosing, startDeaf, startGarbage, startSilent } from '../../beds/loopback.ts';
import { accountDn, people, startOpenLdap } from '../../beds/openldap.ts';
import { freePort, installed } from '../../beds/program.ts';
import { as, openLdapFixture } from './openldap-fixture.ts';
import { directorySite } from './site.ts';

describe.skipIf(!installed('slapd'))('OpenLDAP', () => {
  const on = openLdapFixture(620);

  it('passes every row, over one bind, and leaves nothing', async () => {
    const before = await on.bed.binds(accountDn('rw'));
    const names = await on.bed.names();
    const { rows, site } = await on.look({}, { writeTest: true, delta: true });
    expect(rows('reach')).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^localhost:\d+, \d+ ms$/),
    });
    expect(rows('tls')).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^TLSv1\.[23], valid until 20/),
    });
    expect(rows('tls').evidence).toContainEqual({ label: 'Names in it', value: 'localhost, 127.0.0.1' });
    expect(rows('server-kind')).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^OpenLDAP \d\.\d+\.\d+/),
    });
    expect(rows('bind')).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^signed in, \d+ ms$/),
    });
    expect(rows('schema')).toMatchObject({ status: 'pass', message: 'inetOrgPerson: map sn, cn' });
    expect(rows('users')).toMatchObject({ status: 'pass', message: '620 users' });
    expect(rows('users').evidence).toContainEqual({
      label: 'Attributes in use',
      value: 'objectClass, uid, cn, sn, mail',
    });
    expect(rows('features')).toMatchObject({ status: 'pass', message: 'paged results' });
    expect(rows('features').evidence).toContainEqual({
      label: 'Without paging',
      value: 'the server stops at 500 entries or fewer',
    });
    expect(rows('write')).toMatchObject({
      status: 'pass',
      message: expect.stringMatching(/^created, changed and deleted, \d+ ms$/),
    });
    expect(rows('write').evidence.map(({ label }) => label)).toEqual([
      'Hears of it',
      'Test user',
      'Create',
      'Read',
      'Change',
      'Read again',
      'Delete',
      'Gone',
    ]);
    expect(rows('rights')).toMatchObject({ status: 'pass', message: 'shown by the write test' });
    expect(rows('delta').status).toBe('pass');
    expect(await on.bed.binds(accountDn('rw'))).toBe(before + 1);
    expect(await on.bed.names()).toEqual(names);
    expect(JSON.stringify(site.rows()('users'))).not.toMatch(/Planted-Surname|uid=user/);
    // Written by then: the change log has entries.
    const again = await on.look({}, { delta: true });
    expect(again.rows('delta')).toMatchObject({ status: 'pass', message: 'cn=accesslog has entries' });
  });

  it('over LDAPS too', async () => {
    const { rows } = await on.look({ url: `ldaps://127.0.0.1:${on.bed.ldaps}`, startTls: false });
    for (const name of ['reach', 'tls', 'bind', 'schema', 'users']) expect(rows(name).status).toBe('pass');
    expect(rows('server-kind').evidence).toContainEqual({ label: 'Asked', value: 'anonymously, over TLS' });
  });

  it('in clear on loopback: noted, and the password is sent', async () => {
    const { rows } = await on.look({ startTls: false });
    expect(rows('tls')).toMatchObject({ status: 'pass', message: 'no TLS, on this server itself' });
    expect(rows('bind').status).toBe('pass');
  });

  describe('ports', () => {
    it('a TLS port spoken to in clear', async () => {
      const { rows } = await on.look({ url: `ldap://localhost:${on.bed.ldaps}` });
      expect(rows('reach')).toMatchObject({
        status: 'fail',
        message: `TLS from the start at localhost:${on.bed.ldaps}`,
      });
      expect(rows('bind')).toMatchObject({ status: 'blocked', blockedBy: 'ldap.reach@D' });
    });

    it('a plain port spoken to in TLS', async () => {
      const { rows } = await on.look({ url: `ldaps://localhost:${on.bed.port}`, startTls: false });
      expect(rows('reach')).toMatchObject({
        status: 'fail',
        message: `plain LDAP at localhost:${on.bed.port}`,
      });
    });

    it('nobody there', async () => {
      const port = await freePort();
      const { rows } = await on.look({ url: `ldap://localhost:${port}` });
      expect(rows('reach')).toMatchObject({
        status: 'fail',
        message: `refused by localhost:${port}`,
      });
    });

    it('a name that does not exist', async () => {
      const { rows } = await on.look({ url: 'ldap://no-such-name.invalid' });
      expect(rows('reach')).toMatchObject({
        status: 'fail',
        message: expect.stringContaining('no-such-name.invalid'),
      });
    });

    it.each([
      ['hangs up', () => startClosing(), 'cut off by'],
      ['answers garbage', () => startGarbage('220 mail.example ESMTP\r\n', false), 'no LDAP at'],
      [
        'answers half a message',
        () => startGarbage(Buffer.from('308205dc020101', 'hex'), true),
        'cut off by',
      ],
    ])('one that %s', async (_name, start, message) => {
      const other = on.keep(await start());
      const { rows } = await on.look({ url: `ldap://127.0.0.1:${other.port}` });
      expect(rows('reach')).toMatchObject({ status: 'fail', message: `${message} 127.0.0.1:${other.port}` });
    });

    it('IPv6', async () => {
      const site = directorySite({ target: { url: 'ldap://[::1]:1' } });
      const rows = await site.run();
      expect(rows('reach').status).toBe('fail');
      expect(rows('reach').message).toContain('[::1]:1');
    });
  });

  describe('TLS', () => {
    it('an on.authority that is not known: the chain is shown, no password is sent', async () => {
      const { rows, site } = await on.look({}, { roots: [] });
      expect(rows('tls')).toMatchObject({ status: 'fail', message: 'Bed CA is not trusted' });
      expect(site.facts('tls')).toMatchObject({ usable: false });
      expect(rows('tls').evidence).toContainEqual({ label: 'Issuer', value: 'CN=Bed CA' });
      expect(rows('tls').remedy?.steps.map(({ command }) => command)).toContain(
        'certutil.exe -addstore Root ldap-ca.cer',
      );
      expect(rows('bind')).toMatchObject({ status: 'blocked', blockedBy: 'ldap.tls@D' });
    });

    it('over LDAPS the kind of server is still told, anonymously', async () => {
      const before = on.bed.output().length;
      const { rows } = await on.look(
        { url: `ldaps://localhost:${on.bed.ldaps}`, startTls: false },
        { roots: [] },
      );
      expect(rows('tls').status).toBe('fail');
      expect(rows('server-kind')).toMatchObject({ status: 'pass', message: 'OpenLDAP' });
      expect(rows('server-kind').evidence).toContainEqual({
        label: 'Asked',
        value: 'anonymously, over TLS with an untrusted certificate',
      });
      expect(on.bed.output().slice(before)).not.toContain(' BIND ');
    });

    it('trusted by caFile alone: good off Windows, a failure on Windows that still reads on', async () => {
      const target = { caFile: on.authority.certFile };
      const elsewhere = await on.look(target, { roots: [] });
      expect(elsewhere.rows('tls').status).toBe('pass');
      const { rows } = await on.look(target, { roots: [], windows: true });
      expect(rows('tls')).toMatchObject({ status: 'fail', message: 'Bed CA is trusted by caFile only' });
      expect(rows('bind').status).toBe('pass');
    });

    it("trusted by this user's store alone: a failure that still reads on", async () => {
      const { rows } = await on.look({}, { roots: [], userRoots: [on.authority.cert], windows: true });
      expect(rows('tls')).toMatchObject({
        status: 'fail',
        message: "Bed CA is trusted by this user's store only",
        remedy: { steps: [{ text: expect.stringContaining('LocalMachine\\Root') }] },
      });
      expect(rows('bind').status).toBe('pass');
      // What the machine trusts as well is not this user's alone.
      const both = { roots: [on.authority.cert], userRoots: [on.authority.cert], windows: true };
      expect((await on.look({}, both)).rows('tls').status).toBe('pass');
    });

    it('a caFile that is not there is told', async () => {
      const { rows } = await on.look({ caFile: '/no/such/file.pem' }, { roots: [] });
      expect(rows('tls').evidence).toContainEqual({
        label: 'caFile of its target',
        value: expect.stringContaining('ENOENT'),
      });
    });

    it('a certificate that has expired', async () => {
      const expired = await on.authority.issue('expired', { names: ['localhost'], days: -1 });
      const other = await on.another({ certificate: expired });
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}` });
      expect(rows('tls')).toMatchObject({ status: 'fail', message: 'certificate has expired' });
      expect(rows('bind').status).toBe('blocked');
    });

    it('one that ends soon', async () => {
      const soon = await on.authority.issue('soon', { names: ['localhost'], days: 10 });
      const other = await on.another({ certificate: soon });
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}` });
      expect(rows('tls')).toMatchObject({
        status: 'warn',
        message: expect.stringMatching(/^certificate ends in (9|10) days$/),
      });
      expect(rows('bind').status).toBe('pass');
    });

    it('one of another name', async () => {
      const other = await on.another({ certificate: await on.named('ldap.contoso.example') });
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}` });
      expect(rows('tls')).toMatchObject({
        status: 'fail',
        message: 'certificate of another name',
        found: 'it names ldap.contoso.example, not localhost',
      });
      expect(JSON.stringify(rows('tls').remedy)).toContain('DNS:localhost');
    });

    it('StartTLS that is not there', async () => {
      const other = on.keep(await startOpenLdap({ users: 3 }));
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}` });
      expect(rows('tls')).toMatchObject({ status: 'fail', message: 'StartTLS is not offered' });
      expect(other.output()).not.toContain(' BIND ');
    });

    it('a server that talks to nobody in clear is asked over StartTLS', async () => {
      const other = await on.another({ security: 'tls=1' });
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}` });
      expect(rows('reach').status).toBe('pass');
      expect(rows('server-kind').status).toBe('pass');
      expect(rows('server-kind').evidence).toContainEqual({ label: 'Asked', value: 'anonymously, over TLS' });
      expect(rows('bind').status).toBe('pass');
    });

    it('a server that demands it', async () => {
      const other = await on.another({ security: 'simple_bind=128' });
      const { rows } = await on.look({ url: `ldap://localhost:${other.port}`, startTls: false });
      expect(rows('bind')).toMatchObject({ status: 'fail', message: 'encryption required' });
    });
  });

  describe.concurrent('silence', () => {
    it('a server that takes the connection and says nothing', async () => {
      const silent = on.keep(await startSilent());
      const { rows } = await on.look({ url: `ldap://127.0.0.1:${silent.port}` });
      expect(rows('reach')).toMatchObject({
        status: 'fail',
        message: `nothing said by 127.0.0.1:${silent.port}`,
      });
    });

    it('a host that answers nothing at all, as from behind a firewall', async () => {
      const port = await freePort();
      const deaf = on.keep(await startDeaf(port));
      const fill = Array.from({ length: 4 }, () => connect(port, '127.0.0.2').on('error', () => {}));
      const { rows } = await on.look({ url: `ldap://127.0.0.2:${deaf.port}` });
      for (const socket of fill) socket.destroy();
      expect(rows('reach')).toMatchObject({ status: 'fail', message: `no answer from 127.0.0.2:${port}` });
    });

    it('a StartTLS handshake that never ends', async () => {
      const agree = Buffer.from('300c02010178070a010004000400', 'hex');
      const mute = on.keep(
        await listen(createServer((socket) => void socket.once('data', () => socket.write(agree)))),
      );
      const { rows } = await on.look({ url: `ldap://localhost:${mute.port}` });
      expect(rows('tls')).toMatchObject({ status: 'fail', message: 'no TLS handshake' });
    });
  });

  it('that is stopped half-way is seen, and back again after r', async () => {
    const ports = { ldap: await freePort(), ldaps: await freePort() };
    const first = await startOpenLdap({ authority: on.authority, certificate: on.good, users: 3, ports });
    const site = directorySite({
      target: { url: `ldap://localhost:${ports.ldap}`, startTls: true, users: people, ...as('rw') },
      roots: [on.authority.cert],
    });
    expect((await site.run())('users').status).toBe('pass');
    await first.stop();
    const down = await site.run();
    expect(down('reach')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('refused by'),
    });
    expect(down('users')).toMatchObject({ status: 'blocked', blockedBy: 'ldap.reach@D' });
    on.keep(await startOpenLdap({ authority: on.authority, certificate: on.good, users: 3, ports }));
    const up = await site.retry('reach');
    for (const name of ['reach', 'tls', 'bind', 'schema', 'users']) expect(up(name).status).toBe('pass');
  });
});
