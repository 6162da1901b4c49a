import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Authority, makeAuthority } from '../../beds/certificates.ts';
import { type Ds389, type Ds389Options, startDs389 } from '../../beds/ds389.ts';
import { accountDn, passwordOf, people, suffix } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import * as servers from '../../clients/ldap/servers.ts';
import { openLdapFixture } from './openldap-fixture.ts';
import { container, entriesOf, look } from './scripted-fixture.ts';
import { directorySite, memoryJournal } from './site.ts';

const written = (operations: readonly string[]) =>
  operations.filter((one) => /^(add|modify|delete) /.test(one));

const driver = (more: object = {}) => ({
  dn: 'cn=AD,cn=drivers,o=contoso',
  attributes: { objectClass: ['top', 'DirXML-Driver'], cn: 'AD', 'DirXML-DriverStartOption': '2', ...more },
});

const eDirectory = (extra: readonly ReturnType<typeof driver>[], more: object = {}) => ({
  rootDse: { ...servers.eDirectory, ...more },
  entries: [...entriesOf(servers.eDirectory, 1), ...extra],
});

describe('identity drivers of eDirectory', () => {
  it('running: named, and nothing is written', async () => {
    const { rows, bed, site } = await look(eDirectory([driver()]), {}, { writeTest: true });
    expect(rows('write')).toMatchObject({
      status: 'unknown',
      message: 'not tried: identity drivers would act on the user',
      found: 'identity drivers (cn=AD,cn=drivers,o=contoso)',
    });
    expect(JSON.stringify(rows('write').remedy)).toContain('writeTest: { despite: [consumers] }');
    expect(written(bed.operations)).toEqual([]);
    expect(site.facts('write').usable).toBe(false);
    expect(rows('rights').status).toBe('unknown');
  });

  it('a person insists: made, and the drivers stand in the row', async () => {
    const { rows } = await look(eDirectory([driver()]), {}, { writeTest: { despite: ['consumers'] } });
    expect(rows('write').status).toBe('pass');
    expect(rows('write').evidence).toContainEqual({
      label: 'Acts on new users',
      value: 'identity drivers (cn=AD,cn=drivers,o=contoso)',
    });
  });

  it('turned off: none', async () => {
    const off = driver({ 'DirXML-DriverStartOption': '0' });
    const { rows } = await look(eDirectory([off]), {}, { writeTest: true });
    expect(rows('write').status).toBe('pass');
  });

  it('not shown to the account: known by the extensions of their engine', async () => {
    const supportedExtension = ['2.16.840.1.113719.1.14.100.1', '2.16.840.1.113719.1.14.100.3'];
    const { rows } = await look(eDirectory([], { supportedExtension }), {}, { writeTest: true });
    expect(rows('write')).toMatchObject({
      status: 'unknown',
      message: 'not tried: identity drivers would act on the user',
    });
  });
});

describe('traces of others', () => {
  const groupOf = (dn: string) => ({
    dn: 'cn=staff,dc=x',
    attributes: { objectClass: ['top', 'groupOfNames'], member: [dn] },
  });

  it('a group that keeps the deleted user is named', async () => {
    let made = '';
    const { rows } = await look(
      {
        rootDse: servers.openDj,
        entries: entriesOf(servers.openDj, 1),
        onWrite(operation, dn, entries) {
          if (operation !== 'add') return;
          made = dn;
          entries.set('cn=staff,dc=x', groupOf(dn));
        },
      },
      {},
      { writeTest: true },
    );
    expect(rows('write')).toMatchObject({
      status: 'warn',
      message: 'created, changed and deleted; still named by 1 entry',
      found: 'cn=staff,dc=x',
    });
    expect(rows('write').remedy?.why).toContain(made);
  });

  it('what others wrote into the user stands in the row', async () => {
    const { rows } = await look(
      {
        rootDse: servers.openDj,
        entries: entriesOf(servers.openDj, 1),
        onWrite(operation, dn, entries) {
          const entry = entries.get(dn.toLowerCase());
          if (operation !== 'add' || entry === undefined) return;
          const attributes = { ...entry.attributes, memberOf: 'cn=staff,dc=x' };
          entries.set(dn.toLowerCase(), { ...entry, attributes });
        },
      },
      {},
      { writeTest: true },
    );
    expect(rows('write')).toMatchObject({
      status: 'warn',
      message: 'created, changed and deleted; others acted on the user at once',
      found: 'memberOf: cn=staff,dc=x',
    });
  });

  it('nothing of the kind: a pass', async () => {
    const { rows } = await look({ rootDse: servers.openDj }, { users: container }, { writeTest: true });
    expect(rows('write').status).toBe('pass');
  });
});

describe.skipIf(!installed('ns-slapd') || !installed('pk12util'))('plug-ins of 389', () => {
  let authority: Authority;
  const beds: Ds389[] = [];

  beforeAll(async () => {
    authority = await makeAuthority('/CN=Bed CA', 900);
  });

  afterAll(async () => {
    for (const bed of beds) await bed.stop();
  });

  async function bedWith(more: Partial<Ds389Options>) {
    const certificate = await authority.issue('good', { names: ['localhost'], days: 400 });
    const bed = await startDs389({ authority, certificate, users: 1, ...more });
    beds.push(bed);
    return (writeTest: boolean | { despite: string[] }, journal = memoryJournal()) =>
      directorySite({
        target: {
          url: `ldap://localhost:${bed.port}`,
          startTls: true,
          users: people,
          bindDn: accountDn('rw'),
          password: passwordOf('rw'),
        },
        roots: [authority.cert],
        writeTest,
        journal,
      }).run();
  }

  const group = `dn: cn=staff,${suffix}\nobjectClass: groupOfNames\ncn: staff\naci: (targetattr="*")(version 3.0; acl "all"; allow(read,search,compare) userdn="ldap:///${accountDn('rw')}";)\n`;
  const automember = `dn: cn=Staff,cn=Auto Membership Plugin,cn=plugins,cn=config
objectClass: autoMemberDefinition
cn: Staff
autoMemberScope: ${people}
autoMemberFilter: objectClass=inetOrgPerson
autoMemberDefaultGroup: cn=staff,${suffix}
autoMemberGroupingAttr: member:dn
`;

  it('automember: held back, and with a yes the group that keeps the user is named', async () => {
    const run = await bedWith({ plugins: automember, more: group });
    const held = await run(true);
    expect(held('write')).toMatchObject({
      status: 'unknown',
      message: 'not tried: automatic group membership would act on the user',
    });
    const made = await run({ despite: ['consumers'] });
    expect(made('write')).toMatchObject({
      status: 'warn',
      message: 'created, changed and deleted; still named by 1 entry',
      found: `cn=staff,${suffix}`,
    });
  });

  it('a rule for another container, and the plug-ins of a fresh server, hold nothing back', async () => {
    const run = await bedWith({ plugins: automember.replace(people, `ou=empty,${suffix}`), more: group });
    const rows = await run(true);
    expect(rows('write').status).toBe('pass');
    expect(rows('write').evidence).toContainEqual({ label: 'Hears of it', value: 'cn=changelog' });
  });
});

describe.skipIf(!installed('slapd'))('overlays of OpenLDAP', () => {
  const on = openLdapFixture(1);

  it('the access log hears of it, and holds nothing back', async () => {
    const { rows } = await on.look({}, { writeTest: true });
    expect(rows('write').status).toBe('pass');
    expect(rows('write').evidence).toContainEqual({ label: 'Hears of it', value: 'cn=accesslog' });
  });

  it('those that its monitor lists', async () => {
    const bed = await on.another({
      overlays: {
        modules: ['auditlog.so'],
        ldif: `dn: olcOverlay=auditlog,olcDatabase={1}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcAuditLogConfig
olcOverlay: auditlog
olcAuditlogFile: /dev/null
`,
      },
    });
    const { rows } = await on.look({ url: `ldap://localhost:${bed.port}` }, { writeTest: true });
    expect(rows('write').status).toBe('pass');
    expect(rows('write').evidence).toContainEqual({
      label: 'Hears of it',
      value: 'cn=accesslog; overlay auditlog',
    });
  });
});

it('autogroup of OpenLDAP acts on new users, in its own database', async () => {
  const monitored = (suffix: string) => ({
    rootDse: { ...servers.openLdap, monitorContext: 'cn=Monitor' },
    entries: [
      ...entriesOf(servers.openLdap, 1),
      { dn: 'cn=Databases,cn=Monitor', attributes: { objectClass: 'monitorContainer' } },
      {
        dn: 'cn=Database 1,cn=Databases,cn=Monitor',
        attributes: { objectClass: 'monitoredObject', namingContexts: suffix, monitorOverlay: ['autogroup'] },
      },
    ],
  });
  const { rows } = await look(monitored('dc=x'), {}, { writeTest: true });
  expect(rows('write')).toMatchObject({
    status: 'unknown',
    message: 'not tried: automatic group membership would act on the user',
    found: 'automatic group membership (overlay autogroup)',
  });
  const other = await look(monitored('dc=y'), {}, { writeTest: true });
  expect(other.rows('write').status).toBe('pass');
});
