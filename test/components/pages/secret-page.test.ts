import { afterEach, describe, expect, it } from 'vitest';
import { keys } from '../../terminal/fake-terminal.ts';
import type { RowInput } from '../fake-doctor.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

describe('a password', () => {
  it('is left for later with Esc: back to where one came from', async () => {
    const wants = { key: 'k', label: 'Password of cn=ecma' };
    const rows: RowInput[] = [
      { id: 'ldap.bind@D', title: 'Binds', status: 'fail', message: 'refused', wants },
    ];
    const { terminal } = await showScreen({ rows, wanted: [wants] });
    terminal.type(keys.right);
    await terminal.waitFor(/Binds, D +► question/);
    terminal.type(`s${keys.enter}`);
    await terminal.waitFor('Nothing is typed yet. Esc leaves it for later.');
    terminal.type(keys.escape);
    await terminal.waitFor(/Binds, D +► question/);
    expect(terminal.text()).toContain('ldap.bind@D');
  });
});
