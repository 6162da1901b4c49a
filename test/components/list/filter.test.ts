import { describe, expect, it } from 'vitest';
import { makeFilter } from '../../../components/list/filter.ts';
import { makeRow } from '../fake-doctor.ts';
import { sampleRows } from '../sample-rows.ts';

const rows = sampleRows.map(makeRow);
const found = (text: string) => rows.filter(makeFilter(text) ?? (() => true)).map(({ id }) => id);

describe('makeFilter', () => {
  it('is nothing for no words', () => {
    expect(makeFilter('  ')).toBeUndefined();
  });

  it.each([
    ['dotnet', ['server.dotnet']],
    ['NETFX', ['server.dotnet']],
    ['schema', ['ldap.schema@Directory']],
    ['area:ldap state:fail', ['ldap.server-kind@Directory']],
    ['area:directory is:blocked', ['ldap.bind@Directory', 'ldap.schema@Directory']],
    ['owner:network', ['network.tls-inspection']],
    ['owner:server fail', ['server.dotnet']],
    ['state:not-allowed', ['ldap.write@Directory']],
    ['state:allowed write', ['ldap.write@Directory']],
    ['ldap.contoso.example is:pass', ['ldap.reach@Directory']],
    ['state:waiting', ['tenant.exists']],
    ['state:confirm', ['tenant.licence', 'attest.not-a-source']],
    ['nothing-has-this', []],
    ['colon:word', []],
  ])('%j', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it('takes the words that stand in the rows, also those with a blank', () => {
    const some = [
      makeRow({ id: 'sql.dsn', status: 'skipped', reason: 'not-configured' }),
      makeRow({ id: 'sql.write', status: 'skipped', reason: 'not-allowed' }),
      makeRow({ id: 'sql.reach', status: 'timed-out' }),
    ];
    const ids = (text: string) => some.filter(makeFilter(text) ?? (() => true)).map(({ id }) => id);
    expect(ids('state:not set')).toEqual(['sql.dsn']);
    expect(ids('not set')).toEqual(['sql.dsn']);
    expect(ids('state:skipped')).toEqual(['sql.dsn', 'sql.write']);
    expect(ids('state:timed out sql')).toEqual(['sql.reach']);
  });
});
