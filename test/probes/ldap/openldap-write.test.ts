import { describe, expect, it } from 'vitest';
import { leftoverProbes } from '../../../src/probes/ldap/write/leftovers.ts';
import { accountDn, people } from '../../beds/openldap.ts';
import { installed } from '../../beds/program.ts';
import { as, openLdapFixture } from './openldap-fixture.ts';
import { memoryJournal } from './site.ts';

describe.skipIf(!installed('slapd'))('OpenLDAP: the write test', () => {
  const on = openLdapFixture(20);

  describe('the write test', () => {
    it('is off until it is allowed', async () => {
      const { rows } = await on.look();
      expect(rows('write')).toMatchObject({ status: 'skipped', reason: 'not-allowed' });
      expect(rows('rights')).toMatchObject({ status: 'unknown', message: 'cannot be told without writing' });
    });

    it('of an account that may only read: names the right', async () => {
      const journal = memoryJournal();
      const { rows } = await on.look(as('ro'), { writeTest: true, journal });
      expect(rows('write')).toMatchObject({ status: 'fail', message: 'may not create users' });
      expect(rows('rights')).toMatchObject({ status: 'fail', message: 'create users was refused' });
      expect(JSON.stringify(rows('write').remedy)).toContain(accountDn('ro'));
      expect(journal.entries).toEqual([]);
    });

    it('of an account that may not write one attribute: names it, and leaves nothing', async () => {
      const journal = memoryJournal();
      const { rows } = await on.look(
        { ...as('limited'), attributes: ['cn', 'sn', 'title', 'mail'] },
        { writeTest: true, journal },
      );
      expect(rows('write')).toMatchObject({ status: 'fail', message: 'may not write title' });
      expect(journal.entries).toEqual([]);
      expect((await on.bed.names()).filter((dn) => dn.includes('ecma-doctor'))).toEqual([]);
    });

    it('of an account that may not delete: says what stays, and deletes it once it may', async () => {
      const journal = memoryJournal();
      const { rows, site } = await on.look(as('no-delete'), { writeTest: true, journal });
      expect(rows('write')).toMatchObject({ status: 'fail', message: 'the test user could not be deleted' });
      expect(rows('write').found).toContain(String(site.facts('write').dn));
      expect(journal.entries).toHaveLength(1);
      const next = await on.look({}, { writeTest: true, journal });
      expect(next.rows('write')).toMatchObject({
        status: 'pass',
        found: 'a test user that an older run had left was deleted first',
      });
      expect(journal.entries).toEqual([]);
      expect((await on.bed.names()).filter((dn) => dn.includes('ecma-doctor'))).toEqual([]);
    });

    it('fills every mandatory attribute, by syntax', async () => {
      const { rows } = await on.look(
        { auxiliaryClasses: ['posixAccount', 'shadowAccount'] },
        { writeTest: true },
      );
      expect(rows('write').status).toBe('pass');
    });

    it('writes what the mappings will, by any of its names', async () => {
      const { rows, site } = await on.look(
        { attributes: ['commonName', 'surname', 'rfc822Mailbox', 'telephoneNumber', 'title'] },
        { writeTest: true },
      );
      expect(rows('write')).toMatchObject({ status: 'pass' });
      expect(site.facts('write').steps).toHaveLength(6);
    });

    it('writes nothing where it cannot keep a record', async () => {
      const journal = {
        ...memoryJournal(),
        plan: () => ({ ok: false as const, problem: { code: 'ENOSPC', text: 'no space' } }),
      };
      const { rows } = await on.look({}, { writeTest: true, journal });
      expect(rows('write')).toMatchObject({ status: 'unknown', message: 'not tried: no record can be kept' });
    });

    it('leaves alone what does not bear its mark', async () => {
      const id = 'user2';
      const journal = memoryJournal([
        {
          id: 'planted',
          connector: 'D',
          target: `localhost:${on.bed.port}`,
          what: { dn: `uid=${id},${people}`, id, mark: 'sn' },
          at: '2026-01-01T00:00:00.000Z',
        },
      ]);
      const { site } = await on.look({}, { writeTest: true, journal });
      expect(site.facts('write').leftovers).toMatchObject([{ end: 'foreign' }]);
      expect(await on.bed.names()).toContain(`uid=${id},${people}`);
    });

    it('off, but allowed to clean up', async () => {
      const journal = memoryJournal();
      await on.look(as('no-delete'), { writeTest: true, journal });
      expect(journal.entries).toHaveLength(1);
      expect([...leftoverProbes(journal)]).toEqual(['ldap.write@D']);
      const { rows } = await on.look({}, { journal, cleanUp: [...leftoverProbes(journal)] });
      expect(rows('write')).toMatchObject({ status: 'warn', message: 'deleted 1 left by an older test' });
      expect(journal.entries).toEqual([]);
    });
  });
});
