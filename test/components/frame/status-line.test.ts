import { afterEach, describe, expect, it } from 'vitest';
import { breakLine } from '../../../components/text/text-width.ts';
import { keys } from '../../terminal/fake-terminal.ts';
import { sampleRows } from '../sample-rows.ts';
import { closeScreens, showScreen } from '../show-screen.ts';

afterEach(closeScreens);

const small = { columns: 60, lines: 15 };
const unreadable = {
  kind: 'error',
  text: '/etc/ecma/.ecmarc:10:9 connectors[0].target.ldap.startTsl: unknown key, did you mean startTls?',
} as const;

describe('news', () => {
  it('are broken between words, and say where they can be read whole', async () => {
    const words = Array.from({ length: 40 }, (_, i) => `word${i}`);
    const exportReport = () => Promise.reject(new Error(words.join(' ')));
    const actions = { exportFormats: [{ id: 'md', label: 'Markdown' }], exportReport };
    const { terminal } = await showScreen({ rows: sampleRows, actions, ...small });
    terminal.type(`e${keys.enter}${keys.enter}`);
    await terminal.waitFor('? shows it whole');
    const shown = terminal
      .screen()
      .slice(12, 14)
      .join(' ')
      .match(/word\d+/g);
    expect(shown).toEqual(words.slice(0, shown?.length));
    terminal.type(`?${keys.end}`);
    await terminal.waitFor('word39');
  });

  it.each([
    ['short', 20, ['short', '']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 9, ['one two', 'three']],
    ['Written: /a/very/long/path', 16, ['Written: /a/very', '/long/path']],
    ['東京東京 東京', 9, ['東京東京', '東京']],
  ])('%j in %d cells', (text, width, parts) => {
    expect(breakLine(text, width)).toEqual(parts);
  });

  it('of an .ecmarc that cannot be used stand there for as long as that is so, wherever the cursor is', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ id: `server.p${i}`, title: `Check ${i}` }));
    const { terminal, doctor } = await showScreen({ rows, busy: true, ...small });
    terminal.type(keys.end);
    await terminal.waitFor('Check 39');
    doctor.show({ notices: [unreadable] });
    await terminal.waitFor('.ecmarc cannot be used: no retries. Home: why');
    terminal.type(keys.enter);
    await terminal.waitFor('no retries. Esc Home: why');
    terminal.type(keys.escape);
    await terminal.waitFor('retries. Home: why');
    terminal.type(keys.home);
    await terminal.waitFor('did you mean startTls?');
    doctor.show({ notices: [] });
    await terminal.waitFor((t) => !t.text().includes('no retries'));
  });

  it('name no key that does something else on the page', async () => {
    const wanted = [{ key: 'ldap', label: 'Password of cn=ecma' }];
    const actions = { exportFormats: [{ id: 'md', label: 'Markdown' }], exportReport: async () => 'x' };
    const { terminal } = await showScreen({ rows: sampleRows, wanted, actions });
    await terminal.waitFor('1 password is wanted');
    terminal.type('e');
    await terminal.waitFor('what about?');
    expect(terminal.text()).not.toContain('1 password is wanted');
  });
});
