import type { Requirement } from './requirement.ts';

/**
 * The last comparison of the catalogue with the pages that its rows name: `npm run requirements` prints what the next one
 * needs. It was made on 28 November and completed on the 29th. `changed`: a value, a level or the wording is another than before; `notRead`: no newer text was found or read.
 */
export const lastCheck: {
  readonly on: string;
  readonly changed: readonly string[];
  readonly added: readonly string[];
  readonly notRead: readonly string[];
} = {
  on: '2026-11-29',
  changed: [
    'OS-01',
    'OS-04',
    'OS-05',
    'OS-11',
    'TLS-03',
    'NET-04',
    'NET-04g',
    'HOST-01',
    'HOST-02',
    'HOST-03',
    'HOST-05',
    'HOST-15',
    'HOST-16',
    'CON-08',
    'SQL-01',
    'SQL-02',
    'CLD-01',
    'CLD-02',
    'CLD-06',
    'CLD-07',
    'ERR-02',
  ],
  added: [
    'NET-11',
    'NET-12',
    'NET-13',
    'HOST-23',
    'HOST-24',
    'HOST-25',
    'HOST-26',
    'HOST-27',
    'HOST-28',
    'CON-17',
    'CON-18',
    'WS-02',
    'PSC-02',
    'PSC-03',
    'LDAP-16',
    'LDAP-17',
    'LDAP-18',
    'LDAP-19',
    'LDAP-20',
    'LDAP-21',
    'LDAP-22',
    'LDAP-23',
    'SQL-15',
    'SQL-16',
    'SQL-17',
    'SQL-18',
    'SQL-19',
    'SQL-20',
    'CLD-12',
  ],
  notRead: ['CON-01'],
};

/** How the last check left a row. `unconfirmed`: a part of it stands in no document that was read; `note` says which. */
export type CheckState = 'confirmed' | 'changed' | 'added' | 'unconfirmed' | 'not-read';

export function stateOf({ id, confirmed }: Pick<Requirement, 'id' | 'confirmed'>): CheckState {
  if (lastCheck.changed.includes(id)) return 'changed';
  if (lastCheck.added.includes(id)) return 'added';
  if (!confirmed) return 'unconfirmed';
  return lastCheck.notRead.includes(id) ? 'not-read' : 'confirmed';
}
