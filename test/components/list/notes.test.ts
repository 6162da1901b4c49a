import { afterEach, describe, expect, it } from 'vitest';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

const small = { columns: 60, lines: 15 };
const unreadable = {
  kind: 'error',
  text: '/etc/ecma/.ecmarc:10:9 connectors[0].target.ldap.startTsl: unknown key, did you mean startTls?',
} as const;

describe('on top of the list', () => {
  const causes = Array.from({ length: 4 }, (_, i) => ({
    id: `c${i}`,
    text: `A cause that takes more than one line of a window as small as this one is, number ${i}`,
    probes: ['server.os', 'server.dotnet'],
  }));
  const secret = { kind: 'warn', text: '.ecmarc holds a secret in clear: connectors.A.password' } as const;

  it('notes leave most of a small window to the rows, and say how many there are', async () => {
    const { terminal } = await showScreen({ rows: sampleRows, causes, notices: [secret], ...small });
    await terminal.waitFor('more notes: ? shows them');
    const list = terminal.screen().slice(4, 12);
    expect(list.filter((line) => /pass|FAIL|warn|SERVER/.test(line)).length).toBeGreaterThanOrEqual(4);
  });

  it('why nothing can be retried is told whole all the same', async () => {
    const { terminal } = await showScreen({
      rows: sampleRows,
      causes,
      notices: [secret, unreadable],
      ...small,
    });
    await terminal.waitFor('did you mean startTls?');
    expect(terminal.text()).not.toContain('in clear');
    expect(terminal.text()).toContain('SERVER');
  });
});
